// dap/dlpack/abi.hpp - the structs of DLPack 1.x, bit for bit, so that its header is not needed.
//
// They have names of their own: a program that includes dlpack.h as well casts between DLManagedTensor* and
// dap::dlpack::ManagedTensor*. source: dmlc/dlpack, include/dlpack/dlpack.h.
#pragma once
#include <dap/dap.h>

#include <cstddef>
#include <cstdint>

namespace dap::dlpack {

// dap.h has DLPack's numbers.
inline constexpr int32_t cpu = DAP_DEVICE_CPU;
inline constexpr uint8_t code_int = DAP_INT, code_uint = DAP_UINT, code_float = DAP_FLOAT, code_bfloat = 4,
                         code_complex = DAP_COMPLEX, code_bool = DAP_BOOL;
inline constexpr uint64_t flag_read_only = DAP_FLAG_READ_ONLY, flag_is_copied = DAP_FLAG_COPIED,
                          flag_subbyte_padded = 4;

struct Tensor {  // DLTensor
  void* data;
  dap_device device;  // DLDevice
  int32_t ndim;
  dap_dtype dtype;       // DLDataType
  int64_t* shape;        // [ndim]
  int64_t* strides;      // [ndim] in elements; may be null before 1.2: row-major without gaps
  uint64_t byte_offset;  // from data to the first element
};

struct ManagedTensor {  // DLManagedTensor: the older form, in a capsule named "dltensor"
  Tensor dl_tensor;
  void* manager_ctx;
  void (*deleter)(ManagedTensor*);
};

struct Version {  // DLPackVersion
  uint32_t major;
  uint32_t minor;
};

struct ManagedTensorVersioned {  // DLManagedTensorVersioned, in a capsule named "dltensor_versioned"
  Version version;
  void* manager_ctx;
  void (*deleter)(ManagedTensorVersioned*);
  uint64_t flags;
  Tensor dl_tensor;
};

inline constexpr Version version = {1, 0};  // the first with flags; later minors only add

static_assert(sizeof(void*) != 8 ||
                  (sizeof(Tensor) == 48 && offsetof(Tensor, shape) == 24 &&
                   offsetof(Tensor, byte_offset) == 40 && sizeof(ManagedTensor) == 64 &&
                   sizeof(ManagedTensorVersioned) == 80 && offsetof(ManagedTensorVersioned, dl_tensor) == 32),
              "DLPack's layout on 64-bit machines");

}  // namespace dap::dlpack
