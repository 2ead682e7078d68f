// Memory from the operating system, for the pool.
#pragma once
#include <cstddef>

namespace distarray {

// The size class of a request: the next of four steps per power of two, at least 64; 0 when it overflows.
size_t size_class(size_t bytes);

// Memory of one size class, aligned to 64 bytes; nullptr when there is none.
void* take_from_system(size_t capacity);
void give_to_system(void* base, size_t capacity);

// Whether fresh memory of this class is zero already.
bool arrives_zeroed(size_t capacity);

// A sixteenth of the physical memory, or DISTARRAY_POOL_BYTES.
size_t default_pool_limit();

}  // namespace distarray
