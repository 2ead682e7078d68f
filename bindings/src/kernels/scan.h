// Running sums, products, maxima and minima along one axis of a strided array.
#pragma once
#include <cstdint>
#include <vector>

#include "common/dtype.h"
#include "common/napi_setup.h"

namespace distarray::kernels {

enum class ScanOp : int { add, multiply, maximum, minimum };

// Lines of `length` elements. Strides in bytes.
struct ScanLine {
  std::int64_t length, in_stride, out_stride;
};

// What one scan does with the memory of lines. `sum` is the running value of each line: read when `carries`,
// else set by the first element; it holds the total afterwards.
struct ScanKernel {
  // one line
  void (*line)(const std::byte* in, std::byte* out, const ScanLine& line, void* sum, bool carries);
  // `count` lines that lie side by side without gaps
  void (*lines)(const std::byte* in, std::byte* out, const ScanLine& line, void* sum, bool carries,
                std::int64_t count);
  std::size_t size;  // of an element
};

// The kernel of a dtype; one without functions when there is none (complex numbers have no order).
ScanKernel scan_kernel(ScanOp op, DType dtype);

void define_scan(Napi::Object exports);

}  // namespace distarray::kernels
