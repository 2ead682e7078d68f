// dap/petsc/block_section.hpp - the default distribution of a 1-d array.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/mpi_check.hpp>

namespace dap::petsc::detail {

// This rank's section, without data, of a 1-d array in blocks of ceil(n / ranks); the last ranks may have
// fewer entries or none. The same as the TypeScript Distribution's default.
class BlockSection {
 public:
  BlockSection(MPI_Comm comm, int64_t n) {
    const int64_t ranks = comm_size(comm), rank = comm_rank(comm), length = n / ranks + (n % ranks != 0);
    _dim.dist_type = 'b';
    _dim.size = n;
    _dim.proc_grid_size = ranks;
    _dim.proc_grid_rank = rank;
    _dim.start = std::min(n, rank * length);
    _dim.stop = std::min(n, _dim.start + length);
    _dim.block_size = 1;
    _extent = _dim.stop - _dim.start;
    _array.version[1] = 10;
    _array.ndim = 1;
    _array.dtype = {DAP_FLOAT, 64, 1};
    _array.device = {DAP_DEVICE_CPU, 0};
    _array.shape = &_extent;
    _array.strides = &_stride;
    _array.dims = &_dim;
    _array.release = [](dap_array* array) { array->release = nullptr; };
  }
  BlockSection(const BlockSection&) = delete;
  BlockSection& operator=(const BlockSection&) = delete;

  const dap_array& array() const { return _array; }

 private:
  int64_t _extent = 0, _stride = sizeof(double);
  dap_dim _dim{};
  dap_array _array{};
};

}  // namespace dap::petsc::detail
