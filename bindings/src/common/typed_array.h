// What Node-API does not say of a typed array.
#pragma once
#include <node_api.h>

#include <cstddef>

namespace distarray {

// Bytes of one entry of a typed array.
inline std::size_t bytes_per_entry(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    default:
      return 8;
  }
}

}  // namespace distarray
