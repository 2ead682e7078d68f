// libdlpack_numpy.so: dap_array to and from DLPack for test/bindings/dlpack_numpy.py, which has NumPy on the
// other side.
#include <complex>
#include <cstring>
#include <dap/dlpack.hpp>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

int released = 0;
dap::Array taken;

// Elements 0, 1, 2, ... of one type, counted when they go.
template <class T>
struct Memory {
  std::vector<T> elements = std::vector<T>(24);
  Memory() {
    for (size_t i = 0; i < elements.size(); ++i) elements[i] = static_cast<T>(static_cast<float>(i));
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() { ++released; }
};

// A 4 x 6 section, row-major.
template <class T>
dap::Array whole() {
  auto memory = std::make_shared<Memory<T>>();
  return dap::Builder(memory->elements.data()).whole(4).whole(6).keep(memory).build();
}

dap::Array make(const char* kind) {
  const auto is = [kind](const char* name) { return std::strcmp(kind, name) == 0; };
  if (is("int8")) return whole<int8_t>();
  if (is("int16")) return whole<int16_t>();
  if (is("int32")) return whole<int32_t>();
  if (is("int64")) return whole<int64_t>();
  if (is("uint8")) return whole<uint8_t>();
  if (is("uint16")) return whole<uint16_t>();
  if (is("uint32")) return whole<uint32_t>();
  if (is("uint64")) return whole<uint64_t>();
  if (is("float32")) return whole<float>();
  if (is("float64")) return whole<double>();
  if (is("complex64")) return whole<std::complex<float>>();
  if (is("complex128")) return whole<std::complex<double>>();
  auto memory = std::make_shared<Memory<double>>();
  double* data = memory->elements.data();
  if (is("transposed")) return dap::Builder(data).whole(6).whole(4).strides({8, 48}).keep(memory).build();
  if (is("every other"))
    return dap::Builder(data + 1).whole(4).whole(3).strides({48, 16}).keep(memory).build();
  if (is("backwards")) return dap::Builder(data + 23).whole(24).strides({-8}).keep(memory).build();
  if (is("ghosts")) return dap::Builder(data).block(30, 3, 1, {1}).keep(memory).build();
  if (is("scalar")) return dap::Builder(data + 5).keep(memory).build();
  if (is("empty")) return dap::Builder(data).whole(0).whole(3).keep(memory).build();
  return {};
}

}  // namespace

// A tensor in the older form for a capsule named "dltensor"; null when `kind` is unknown.
EXPORT void* make_tensor(const char* kind) {
  dap::Array array = make(kind);
  return array ? dap::dlpack::to_unversioned(std::move(array)) : nullptr;
}
EXPORT void delete_tensor(dap::dlpack::ManagedTensor* tensor) {
  tensor->deleter(tensor);
}
EXPORT int released_count() {
  return released;
}

// Take a tensor over; 0, or 1 when it was refused.
EXPORT int take_tensor(dap::dlpack::ManagedTensor* tensor) {
  try {
    taken = dap::dlpack::from_unversioned(tensor);
    return 0;
  } catch (const dap::Error&) {
    return 1;
  }
}
EXPORT void* taken_data() {
  return taken->data;
}
EXPORT int taken_ndim() {
  return taken->ndim;
}
EXPORT int64_t taken_extent(int d) {
  return taken->shape[d];
}
EXPORT int64_t taken_stride(int d) {
  return taken->strides[d];
}
EXPORT int taken_code() {
  return taken->dtype.code;
}
EXPORT int taken_bits() {
  return taken->dtype.bits;
}
// Add one to each element of a float64 array.
EXPORT void taken_increment() {
  const auto view = taken.view<double, 2>();
  for (int64_t i = 0; i < view.extent(0); ++i)
    for (int64_t j = 0; j < view.extent(1); ++j) view(i, j) += 1;
}
EXPORT void taken_release() {
  taken.release();
}
EXPORT int taken_is_alive() {
  return static_cast<bool>(taken);
}
