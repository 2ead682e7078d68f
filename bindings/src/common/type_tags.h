// Tags of the handles that cross between addons as External values. An External without the right tag is
// refused, so that JavaScript cannot make one addon read another's pointer as something it is not.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

inline constexpr napi_type_tag comm_tag = {0x6d61737472617931, 0xc0de0001a17b3d5e};
inline constexpr napi_type_tag dap_array_tag = {0x6d61737472617932, 0xc0de0002a17b3d5e};
inline constexpr napi_type_tag dlpack_tag = {0x6d61737472617934, 0xc0de0004a17b3d5e};
inline constexpr napi_type_tag request_tag = {0x6d61737472617933, 0xc0de0003a17b3d5e};
inline constexpr napi_type_tag dap_plugin_tag = {0x6d61737472617935, 0xc0de0005a17b3d5e};

}  // namespace distarray
