#include "dap/ownership.h"

#include <cstdint>

namespace distarray {
namespace {

constexpr int32_t max_dimensions = 64;

// Addresses of the first byte of a section and of the one behind its last; equal when it is empty.
struct Range {
  uintptr_t first, after;
};

Range bytes_of(const dap_array& array) {
  const auto data = reinterpret_cast<uintptr_t>(array.data);
  int64_t low = 0, high = array.dtype.bits / 8;
  for (int32_t d = 0; d < array.ndim; ++d) {
    if (array.shape[d] <= 0) return {data, data};
    (array.strides[d] < 0 ? low : high) += (array.shape[d] - 1) * array.strides[d];
  }
  return {data + low, data + high};
}

bool shares_memory(const dap_array& a, const dap_array& b) {
  const Range x = bytes_of(a), y = bytes_of(b);
  return x.first < y.after && y.first < x.after;
}

}  // namespace

Problems problems_of_struct(const dap_array& out) {
  Problems found;
  if (out.layout != DAP_LAYOUT)
    return {"out->layout is " + std::to_string(out.layout) +
            ", not DAP_LAYOUT of dap.h, which the library was to be compiled with"};
  if (!out.release) found.push_back("out->release is NULL: the struct is a released one");
  if (out.ndim < 0 || out.ndim > max_dimensions)
    found.push_back("out->ndim is " + std::to_string(out.ndim) + ", not 0 to 64");
  if (out.ndim > 0 && (!out.shape || !out.strides || !out.dims))
    found.push_back("out->shape, out->strides or out->dims is NULL although out->ndim is " +
                    std::to_string(out.ndim));
  return found;
}

Problems problems_after_import(const dap_array& in, const Guard& guard, const dap_array& out) {
  Problems found = problems_of_struct(out);
  if (in.release) found.push_back("*in was neither moved nor released although the consumer returned 0");
  if (guard.releases() > 1)
    found.push_back("the producer's release was called " + std::to_string(guard.releases()) + " times");
  if (found.empty() && guard.releases() == 1 && shares_memory(in, out))
    found.push_back("the producer was released although out still refers to its memory");
  return found;
}

Problems problems_of_release(dap_array& out) {
  dap_release(&out);
  if (!out.release) return {};
  return {"out->release did not set release to NULL, by which a released struct is known"};
}

}  // namespace distarray
