#include <algorithm>
#include <complex>
#include <dap/access.hpp>
#include <numeric>
#include <type_traits>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"
#include "section.hpp"

namespace test {
namespace {

static_assert(std::is_trivially_copyable_v<dap::View<double, 3>>, "a view is copied like a pointer");
static_assert(std::is_convertible_v<dap::View<int, 1>, dap::View<const int, 1>>);
static_assert(!std::is_convertible_v<dap::View<const int, 1>, dap::View<int, 1>>);
static_assert(dap::dtype_of<bool>().code == DAP_BOOL && dap::dtype_of<int8_t>().code == DAP_INT &&
              dap::dtype_of<uint64_t>().code == DAP_UINT && dap::dtype_of<uint64_t>().bits == 64 &&
              dap::dtype_of<float>().code == DAP_FLOAT &&
              dap::dtype_of<std::complex<double>>().code == DAP_COMPLEX &&
              dap::dtype_of<std::complex<double>>().bits == 128);

// Every element of every slice of a reversed, transposed view is the one that plain arithmetic finds.
void strided() {
  std::vector<int> memory(60);
  std::iota(memory.begin(), memory.end(), 0);
  // Extents 3 x 4 x 5 with the last dimension slowest, and the first one backwards.
  const dap::View<int, 3> view(memory.data() + 2, {3, 4, 5}, {-4, 12, 48});
  CHECK(view.size() == 60 && !view.is_contiguous());
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 4; ++j)
      for (int k = 0; k < 5; ++k) CHECK(view(i, j, k) == 2 - i + 3 * j + 12 * k);
  const auto part = view.slice(0, 1, 3).slice(2, 2, 4);
  CHECK(part.extents() == (std::array<int64_t, 3>{2, 4, 2}));
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 4; ++j)
      for (int k = 0; k < 2; ++k) CHECK(&part(i, j, k) == &view(i + 1, j, k + 2));
  part(1, 3, 1) = -7;
  CHECK(view(2, 3, 3) == -7);
  CHECK_ERROR("ERR_UNSUPPORTED", "contiguous", view.span());
  CHECK_ERROR("ERR_SELECTION", "dimension 1", view.slice(1, 0, 5));
  CHECK_ERROR("ERR_SELECTION", "[2, 1)", view.slice(1, 2, 1));
  CHECK_ERROR("ERR_SELECTION", "dimension 3", view.slice(3, 0, 0));
}

void contiguous() {
  std::vector<double> memory(24);
  std::iota(memory.begin(), memory.end(), 0.0);
  const dap::View<double, 3> view(memory.data(), {2, 3, 4});
  CHECK(view.byte_strides() == (std::array<int64_t, 3>{96, 32, 8}));
  const auto span = view.span();
  CHECK(span.data() == memory.data() && span.size() == 24 && !span.empty() && span[23] == 23);
  CHECK(std::accumulate(span.begin(), span.end(), 0.0) == 276);
  CHECK(view.slice(0, 1, 2).span().data() == memory.data() + 12);
  CHECK(view.slice(1, 1, 2).slice(0, 0, 1).is_contiguous());
  CHECK(!view.slice(1, 1, 2).is_contiguous() && !view.slice(2, 0, 2).is_contiguous());
  CHECK(view.slice(2, 4, 4).span().empty());
  const dap::View<const double, 3> readable = view;
  CHECK(readable.data() == view.data() && &readable(1, 2, 3) == &memory[23]);
  double one = 5;
  const dap::View<double, 0> scalar(&one, {});
  CHECK(scalar.size() == 1 && scalar() == 5 && scalar.span().size() == 1);
}

template <class Change>
void refused(const char* code, const char* text, Change change, int line) {
  Section section;
  change(section);
  check_error([&] { dap::view<double, 2>(section.array); }, code, text, __FILE__, line);
}

void access() {
  Section good;
  const auto view = dap::view<double, 2>(good.array);
  CHECK(view.span().data() == good.data && &view(1, 2) == good.data + 5);
  CHECK_ERROR("ERR_DTYPE", "Expected float32 elements but received float64",
              (dap::view<float, 2>(good.array)));
  CHECK_ERROR("ERR_DTYPE", "int64", (dap::view<int64_t, 2>(good.array)));
  CHECK_ERROR("ERR_SHAPE", "3 dimensions but received 2", (dap::view<double, 3>(good.array)));
  refused(
      "ERR_USE_AFTER_FREE", "released", [](Section& s) { dap_release(&s.array); }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "layout 3", [](Section& s) { s.array.layout = 3; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "device type 2", [](Section& s) { s.array.device.type = 2; }, __LINE__);
  refused(
      "ERR_DTYPE", "float64x2", [](Section& s) { s.array.dtype.lanes = 2; }, __LINE__);
  refused(
      "ERR_DTYPE", "byte order", [](Section& s) { s.array.byte_order = 3 - DAP_ORDER_NATIVE; }, __LINE__);
  refused(
      "ERR_PROTOCOL", "NULL", [](Section& s) { s.array.data = nullptr; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "aligned", [](Section& s) { s.strides[0] = 20; }, __LINE__);
  refused(
      "ERR_UNSUPPORTED", "aligned", [](Section& s) { s.array.data = reinterpret_cast<char*>(s.data) + 1; },
      __LINE__);
  refused(
      "ERR_UNSUPPORTED", "view it as const", [](Section& s) { s.array.flags = DAP_FLAG_READ_ONLY; },
      __LINE__);
  Section readable;
  readable.array.flags = DAP_FLAG_READ_ONLY;
  CHECK(dap::view<const double, 2>(readable.array)(1, 1) == 4);
  Section empty;
  empty.shape[1] = 0;
  empty.array.data = nullptr;
  CHECK(dap::view<double, 2>(empty.array).span().empty());
}

// Ghosts at cuts are left out, boundary padding at the ends of the grid is owned.
void own_part() {
  Section section;
  section.dims[1].proc_grid_size = 3;
  section.dims[1].proc_grid_rank = 1;
  section.dims[1].padding[0] = section.dims[1].padding[1] = 1;
  CHECK(dap::own_view<double, 2>(section.array).extents() == (std::array<int64_t, 2>{2, 1}));
  CHECK(&dap::own_view<double, 2>(section.array)(1, 0) == section.data + 4);
  section.dims[1].proc_grid_rank = 0;
  CHECK(dap::own_view<double, 2>(section.array).extents() == (std::array<int64_t, 2>{2, 2}));
  CHECK(dap::own_view<double, 2>(section.array).data() == section.data);
  section.dims[1].proc_grid_size = 1;
  CHECK(dap::own_view<double, 2>(section.array).extents() == (std::array<int64_t, 2>{2, 3}));
}

}  // namespace

void views() {
  strided();
  contiguous();
  access();
  own_part();
}

}  // namespace test
