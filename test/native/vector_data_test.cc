#include <dap/vector_data.hpp>
#include <vector>

#include "check.hpp"
#include "groups.hpp"

namespace test {
namespace {

// A 2 x 3 section of float64, undistributed.
struct Section {
  double data[6] = {0, 1, 2, 3, 4, 5};
  int64_t shape[2] = {2, 3}, strides[2] = {24, 8};
  dap_dim dims[2] = {};
  dap_array array{};

  Section() {
    for (int d = 0; d < 2; ++d) {
      dims[d].dist_type = 'b';
      dims[d].size = dims[d].stop = shape[d];
      dims[d].proc_grid_size = dims[d].block_size = 1;
    }
    array.version[1] = 10;
    array.ndim = 2;
    array.dtype = {DAP_FLOAT, 64, 1};
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = DAP_ORDER_NATIVE;
    array.data = data;
    array.shape = shape;
    array.strides = strides;
    array.dims = dims;
    array.release = [](dap_array* self) { self->release = nullptr; };
  }
};

// The section, changed, must be refused.
template <class Change>
void refused(const char* code, const char* text, Change change, int line) {
  Section section;
  change(section);
  check_error([&] { dap::vector_data(section.array); }, code, text, __FILE__, line);
}

}  // namespace

void vector_data() {
  Section good;
  CHECK(dap::vector_data(good.array) == good.data);

  refused(
      "ERR_DTYPE", "float32", [](Section& s) { s.array.dtype.bits = 32; }, __LINE__);
  refused(
      "ERR_DTYPE", "Copy the own entries into a contiguous array of double",
      [](Section& s) {
        s.array.dtype = {DAP_INT, 64, 1};
      },
      __LINE__);
  refused(
      "ERR_DTYPE", "complex128",
      [](Section& s) {
        s.array.dtype = {DAP_COMPLEX, 128, 1};
      },
      __LINE__);
  refused(
      "ERR_DTYPE", "bool",
      [](Section& s) {
        s.array.dtype = {DAP_BOOL, 8, 1};
      },
      __LINE__);
  refused(
      "ERR_UNSUPPORTED", "read-only", [](Section& s) { s.array.flags = DAP_FLAG_READ_ONLY; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "strided view", [](Section& s) { s.strides[0] = 32; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "strided view", [](Section& s) { s.strides[0] = 8, s.strides[1] = 16; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "strided view", [](Section& s) { s.strides[1] = -8; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "device type 2", [](Section& s) { s.array.device.type = 2; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "aligned", [](Section& s) { s.array.data = reinterpret_cast<char*>(s.data) + 4; },
      __LINE__);
  refused(
      "ERR_DTYPE", "byte order",
      [](Section& s) {
        s.array.byte_order = DAP_ORDER_NATIVE == DAP_ORDER_LITTLE ? DAP_ORDER_BIG : DAP_ORDER_LITTLE;
      },
      __LINE__);
  refused(
      "ERR_UNSUPPORTED", "layout 1", [](Section& s) { s.array.layout = 1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "NULL", [](Section& s) { s.array.data = nullptr; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "version", [](Section& s) { s.array.version[1] = 9; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "flags that dap.h names", [](Section& s) { s.array.flags = 8; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "reserved", [](Section& s) { s.array.reserved[1] = 1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "ndim", [](Section& s) { s.array.ndim = -1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "Dimension 1", [](Section& s) { s.dims[1].stop = 2; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "start <= stop", [](Section& s) { s.dims[0].start = -1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "dist_type must be 'b', 'c' or 'u' but received 'x'",
      [](Section& s) { s.dims[0].dist_type = 'x'; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "received character 10", [](Section& s) { s.dims[0].dist_type = '\n'; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "but received start 2 and stop 1 for size",
      [](Section& s) { s.dims[0].start = 2, s.dims[0].stop = 1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "proc_grid_rank", [](Section& s) { s.dims[0].proc_grid_rank = 1; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "proc_grid_size", [](Section& s) { s.dims[0].proc_grid_size = 0; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "block_size", [](Section& s) { s.dims[0].dist_type = 'c', s.dims[0].block_size = 0; },
      __LINE__);
  refused(
      "ERR_PROTOCOL", "number of entries", [](Section& s) { s.dims[0].dist_type = 'c', s.dims[0].size = 4; },
      __LINE__);
  refused(
      "ERR_PROTOCOL", "as many entries", [](Section& s) { s.dims[0].dist_type = 'u'; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "index_bits",
      [](Section& s) { s.dims[0].dist_type = 'u', s.dims[0].n_indices = 2, s.dims[0].indices = s.shape; },
      __LINE__);
  refused(
      "ERR_USE_AFTER_FREE", "released", [](Section& s) { dap_release(&s.array); }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "Copy the own entries into a contiguous array of double",
      [](Section& s) { s.dims[0].proc_grid_size = 2, s.dims[0].size = 3, s.dims[0].padding[1] = 1; },
      __LINE__);

  // Boundary padding is owned: nothing to skip.
  Section padded;
  padded.dims[0].padding[0] = padded.dims[0].padding[1] = 1;
  CHECK(dap::vector_data(padded.array) == padded.data);
  // Strides along extents of 1, and of an empty section, do not matter.
  Section row;
  row.shape[0] = row.dims[0].stop = row.dims[0].size = 1;
  row.strides[0] = -5;
  CHECK(dap::vector_data(row.array) == row.data);
  Section empty;
  empty.shape[0] = empty.dims[0].stop = empty.dims[0].size = 0;
  empty.strides[1] = 16;
  empty.array.data = nullptr;
  CHECK(dap::vector_data(empty.array) == nullptr);
  // 0-d: one entry.
  Section scalar;
  scalar.array.ndim = 0;
  CHECK(dap::vector_data(scalar.array) == scalar.data && dap::section_size(scalar.array) == 1);
}

}  // namespace test
