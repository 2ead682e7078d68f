#include "dap/checksum.h"

#include <dap/dap.h>

#include <vector>

#include "common/addon.h"
#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {
namespace {

class Sum {
 public:
  void add(uint32_t value) { _value = _value * 31 + value; }
  uint32_t value() const { return _value; }

 private:
  uint32_t _value = 0;
};

void add_elements(Sum& sum, const dap_array& array) {
  const auto ndim = static_cast<size_t>(array.ndim);
  for (size_t d = 0; d < ndim; ++d)
    if (array.shape[d] == 0) return;
  const int64_t item = array.dtype.bits / 8;
  const auto* element = static_cast<const uint8_t*>(array.data);
  std::vector<int64_t> index(ndim, 0);
  for (;;) {
    for (int64_t byte = 0; byte < item; ++byte) sum.add(element[byte]);
    size_t d = ndim;
    while (d > 0) {
      --d;
      // Never past the last element: the stride of a dimension of extent 1 may be any number.
      if (index[d] + 1 < array.shape[d]) {
        element += array.strides[d];
        ++index[d];
        break;
      }
      element -= array.strides[d] * index[d];
      index[d] = 0;
      if (d == 0) return;
    }
    if (ndim == 0) return;
  }
}

template <class Index>
void add_indices(Sum& sum, const dap_dim& dim) {
  const auto* indices = static_cast<const Index*>(dim.indices);
  for (int64_t i = 0; i < dim.n_indices; ++i) {
    const auto index = static_cast<uint64_t>(static_cast<int64_t>(indices[i]));
    sum.add(static_cast<uint32_t>(index));
    sum.add(static_cast<uint32_t>(index >> 32));
  }
}

// dap_array -> dap_array_checksum(handle): number
// Reads every element, in row-major order, then every index: a sanitizer sees the reads. A UseAfterFreeError
// once the struct was released or moved away.
Napi::Value dap_array_checksum(const Napi::CallbackInfo& info) {
  const auto& array = unwrap_handle<dap_array>(info[0], dap_array_tag, "a dap_array");
  if (!array.release)
    throw NativeError("ERR_USE_AFTER_FREE", "Expected a live dap_array but received one that was released");
  Sum sum;
  add_elements(sum, array);
  for (int32_t d = 0; d < array.ndim; ++d) {
    if (array.dims[d].dist_type != 'u') continue;
    if (array.dims[d].index_bits == 32) add_indices<int32_t>(sum, array.dims[d]);
    if (array.dims[d].index_bits == 64) add_indices<int64_t>(sum, array.dims[d]);
  }
  return Napi::Number::New(info.Env(), sum.value());
}

}  // namespace

void define_dap_checksum(Napi::Object exports) {
  define<dap_array_checksum>(exports, "dap_array_checksum");
}

}  // namespace distarray
