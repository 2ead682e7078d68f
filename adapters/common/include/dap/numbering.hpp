// dap/numbering.hpp - do two arrays give the library's indices the same meaning?
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <cstring>
#include <dap/dimension.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dap {

// Which global index each local position of an array stands for: its shape and dimension dictionaries,
// copied, without the data.
class Numbering {
 public:
  explicit Numbering(const dap_array& like)
      : _shape(like.shape, like.shape + like.ndim), _dims(like.dims, like.dims + like.ndim) {
    _indices.reserve(_dims.size());
    for (auto& dim : _dims) {
      const auto* bytes = static_cast<const char*>(dim.indices);
      const size_t size = bytes ? static_cast<size_t>(dim.n_indices) * dim.index_bits / 8 : 0;
      _indices.emplace_back(bytes, bytes + size);
      dim.indices = _indices.back().data();
    }
  }
  // One dimension of n entries in blocks: this rank has start, ..., start + n_local - 1.
  static std::shared_ptr<const Numbering> block(int64_t n, int64_t start, int64_t n_local) {
    dap_dim dim{};
    dim.dist_type = 'b';
    dim.size = n;
    dim.start = start;
    dim.stop = start + n_local;
    dap_array like{};
    like.ndim = 1;
    like.shape = &n_local;
    like.dims = &dim;
    return std::make_shared<const Numbering>(like);
  }
  Numbering(const Numbering&) = delete;
  Numbering& operator=(const Numbering&) = delete;

  // On this rank, does each local position of `other` have the global index it has here? Not collective.
  bool same_as(const dap_array& other) const {
    if (same_dims(other)) return true;
    // Differently described, but one run of the row-major flat order in both: a matrix read from a file has
    // one dimension, the array it is applied to may have several.
    const auto ours = flat_start(_shape.data(), _dims.data(), static_cast<int32_t>(_dims.size()));
    const auto theirs = flat_start(other.shape, other.dims, other.ndim);
    return ours && theirs && *ours == *theirs;
  }

 private:
  static bool same_indices(const dap_dim& a, const dap_dim& b) {
    if (a.n_indices != b.n_indices) return false;
    if (a.n_indices == 0) return true;
    if (a.index_bits == b.index_bits)
      return std::memcmp(a.indices, b.indices, static_cast<size_t>(a.n_indices) * a.index_bits / 8) == 0;
    for (int64_t k = 0; k < a.n_indices; ++k)
      if (index_at(a, k) != index_at(b, k)) return false;
    return true;
  }

  static bool same_dim(const dap_dim& a, const dap_dim& b) {
    if (a.dist_type != b.dist_type || a.size != b.size || a.proc_grid_size != b.proc_grid_size ||
        a.proc_grid_rank != b.proc_grid_rank)
      return false;
    if (a.dist_type == 'u') return same_indices(a, b);
    if (a.dist_type == 'c') return a.start == b.start && a.block_size == b.block_size;
    return a.start == b.start && a.stop == b.stop;
  }

  bool same_dims(const dap_array& other) const {
    if (static_cast<size_t>(other.ndim) != _dims.size()) return false;
    for (size_t d = 0; d < _dims.size(); ++d)
      if (!same_dim(_dims[d], other.dims[d])) return false;
    return true;
  }

  // Flat index of the first entry when the local entries are consecutive in flat order; 0 when there are
  // none.
  static std::optional<int64_t> flat_start(const int64_t* shape, const dap_dim* dims, int32_t ndim) {
    int64_t start = 0, local = 1;
    bool cut = false;  // a dimension of several entries came before: the ones after it must be whole
    for (int32_t d = 0; d < ndim; ++d) {
      local *= shape[d];
      const bool whole = shape[d] == dims[d].size && dims[d].dist_type != 'u';
      if (!whole && (cut || dims[d].dist_type != 'b')) return std::nullopt;
      start = start * dims[d].size + (whole ? 0 : dims[d].start);
      cut = cut || shape[d] > 1;
    }
    return local == 0 ? 0 : start;
  }

  std::vector<int64_t> _shape;
  std::vector<dap_dim> _dims;
  std::vector<std::vector<char>> _indices;
};

}  // namespace dap
