// dap/trilinos/export_epetra.hpp - an Epetra vector that Trilinos made, as a section of a distributed array.
// Includes no other part of the adapter's C++ side.
#pragma once
#include <Epetra_BlockMap.h>
#include <Epetra_Comm.h>
#include <Epetra_Vector.h>
#include <dap/dap.h>

#include <Teuchos_RCP.hpp>
#include <cstdint>
#include <dap/error.hpp>
#include <dap/exported.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dap::trilinos {

namespace detail {

// How `map` deals the indices to the ranks. Collective over the map's communicator.
inline void describe_map(const Epetra_BlockMap& map, VectorMemory& memory) {
  if (!map.ConstantElementSize() || map.ElementSize() != 1)
    throw Error("ERR_UNSUPPORTED",
                "Expected an Epetra vector with one entry for each index of its map but the map's elements "
                "are blocks. Use a map of elements of size 1")
        .with("feature", std::string("block map"));
  const Epetra_Comm& comm = map.Comm();
  const int64_t size = map.NumGlobalElements64(), n_local = map.NumMyElements();
  int64_t ranks = comm.NumProc(), rank = comm.MyPID();
  // A map without entries counts as replicated in Epetra.
  const bool replicated = ranks > 1 && size > 0 && !map.DistributedGlobal();
  if (replicated) {
    memory.copies = {ranks, rank};
    ranks = 1;
    rank = 0;
  }
  if (map.LinearMap()) {
    long long mine = n_local, stop = n_local;
    if (ranks > 1 && comm.ScanSum(&mine, &stop, 1) != 0)
      throw Error("ERR_TRILINOS", "Epetra_Comm::ScanSum failed");
    memory.dim = block_dim(size, ranks, rank, stop - n_local, n_local);
    return;
  }
  dap_dim& dim = memory.dim;
  dim.dist_type = 'u';
  dim.size = size;
  dim.proc_grid_size = ranks;
  dim.proc_grid_rank = rank;
  dim.block_size = 1;
  dim.one_to_one = replicated || map.UniqueGIDs();
  dim.index_bits = map.GlobalIndicesInt() ? 32 : 64;
  dim.n_indices = n_local;
  dim.indices = map.GlobalIndicesInt() ? static_cast<const void*>(map.MyGlobalElements())
                                       : static_cast<const void*>(map.MyGlobalElements64());
}

inline dap_array export_epetra(const Teuchos::RCP<const Epetra_Vector>& vector, bool read_only) {
  VectorMemory memory;
  describe_map(vector->Map(), memory);
  memory.data = vector->Values();
  memory.dtype = dtype_of<double>();
  memory.read_only = read_only;
  memory.keep = std::make_shared<const Teuchos::RCP<const Epetra_Vector>>(vector);
  return export_memory(memory);
}

}  // namespace detail

// This rank's entries of `vector`, in Epetra's own memory. Collective over the map's communicator: one scan,
// or for a map that is not linear at first the making of its directory.
//
// A linear map gives one block dimension, from 0 whatever the map's index base; its lengths may be irregular.
// Any other map gives an unstructured dimension whose indices are the map's own list, of 32 or 64 bits as the
// map has them, whose size is NumGlobalElements64() (an index on two ranks counts twice) and which is
// one_to_one when the map's indices are unique. A replicated map gives an undistributed dimension, replicated
// along one of the process grid.
//
// The export holds a reference to the vector until release, which communicates nothing. Do not give the
// vector other memory meanwhile (ResetView). A const vector is exported read-only.
//
// Throws ERR_UNSUPPORTED for a map of blocks.
inline dap_array export_vector(const Teuchos::RCP<Epetra_Vector>& vector) {
  return detail::export_epetra(vector, false);
}
inline dap_array export_vector(const Teuchos::RCP<const Epetra_Vector>& vector) {
  return detail::export_epetra(vector, true);
}

}  // namespace dap::trilinos
