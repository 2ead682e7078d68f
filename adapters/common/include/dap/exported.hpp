// dap/exported.hpp - a dap_array over memory that a library made: what the adapters' exports have in common.
#pragma once
#include <dap/dap.h>

#include <complex>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

namespace dap {

// The dtype of a library's scalar type. One that the protocol has no name for does not compile.
template <class Scalar>
constexpr dap_dtype scalar_dtype() {
  constexpr bool is_real = std::is_same_v<Scalar, float> || std::is_same_v<Scalar, double>;
  constexpr bool is_complex =
      std::is_same_v<Scalar, std::complex<float>> || std::is_same_v<Scalar, std::complex<double>>;
  constexpr bool is_integer = std::is_integral_v<Scalar> && !std::is_same_v<Scalar, bool>;
  static_assert(is_real || is_complex || is_integer,
                "only vectors of float, double, their complex numbers and integers can be exported: the "
                "protocol has no dtype for this scalar type");
  const uint8_t code = is_complex                 ? DAP_COMPLEX
                       : is_real                  ? DAP_FLOAT
                       : std::is_signed_v<Scalar> ? DAP_INT
                                                  : DAP_UINT;
  return {code, static_cast<uint8_t>(8 * sizeof(Scalar)), 1};
}

// This rank's entries of a library's vector: one run of host memory, and which global indices it stands for.
struct VectorMemory {
  dap_dim dim{};
  int64_t n_local = 0;
  void* data = nullptr;
  dap_dtype dtype{};
  bool read_only = false;
  // The ranks that hold a copy of the whole vector each; none when it is distributed.
  dap_replica copies{0, 0};
  // What keeps all of it alive. The last reference may go on any rank at any time: its end must not
  // communicate.
  std::shared_ptr<const void> keep;
};

namespace detail {

struct ExportedVector {
  int64_t shape[1], strides[1];
  dap_dim dims[1];
  dap_replica copies;
  dap_extension extension;
  std::shared_ptr<const void> keep;
};

}  // namespace detail

// The dap_array of one rank. The caller owns it and calls release once, when nobody reads or writes the
// entries through it any more. Not collective.
inline dap_array export_memory(VectorMemory memory) {
  auto held = std::make_unique<detail::ExportedVector>();
  const int64_t item = memory.dtype.bits / 8;
  held->shape[0] = memory.n_local;
  held->strides[0] = item;
  held->dims[0] = memory.dim;
  held->copies = memory.copies;
  held->keep = std::move(memory.keep);
  dap_array array{};
  array.version[1] = 10;
  array.ndim = 1;
  array.dtype = memory.dtype;
  array.device = {DAP_DEVICE_CPU, 0};
  array.byte_order = item == 1 ? DAP_ORDER_NOT_APPLICABLE : DAP_ORDER_NATIVE;
  array.layout = DAP_LAYOUT;
  array.flags = memory.read_only ? DAP_FLAG_READ_ONLY : 0;
  array.data = memory.data;
  array.shape = held->shape;
  array.strides = held->strides;
  array.dims = held->dims;
  if (memory.copies.proc_grid_size > 0) {
    held->extension.n_replicated = 1;
    held->extension.replicated = &held->copies;
    array.extension = &held->extension;
  }
  array.private_data = held.release();
  array.release = [](dap_array* self) {
    delete static_cast<detail::ExportedVector*>(self->private_data);
    self->private_data = nullptr;
    self->release = nullptr;
  };
  return array;
}

// The dimension of a vector whose rank r has the entries after those of rank r - 1.
inline dap_dim block_dim(int64_t size, int64_t ranks, int64_t rank, int64_t start, int64_t n_local) {
  dap_dim dim{};
  dim.dist_type = 'b';
  dim.size = size;
  dim.proc_grid_size = ranks;
  dim.proc_grid_rank = rank;
  dim.start = start;
  dim.stop = start + n_local;
  dim.block_size = 1;
  return dim;
}

}  // namespace dap
