// dap/map/checks.hpp - what the dimension maps refuse.
#pragma once
#include <cstdint>
#include <dap/error.hpp>
#include <string>
#include <vector>

namespace dap::detail {

// A list as messages show it, shortened when long.
inline std::string text_of_list(const std::vector<int64_t>& list) {
  std::string text;
  for (size_t k = 0; k < list.size() && k < 8; ++k) text += (k ? ", " : "") + std::to_string(list[k]);
  return "[" + text + (list.size() > 8 ? ", ...] of length " + std::to_string(list.size()) : "]");
}

inline void require_count(int64_t value, int64_t least, const char* name) {
  if (value < least)
    throw Error("ERR_DISTRIBUTION", "Expected an integer, at least " + std::to_string(least) + ", for " +
                                        name + " but received " + std::to_string(value));
}

inline void check_rank(int64_t rank, int64_t grid_size) {
  if (rank < 0 || rank >= grid_size)
    throw Error("ERR_ARGUMENT", "Expected an integer from 0 to " + std::to_string(grid_size - 1) +
                                    " for rank but received " + std::to_string(rank));
}

inline void check_index(int64_t index, int64_t size, const char* name) {
  if (index < 0 || index >= size)
    throw Error("ERR_SELECTION", (size == 0 ? std::string("Expected no index into an empty range")
                                            : "Expected an integer from 0 to " + std::to_string(size - 1)) +
                                     " for " + name + " but received " + std::to_string(index));
}

[[noreturn]] inline void not_held(int64_t rank, int64_t index) {
  throw Error("ERR_SELECTION", "Expected a global index that process " + std::to_string(rank) +
                                   " holds but received " + std::to_string(index));
}

}  // namespace dap::detail
