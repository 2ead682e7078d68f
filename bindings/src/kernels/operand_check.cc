#include "kernels/operand_check.h"

#include <algorithm>
#include <string>

#include "common/native_error.h"

namespace distarray::kernels {
namespace {

// Of what must be aligned: an element, or a part of a complex one.
std::int64_t component_size(DType dtype) {
  const bool is_complex = dtype == DType::complex64 || dtype == DType::complex128;
  return item_size(dtype) / (is_complex ? 2 : 1);
}

[[noreturn]] void refuse_alignment(const Operand& operand, const std::string& name) {
  throw NativeError("ERR_ARGUMENT", "Expected an address and strides of whole " +
                                        std::to_string(component_size(operand.dtype)) + "-byte parts of " +
                                        dtype_name(operand.dtype) + " for " + name +
                                        " but received others; copy it first");
}

}  // namespace

void place(Operand& operand, std::byte* view, std::int64_t bytes, std::int64_t offset,
           const std::vector<std::int64_t>& shape, const char* list, std::size_t position) {
  const auto name = [&] { return std::string(list) + "[" + std::to_string(position) + "]"; };
  operand.data = view;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return;
  const std::int64_t part = component_size(operand.dtype);
  std::int64_t first = offset, last = offset;
  bool overflows = false;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == 1) continue;
    if (operand.strides[d] % part != 0) refuse_alignment(operand, name());
    std::int64_t reach = 0;
    overflows |= __builtin_mul_overflow(operand.strides[d], shape[d] - 1, &reach);
    std::int64_t& end = reach < 0 ? first : last;
    overflows |= __builtin_add_overflow(end, reach, &end);
  }
  if (overflows || first < 0 || last > bytes - operand.item)
    throw NativeError("ERR_SHAPE",
                      "Expected elements within a view of " + std::to_string(bytes) + " bytes for " + name() +
                          " but received an offset, shape and strides that reach beyond it; check all three");
  if ((reinterpret_cast<std::uintptr_t>(view) + static_cast<std::uintptr_t>(offset)) %
          static_cast<std::uintptr_t>(part) !=
      0)
    refuse_alignment(operand, name());
  operand.data = view + offset;
}

}  // namespace distarray::kernels
