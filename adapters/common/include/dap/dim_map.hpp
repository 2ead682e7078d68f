// dap/dim_map.hpp - the index map of one dimension, as every rank knows it after one gather.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/error.hpp>
#include <dap/section.hpp>
#include <string>
#include <utility>
#include <vector>

namespace dap {

// Where an index of one dimension lives: the owner's grid coordinate and the position in its section.
struct Place {
  int64_t coordinate;
  int64_t local;
};

// What one rank tells the others about one of its dimensions.
struct DimSection {
  int64_t start;  // 'b'; zero otherwise
  int64_t count;
  uint64_t hash;  // of the indices ('u'); zero otherwise

  bool operator==(const DimSection& other) const {
    return start == other.start && count == other.count && hash == other.hash;
  }
  bool operator!=(const DimSection& other) const { return !(*this == other); }
};

inline constexpr uint64_t hash_seed = 14695981039346656037u;  // FNV-1a, 64 bit

inline uint64_t hash_step(uint64_t hash, int64_t value) {
  return (hash ^ static_cast<uint64_t>(value)) * 1099511628211u;
}

inline DimSection section_of(const dap_dim& dim, int64_t extent) {
  DimSection section{dim.dist_type == 'b' ? dim.start : 0, extent, 0};
  if (dim.dist_type == 'u') {
    section.hash = hash_seed;
    for (int64_t i = 0; i < extent; ++i) section.hash = hash_step(section.hash, index_at(dim, i));
  }
  return section;
}

// One dimension over all its grid coordinates.
class DimMap {
 public:
  // `sections[k]` belongs to grid coordinate k. An Error when they do not cover the dimension once.
  DimMap(const dap_dim& dim, int32_t number, std::vector<DimSection> sections)
      : _dim(dim), _sections(std::move(sections)) {
    int64_t at = 0;
    for (const DimSection& section : _sections) {
      if (dim.dist_type == 'b' && section.start != at)
        throw Error("ERR_DISTRIBUTION", "The blocks of dimension " + std::to_string(number) +
                                            " do not meet: " + "expected one to start at " +
                                            std::to_string(at) + " but it starts at " +
                                            std::to_string(section.start));
      at += section.count;
    }
    if (at != dim.size)
      throw Error("ERR_DISTRIBUTION", "The sections of dimension " + std::to_string(number) + " hold " +
                                          std::to_string(at) + " entries in total but its size is " +
                                          std::to_string(dim.size));
  }

  int64_t count(int64_t coordinate) const { return _sections[static_cast<size_t>(coordinate)].count; }
  const dap_dim& dim() const { return _dim; }

  // Owner of global index `g` of a 'b' or 'c' dimension; 0 <= g < size.
  Place locate(int64_t g) const {
    if (_dim.dist_type == 'c') return {cyclic_owner(_dim, g), cyclic_local(_dim, g)};
    // The last section that starts at or before g: empty ones before it start there too.
    const auto after = std::upper_bound(_sections.begin(), _sections.end(), g,
                                        [](int64_t index, const DimSection& s) { return index < s.start; });
    return {after - _sections.begin() - 1, g - (after - 1)->start};
  }

 private:
  dap_dim _dim;
  std::vector<DimSection> _sections;
};

}  // namespace dap
