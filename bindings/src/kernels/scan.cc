#include "kernels/scan.h"

#include <cstddef>

#include "common/addon.h"
#include "mpi/arguments.h"

namespace distarray::kernels {
namespace {

// The dimensions beside the axis, outermost first.
struct Other {
  std::int64_t extent, in_stride, out_stride;
};

struct Scan {
  ScanKernel kernel;
  ScanLine line;
  std::vector<Other> others;  // whose lines are numbered row-major; strides in bytes
  bool carries;
};

void run(const Scan& scan, std::size_t dim, const std::byte* in, std::byte* out, std::byte*& sums) {
  if (dim == scan.others.size()) {
    scan.kernel.line(in, out, scan.line, sums, scan.carries);
    sums += scan.kernel.size;
    return;
  }
  const Other& other = scan.others[dim];
  const auto size = static_cast<std::int64_t>(scan.kernel.size);
  const bool adjacent = other.in_stride == size && other.out_stride == size;
  if (dim + 1 == scan.others.size() && adjacent) {
    scan.kernel.lines(in, out, scan.line, sums, scan.carries, other.extent);
    sums += other.extent * size;
    return;
  }
  for (std::int64_t i = 0; i < other.extent; ++i)
    run(scan, dim + 1, in + i * other.in_stride, out + i * other.out_stride, sums);
}

// scan_memory(op, dtype, input, output, numbers, sums, carries): numbers are the number of dimensions, the
// axis, the byte where input and output begin, then the shape, the input's and the output's strides in bytes.
Napi::Value scan_memory(const Napi::CallbackInfo& info) {
  Scan scan;
  scan.kernel = scan_kernel(static_cast<ScanOp>(int_of(info[0])), static_cast<DType>(int_of(info[1])));
  if (!scan.kernel.line)
    throw NativeError("ERR_DTYPE",
                      "Expected numbers, and real ones for maximum and minimum, but received others");
  const auto numbers = integers_of(info[4]);
  const auto ndim = static_cast<std::size_t>(numbers[0]), axis = static_cast<std::size_t>(numbers[1]);
  const std::int64_t *shape = &numbers[4], *in_strides = shape + ndim, *out_strides = in_strides + ndim;
  scan.line = {shape[axis], in_strides[axis], out_strides[axis]};
  scan.carries = info[6].As<Napi::Boolean>().Value();
  for (std::size_t dim = 0; dim < ndim; ++dim) {
    if (dim == axis || shape[dim] == 1) continue;
    const Other next = {shape[dim], in_strides[dim], out_strides[dim]};
    // Two dimensions that are one in memory become one, for longer runs of adjacent lines.
    if (!scan.others.empty()) {
      Other& outer = scan.others.back();
      if (outer.in_stride == next.in_stride * next.extent &&
          outer.out_stride == next.out_stride * next.extent) {
        outer = {outer.extent * next.extent, next.in_stride, next.out_stride};
        continue;
      }
    }
    scan.others.push_back(next);
  }
  std::byte* sums = data_of(info[5]);
  run(scan, 0, data_of(info[2]) + numbers[2], data_of(info[3]) + numbers[3], sums);
  return info.Env().Undefined();
}

}  // namespace

void define_scan(Napi::Object exports) {
  define<scan_memory>(exports, "scan_memory");
}

}  // namespace distarray::kernels
