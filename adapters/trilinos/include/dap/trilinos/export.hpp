// dap/trilinos/export.hpp - a Tpetra vector that Trilinos made, as a section of a distributed array. Includes
// no other part of the adapter's C++ side.
#pragma once
#include <dap/dap.h>

#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>
#include <Teuchos_RCP.hpp>
#include <Tpetra_Vector.hpp>
#include <cstdint>
#include <dap/error.hpp>
#include <dap/exported.hpp>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace dap::trilinos {

namespace detail {

// How `map` deals the indices to the ranks. Collective over the map's communicator.
template <class LO, class GO, class Node>
void describe_map(const Tpetra::Map<LO, GO, Node>& map, VectorMemory& memory) {
  const auto& comm = *map.getComm();
  const auto size = static_cast<int64_t>(map.getGlobalNumElements());
  const auto n_local = static_cast<int64_t>(map.getNodeNumElements());
  int64_t ranks = comm.getSize(), rank = comm.getRank();
  // A map without entries counts as replicated in Tpetra.
  const bool replicated = ranks > 1 && size > 0 && !map.isDistributed();
  if (replicated) {
    memory.copies = {ranks, rank};
    ranks = 1;
    rank = 0;
  }
  if (map.isContiguous()) {
    // A rank without entries does not know where it stands: the map has no first index for it.
    int64_t stop = n_local;
    if (ranks > 1) Teuchos::scan(comm, Teuchos::REDUCE_SUM, n_local, Teuchos::outArg(stop));
    memory.dim = block_dim(size, ranks, rank, stop - n_local, n_local);
    return;
  }
  static_assert(std::is_signed_v<GO> && (sizeof(GO) == 4 || sizeof(GO) == 8),
                "only maps with global ordinals of 32 or 64 bits, signed, can be exported");
  dap_dim& dim = memory.dim;
  dim.dist_type = 'u';
  dim.size = size;
  dim.proc_grid_size = ranks;
  dim.proc_grid_rank = rank;
  dim.block_size = 1;
  // Tpetra says of a map without indices that it is not one-to-one.
  dim.one_to_one = replicated || size == 0 || map.isOneToOne();
  dim.index_bits = 8 * sizeof(GO);
  dim.n_indices = n_local;
  dim.indices = map.getNodeElementList().getRawPtr();
}

// What an export of a Tpetra vector keeps: the entries, checked out for reading or writing, and the indices.
template <class View, class Vector, class Map>
struct ExportedTpetra {
  Teuchos::RCP<Vector> vector;
  Teuchos::RCP<const Map> map;
  View view;
};

// Kokkos ends the process when its memory is freed after its end; so then it is left to the system.
template <class T>
std::shared_ptr<const void> kept_while_kokkos_runs(T* held) {
  return std::shared_ptr<const T>(held, [](const T* last) {
    if (Kokkos::is_initialized()) delete last;
  });
}

template <class Vector, class Access>
dap_array export_tpetra(const Teuchos::RCP<Vector>& vector, Access access) {
  using Map = typename Vector::map_type;
  using Device = typename Vector::dual_view_type::t_dev::memory_space;
  if constexpr (!std::is_same_v<Device, Kokkos::HostSpace>) {
    throw Error("ERR_UNSUPPORTED", "Expected a Tpetra vector in host memory but this one is in " +
                                       std::string(Device::name()) + ". Copy it to the host first")
        .with("feature", std::string("device memory"));
  } else {
    auto view = vector->getLocalViewHost(access);
    VectorMemory memory;
    describe_map(*vector->getMap(), memory);
    memory.data = const_cast<typename Vector::impl_scalar_type*>(view.data());
    memory.dtype = dtype_of<typename Vector::scalar_type>();
    memory.read_only = std::is_const_v<Vector>;
    using Held = ExportedTpetra<decltype(view), Vector, Map>;
    memory.keep = kept_while_kokkos_runs(new Held{vector, vector->getMap(), view});
    return export_memory(memory);
  }
}

}  // namespace detail

// This rank's entries of `vector`, in Tpetra's own memory. Collective over the map's communicator: one scan,
// or for a map of listed indices at first the making of its directory.
//
// A contiguous map gives one block dimension, from 0 whatever the map's index base; its lengths may be
// irregular. Any other map gives an unstructured dimension whose indices are the map's own list, whose size
// is getGlobalNumElements() (an index on two ranks counts twice) and which is one_to_one when the map is. A
// locally replicated map gives an undistributed dimension, replicated along one of the process grid.
//
// The export holds references to vector and map until release, which communicates nothing. It holds a host
// view that is open for writing, as getLocalViewHost(ReadWrite) gives. A const vector is exported read-only.
//
// Throws ERR_UNSUPPORTED when the entries are not in host memory; std::runtime_error, Tpetra's, when a device
// view of them is open.
template <class S, class LO, class GO, class Node>
dap_array export_vector(const Teuchos::RCP<Tpetra::Vector<S, LO, GO, Node>>& vector) {
  return detail::export_tpetra(vector, Tpetra::Access::ReadWrite);
}
template <class S, class LO, class GO, class Node>
dap_array export_vector(const Teuchos::RCP<const Tpetra::Vector<S, LO, GO, Node>>& vector) {
  return detail::export_tpetra(vector, Tpetra::Access::ReadOnly);
}

}  // namespace dap::trilinos
