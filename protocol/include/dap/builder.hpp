// dap/builder.hpp - describe memory that exists already as this process's section of a distributed array.
//
// clang-format off
//   dap::Array u = dap::Builder(cells->data())    // row-major, ghosts included
//                      .block(nx, px, cx, {1})    // nx entries over px processes, one ghost at each cut
//                      .block(ny, py, cy, {1})
//                      .keep(cells)               // a shared_ptr: let go when the array is released
//                      .build();
// clang-format on
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/array.hpp>
#include <dap/building/holder.hpp>
#include <dap/dimension.hpp>
#include <dap/dtype.hpp>
#include <dap/error.hpp>
#include <dap/map/block.hpp>
#include <dap/map/cyclic.hpp>
#include <dap/strides.hpp>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace dap {

// Each call that names a dimension adds the next one; local extents follow from it. Copies no elements.
class Builder {
 public:
  // `data` is element (0, ..., 0), and of const type when consumers must not write. May be null when the
  // section is empty.
  template <class T>
  explicit Builder(T* data)
      : Builder(dtype_of<std::remove_const_t<T>>(), const_cast<std::remove_const_t<T>*>(data)) {
    if constexpr (std::is_const_v<T>) read_only();
  }
  Builder(dap_dtype dtype, void* data) : _holder(std::make_unique<detail::Holder>()) {
    _array.version[1] = 10;
    _array.dtype = dtype;
    _array.device = {DAP_DEVICE_CPU, 0};
    _array.byte_order = native_order(dtype);
    _array.data = data;
  }

  // `size` entries in even blocks over `grid_size` processes, of which this is `grid_rank`.
  Builder& block(int64_t size, int64_t grid_size, int64_t grid_rank, BlockOptions options = {}) {
    return dimension(BlockMap::even(size, grid_size, std::move(options)).dim(grid_rank));
  }
  // `size` entries in blocks of `block_size`, dealt in turn.
  Builder& cyclic(int64_t size, int64_t grid_size, int64_t grid_rank, int64_t block_size = 1) {
    return dimension(CyclicMap(size, grid_size, block_size).dim(grid_rank));
  }
  // The global index of each local position. The list is moved in. Say `one_to_one` when no other process has
  // any of them.
  template <class Integer>
  Builder& unstructured(int64_t size, int64_t grid_size, int64_t grid_rank, std::vector<Integer> indices,
                        bool one_to_one) {
    auto kept = std::make_shared<std::vector<Integer>>(std::move(indices));
    holder().owners.push_back(kept);
    return unstructured(size, grid_size, grid_rank, kept->data(), static_cast<int64_t>(kept->size()),
                        one_to_one);
  }
  // The same over a list that stays where it is until the array is released; see keep.
  template <class Integer>
  Builder& unstructured(int64_t size, int64_t grid_size, int64_t grid_rank, const Integer* indices, int64_t n,
                        bool one_to_one) {
    static_assert(std::is_integral_v<Integer> && std::is_signed_v<Integer> &&
                      (sizeof(Integer) == 4 || sizeof(Integer) == 8),
                  "dap.h has indices of 32 and 64 bits, signed");
    dap_dim dim{};
    dim.dist_type = 'u';
    dim.one_to_one = one_to_one;
    dim.index_bits = 8 * sizeof(Integer);
    dim.size = size;
    dim.proc_grid_size = grid_size;
    dim.proc_grid_rank = grid_rank;
    dim.block_size = 1;
    dim.n_indices = n;
    dim.indices = indices;
    return dimension(dim);
  }
  // A dimension that is not distributed.
  Builder& whole(int64_t size) { return block(size, 1, 0); }
  // Any dimension, e.g. map.dim(rank) of irregular blocks. Lists of indices are not copied: an
  // UnstructuredMap must outlive the array.
  Builder& dimension(const dap_dim& dim) {
    holder().dims.push_back(dim);
    return *this;
  }

  // Strides in bytes, one per dimension, when the section is not row-major without gaps.
  Builder& strides(std::vector<int64_t> bytes) {
    holder().strides = std::move(bytes);
    return *this;
  }
  Builder& read_only() { return flag(DAP_FLAG_READ_ONLY); }
  // The memory is a copy: writes do not reach the array that was meant.
  Builder& copied() { return flag(DAP_FLAG_COPIED); }

  // Hold `owner`, by value, until the array is released: whatever keeps the memory alive. A container that
  // has the memory must be moved in or be behind a shared_ptr; of one that is copied in, the copy is kept.
  template <class Owner>
  Builder& keep(Owner owner) {
    holder().owners.push_back(std::make_shared<Owner>(std::move(owner)));
    return *this;
  }
  // A further dimension of the process grid, along which every process has this same section.
  Builder& replicated(int64_t grid_size, int64_t grid_rank) {
    holder().replicated.push_back({grid_size, grid_rank});
    return *this;
  }
  // One of DAP_PARTIAL_...: along the replicated dimensions lie partial results.
  Builder& partial(uint8_t operation) {
    holder().extension.partial = operation;
    return *this;
  }
  // The communicator, as MPI_Comm_c2f returns it.
  Builder& comm(int64_t fortran_handle) {
    holder().extension.comm = fortran_handle;
    holder().extension.has_comm = 1;
    return *this;
  }

  // The array, owning what was kept. Once: this builder is spent. Throws ERR_PROTOCOL, with the first broken
  // rule as `rule`, when the description breaks one.
  Array build() {
    holder();
    return detail::build(_array, std::move(_holder));
  }

 private:
  detail::Holder& holder() {
    if (_holder) return *_holder;
    throw Error("ERR_USE_AFTER_FREE", "Expected a builder that has not built yet but received a spent one");
  }
  Builder& flag(uint64_t bit) {
    _array.flags |= bit;
    return *this;
  }

  dap_array _array{};
  std::unique_ptr<detail::Holder> _holder;
};

}  // namespace dap
