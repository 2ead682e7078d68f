// A random distributed array, the same on every rank, with its truth by enumeration.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace test {

using Random = std::mt19937;

inline int64_t below(Random& random, int64_t n) {
  return std::uniform_int_distribution<int64_t>(0, n - 1)(random);
}

struct RandomDim {
  char type;
  int64_t size, grid, block_size;
  std::vector<std::vector<int64_t>> owned;  // [grid] global indices by local position
};

// Blocks with random cuts (empty ones too), block-cyclic, or a random deal of the indices.
inline RandomDim random_dim(Random& random, int64_t grid) {
  RandomDim dim{"bcu"[below(random, 3)], below(random, 12), grid, 1 + below(random, 3), {}};
  dim.owned.resize(static_cast<size_t>(grid));
  std::vector<int64_t> owner(static_cast<size_t>(dim.size));
  for (int64_t g = 0; g < dim.size; ++g)
    owner[static_cast<size_t>(g)] = dim.type == 'c' ? g / dim.block_size % grid : below(random, grid);
  if (dim.type == 'b') std::sort(owner.begin(), owner.end());
  for (int64_t g = 0; g < dim.size; ++g)
    dim.owned[static_cast<size_t>(owner[static_cast<size_t>(g)])].push_back(g);
  if (dim.type == 'u')
    for (auto& indices : dim.owned) std::shuffle(indices.begin(), indices.end(), random);
  return dim;
}

struct RandomArray {
  std::vector<RandomDim> dims;

  // `ranks` is split at random over 1 to 3 dimensions.
  RandomArray(Random& random, int64_t ranks) {
    const int64_t ndim = 1 + below(random, 3);
    for (int64_t d = 0; d < ndim; ++d) {
      int64_t grid = ranks;
      if (d < ndim - 1) do
          grid = 1 + below(random, ranks);
        while (ranks % grid != 0);
      ranks /= grid;
      dims.push_back(random_dim(random, grid));
    }
  }

  std::string name() const {
    std::string text;
    for (const RandomDim& dim : dims)
      text += std::string(text.empty() ? "" : " x ") + dim.type + std::to_string(dim.size) + "/" +
              std::to_string(dim.grid);
    return text;
  }

  std::vector<int64_t> coordinates(int64_t rank) const {
    std::vector<int64_t> coordinates(dims.size());
    for (size_t d = dims.size(); d-- > 0;) {
      coordinates[d] = rank % dims[d].grid;
      rank /= dims[d].grid;
    }
    return coordinates;
  }

  // Flat global indices of a rank's entries, as they lie in its row-major buffer.
  std::vector<int64_t> own(int64_t rank) const {
    std::vector<int64_t> flat = {0};
    const auto at = coordinates(rank);
    for (size_t d = 0; d < dims.size(); ++d) {
      std::vector<int64_t> next;
      for (const int64_t base : flat)
        for (const int64_t g : dims[d].owned[static_cast<size_t>(at[d])])
          next.push_back(base * dims[d].size + g);
      flat = std::move(next);
    }
    return flat;
  }

  int64_t size() const {
    int64_t n = 1;
    for (const RandomDim& dim : dims) n *= dim.size;
    return n;
  }
};

// One rank's section of it, as a dap_array. Not copied: the array points into it.
struct RandomSection {
  std::vector<int64_t> shape, strides;
  std::vector<dap_dim> dims;
  std::vector<std::vector<int32_t>> short_indices;
  std::vector<std::vector<int64_t>> long_indices;
  std::vector<double> data;
  dap_array array{};

  RandomSection(const RandomArray& whole, int64_t rank)
      : short_indices(whole.dims.size()), long_indices(whole.dims.size()) {
    const auto at = whole.coordinates(rank);
    for (size_t d = 0; d < whole.dims.size(); ++d) {
      const RandomDim& from = whole.dims[d];
      const auto& owned = from.owned[static_cast<size_t>(at[d])];
      dap_dim dim{};
      dim.dist_type = from.type;
      dim.size = from.size;
      dim.proc_grid_size = from.grid;
      dim.proc_grid_rank = at[d];
      dim.block_size = from.type == 'c' ? from.block_size : 1;
      if (from.type == 'b') {
        for (int64_t k = 0; k < at[d]; ++k)
          dim.start += static_cast<int64_t>(from.owned[static_cast<size_t>(k)].size());
        dim.stop = dim.start + static_cast<int64_t>(owned.size());
      } else if (from.type == 'c') {
        dim.start = at[d] * from.block_size;
      } else {
        short_indices[d].assign(owned.begin(), owned.end());
        long_indices[d] = owned;
        dim.index_bits = from.size % 2 ? 32 : 64;
        dim.n_indices = static_cast<int64_t>(owned.size());
        if (dim.index_bits == 32)
          dim.indices = short_indices[d].data();
        else
          dim.indices = long_indices[d].data();
      }
      dims.push_back(dim);
      shape.push_back(static_cast<int64_t>(owned.size()));
    }
    strides.resize(shape.size());
    int64_t n = 1;
    for (size_t d = shape.size(); d-- > 0;) {
      strides[d] = n * static_cast<int64_t>(sizeof(double));
      n *= shape[d];
    }
    data.resize(static_cast<size_t>(n));
    array.version[1] = 10;
    array.ndim = static_cast<int32_t>(shape.size());
    array.dtype = {DAP_FLOAT, 64, 1};
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = DAP_ORDER_NATIVE;
    array.data = data.data();
    array.shape = shape.data();
    array.strides = strides.data();
    array.dims = dims.data();
    array.release = [](dap_array* self) { self->release = nullptr; };
  }
  RandomSection(const RandomSection&) = delete;
  RandomSection& operator=(const RandomSection&) = delete;
};

}  // namespace test
