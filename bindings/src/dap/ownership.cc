#include "dap/ownership.h"

namespace distarray {
namespace {

constexpr int32_t max_dimensions = 64;

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
  if (found.empty() && guard.releases() == 1 && guard.is_used_by(out))
    found.push_back("the producer was released although out still refers to its memory");
  return found;
}

Problems problems_of_release(dap_array& out) {
  dap_release(&out);
  if (!out.release) return {};
  return {"out->release did not set release to NULL, by which a released struct is known"};
}

}  // namespace distarray
