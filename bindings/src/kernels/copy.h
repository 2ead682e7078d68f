// Elements between strided memory and tile buffers.
#pragma once
#include <cstddef>
#include <cstdint>

namespace distarray::kernels {

// n elements of `item` bytes from memory with a stride into adjacent ones; a stride of 0 repeats one element.
void gather(const std::byte* from, std::int64_t stride, std::int64_t item, std::int64_t n, std::byte* to);

// n adjacent elements into memory with a stride.
void scatter(const std::byte* from, std::byte* to, std::int64_t stride, std::int64_t item, std::int64_t n);

// start, start + step, ... into n adjacent int64.
void count_up(std::int64_t start, std::int64_t step, std::int64_t n, std::byte* to);

}  // namespace distarray::kernels
