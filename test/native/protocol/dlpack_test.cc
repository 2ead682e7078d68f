#include <dap/dlpack.hpp>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"
#include "section.hpp"

namespace test {
namespace {

namespace dl = dap::dlpack;

static_assert(dl::cpu == 1 && dl::code_int == 0 && dl::code_uint == 1 && dl::code_float == 2 &&
                  dl::code_complex == 5 && dl::code_bool == 6,
              "as in dlpack.h");
static_assert(dl::flag_read_only == 1 && dl::flag_is_copied == 2 && dl::flag_subbyte_padded == 4,
              "as in dlpack.h");

void there() {
  Section section;
  section.strides[0] = -24;
  section.array.data = section.data + 3;
  section.array.flags = DAP_FLAG_READ_ONLY | DAP_FLAG_COPIED;
  dl::ManagedTensorVersioned* tensor = dl::to_versioned(dap::Array(std::move(section.array)));
  CHECK(tensor->version.major == 1 && tensor->flags == (dl::flag_read_only | dl::flag_is_copied));
  const dl::Tensor& t = tensor->dl_tensor;
  CHECK(t.data == section.data + 3 && t.byte_offset == 0 && t.ndim == 2 && t.device.type == 1 &&
        t.device.id == 0);
  CHECK(t.dtype.code == dl::code_float && t.dtype.bits == 64 && t.dtype.lanes == 1);
  CHECK(t.shape[0] == 2 && t.shape[1] == 3 && t.strides[0] == -3 && t.strides[1] == 1);
  CHECK(t.shape != section.shape && section.released == 0);
  tensor->deleter(tensor);
  CHECK(section.released == 1);

  Section older;
  dl::ManagedTensor* plain = dl::to_unversioned(dap::Array(std::move(older.array)));
  CHECK(plain->dl_tensor.data == older.data && plain->dl_tensor.strides[0] == 3 && older.released == 0);
  plain->deleter(plain);
  CHECK(older.released == 1);
}

// What was described comes back with the same memory; one release in all.
void there_and_back() {
  for (const bool versioned : {true, false}) {
    Section section;
    section.array.flags = versioned ? dl::flag_read_only : 0;
    dap::Array array(std::move(section.array));
    dap::Array back = versioned ? dl::from_versioned(dl::to_versioned(std::move(array)))
                                : dl::from_unversioned(dl::to_unversioned(std::move(array)));
    CHECK(!array && back && section.released == 0);
    CHECK(back->data == section.data && back.extent(1) == 3 && back->strides[0] == 24 &&
          back->strides[1] == 8);
    CHECK(back->flags == (versioned ? dl::flag_read_only : 0) && back->byte_order == DAP_ORDER_NATIVE);
    CHECK(back.dim(0).dist_type == 'b' && back.dim(0).size == 2 && back.dim(0).proc_grid_size == 1);
    back.release();
    CHECK(section.released == 1);
  }
}

void refused_there() {
  const auto refused = [](const char* code, const char* text, void (*change)(Section&), bool versioned,
                          int line) {
    Section section;
    change(section);
    dap::Array array(std::move(section.array));
    const bool alive = static_cast<bool>(array);
    check_error(
        [&] {
          if (versioned)
            dl::to_versioned(std::move(array));
          else
            dl::to_unversioned(std::move(array));
        },
        code, text, __FILE__, line);
    CHECK(static_cast<bool>(array) == alive);  // still the caller's
  };
  for (const bool versioned : {true, false}) {
    refused(
        "ERR_USE_AFTER_FREE", "released", [](Section& s) { dap_release(&s.array); }, versioned, __LINE__);
    refused(
        "ERR_UNSUPPORTED", "device type 2", [](Section& s) { s.array.device.type = 2; }, versioned, __LINE__);
    refused(
        "ERR_UNSUPPORTED", "one of 12 bytes", [](Section& s) { s.strides[1] = 12; }, versioned, __LINE__);
    refused(
        "ERR_DTYPE", "byte order", [](Section& s) { s.array.byte_order = 3 - DAP_ORDER_NATIVE; }, versioned,
        __LINE__);
    refused(
        "ERR_DTYPE", "type code 4", [](Section& s) { s.array.dtype.code = 4; }, versioned, __LINE__);
  }
  refused(
      "ERR_UNSUPPORTED", "older form", [](Section& s) { s.array.flags = DAP_FLAG_READ_ONLY; }, false,
      __LINE__);
}

// A foreign tensor to spoil, and how often its deleter ran.
struct Foreign {
  float data[8] = {};
  int64_t shape[2] = {2, 3}, strides[2] = {1, 2};
  int deleted = 0;
  dl::ManagedTensorVersioned versioned{};
  dl::ManagedTensor plain{};

  Foreign() {
    versioned.version = {1, 9};
    versioned.dl_tensor = {data, {1, 0}, 2, {dl::code_float, 32, 1}, shape, strides, 8};
    versioned.manager_ctx = plain.manager_ctx = this;
    versioned.deleter = [](dl::ManagedTensorVersioned* self) {
      ++static_cast<Foreign*>(self->manager_ctx)->deleted;
    };
    plain.deleter = [](dl::ManagedTensor* self) { ++static_cast<Foreign*>(self->manager_ctx)->deleted; };
  }
  dl::ManagedTensor* older() {
    plain.dl_tensor = versioned.dl_tensor;
    return &plain;
  }
};

void here() {
  for (const bool versioned : {true, false}) {
    Foreign foreign;
    {
      dap::Array array =
          versioned ? dl::from_versioned(&foreign.versioned) : dl::from_unversioned(foreign.older());
      CHECK(array->data == foreign.data + 2 && array->strides[0] == 4 && array->strides[1] == 8);
      CHECK((&array.view<float, 2>()(1, 2) == foreign.data + 2 + 5));
      CHECK(foreign.deleted == 0);
    }
    CHECK(foreign.deleted == 1);
  }
  Foreign dense;  // null strides: row-major
  dense.versioned.dl_tensor.strides = nullptr;
  dense.versioned.flags = dl::flag_read_only | dl::flag_is_copied;
  const dap::Array array = dl::from_versioned(&dense.versioned);
  CHECK(array->strides[0] == 12 && array->strides[1] == 4 &&
        array->flags == (DAP_FLAG_READ_ONLY | DAP_FLAG_COPIED));
  Foreign scalar;
  scalar.versioned.dl_tensor.ndim = 0;
  scalar.versioned.dl_tensor.shape = scalar.versioned.dl_tensor.strides = nullptr;
  scalar.versioned.deleter = nullptr;  // allowed: nothing to delete
  CHECK(dl::from_versioned(&scalar.versioned).ndim() == 0);
}

void refused_here() {
  const auto refused = [](const char* code, const char* text, void (*change)(Foreign&), int line) {
    Foreign foreign;
    change(foreign);
    check_error([&] { dl::from_versioned(&foreign.versioned); }, code, text, __FILE__, line);
    CHECK(foreign.deleted == 1);
    if (foreign.versioned.version.major != 1 || foreign.versioned.flags) return;
    check_error([&] { dl::from_unversioned(foreign.older()); }, code, text, __FILE__, line);
    CHECK(foreign.deleted == 2);
  };
  const auto dtype = [](const char* text, void (*change)(Foreign&), int line) {
    Foreign foreign;
    change(foreign);
    check_error([&] { dl::from_versioned(&foreign.versioned); }, "ERR_DTYPE", text, __FILE__, line);
    CHECK(foreign.deleted == 1);
  };
  refused(
      "ERR_UNSUPPORTED", "DLPack 1.x but received one of 2.0",
      [](Foreign& f) {
        f.versioned.version = {2, 0};
      },
      __LINE__);
  refused(
      "ERR_UNSUPPORTED", "sub-byte", [](Foreign& f) { f.versioned.flags = dl::flag_subbyte_padded; },
      __LINE__);
  refused(
      "ERR_UNSUPPORTED", "device type 2", [](Foreign& f) { f.versioned.dl_tensor.device.type = 2; },
      __LINE__);
  refused(
      "ERR_SHAPE", "-1 dimensions", [](Foreign& f) { f.versioned.dl_tensor.ndim = -1; }, __LINE__);
  refused(
      "ERR_SHAPE", "64 bits", [](Foreign& f) { f.strides[0] = INT64_MAX; }, __LINE__);
  refused(
      "ERR_DISTRIBUTION", "size", [](Foreign& f) { f.shape[0] = -2; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "DAP-S1", [](Foreign& f) { f.versioned.dl_tensor.data = nullptr; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "DAP-S6", [](Foreign& f) { f.versioned.dl_tensor.byte_offset = 2; }, __LINE__);
  dtype(
      "float32x4", [](Foreign& f) { f.versioned.dl_tensor.dtype.lanes = 4; }, __LINE__);
  dtype(
      "int4",
      [](Foreign& f) {
        f.versioned.dl_tensor.dtype = {dl::code_int, 4, 1};
      },
      __LINE__);
  dtype(
      "float16",
      [](Foreign& f) {
        f.versioned.dl_tensor.dtype = {dl::code_float, 16, 1};
      },
      __LINE__);
  dtype(
      "type code 4",
      [](Foreign& f) {
        f.versioned.dl_tensor.dtype = {dl::code_bfloat, 16, 1};
      },
      __LINE__);
  dtype(
      "complex32",
      [](Foreign& f) {
        f.versioned.dl_tensor.dtype = {dl::code_complex, 32, 1};
      },
      __LINE__);
  dtype(
      "bool",
      [](Foreign& f) {
        f.versioned.dl_tensor.dtype = {dl::code_bool, 1, 1};
      },
      __LINE__);
}

}  // namespace

void dlpack() {
  there();
  there_and_back();
  refused_there();
  here();
  refused_here();
}

}  // namespace test
