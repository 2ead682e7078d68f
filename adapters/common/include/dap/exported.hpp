// dap/exported.hpp - a dap_array over memory that a library made: what the adapters' exports have in common.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/builder.hpp>
#include <memory>

namespace dap {

// This rank's entries of a library's vector: one run of host memory, and which global indices it stands for.
struct VectorMemory {
  dap_dim dim{};
  void* data = nullptr;
  dap_dtype dtype{};
  bool read_only = false;
  // The ranks that hold a copy of the whole vector each; no grid when it is distributed.
  dap_replica copies{0, 0};
  // What keeps all of it alive. The last reference may go on any rank at any time: its end must not
  // communicate.
  std::shared_ptr<const void> keep;
};

// The dap_array of one rank. The caller owns it and calls release once, when nobody reads or writes the
// entries through it any more, on the thread that uses the library. Not collective.
inline dap_array export_memory(const VectorMemory& memory) {
  Builder builder(memory.dtype, memory.data);
  builder.dimension(memory.dim).keep(memory.keep);
  if (memory.read_only) builder.read_only();
  if (memory.copies.proc_grid_size > 0)
    builder.replicated(memory.copies.proc_grid_size, memory.copies.proc_grid_rank);
  return builder.build().take();
}

// The dimension of a vector whose rank r has the entries after those of rank r - 1.
inline dap_dim block_dim(int64_t size, int64_t ranks, int64_t rank, int64_t start, int64_t n_local) {
  dap_dim dim{};
  dim.dist_type = 'b';
  dim.size = size;
  dim.proc_grid_size = ranks;
  dim.proc_grid_rank = rank;
  dim.start = start;
  dim.stop = start + n_local;
  dim.block_size = 1;
  return dim;
}

}  // namespace dap
