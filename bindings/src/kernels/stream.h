// Writing past the caches: for results that are too long to be still there when somebody reads them.
// Otherwise the processor reads each cache line of the memory before it writes there, which is a third more
// to move for a + b.
#pragma once
#include <cstddef>
#include <cstdint>

namespace distarray::kernels {

// Copy bytes; `from` and `to` do not overlap.
void stream(const std::byte* from, std::byte* to, std::int64_t bytes);

// Let other threads and processes see what was streamed before anything that is written from now on.
void end_streams();

}  // namespace distarray::kernels
