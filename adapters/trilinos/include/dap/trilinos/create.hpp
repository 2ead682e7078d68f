// dap/trilinos/create.hpp - vectors in Trilinos' own memory.
#pragma once
#include <Epetra_Map.h>
#include <Epetra_MpiComm.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <dap/sizes.hpp>
#include <dap/trilinos/epetra_vector.hpp>
#include <dap/trilinos/guard.hpp>
#include <dap/trilinos/vector.hpp>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace dap::trilinos {

namespace detail {

inline void check_local_size(int64_t n_local) {
  if (n_local > INT_MAX)
    throw Error("ERR_UNSUPPORTED",
                "Expected at most 2147483647 local entries (local indices of Trilinos are 32-bit) but "
                "received " +
                    std::to_string(n_local) + ". Use more ranks")
        .with("feature", std::string("more than 2^31 - 1 local entries"));
}

// The sizes of a new vector, complete and in order on every rank.
inline Sizes settle(MPI_Comm comm, const Sizes& wanted) {
  const Sizes sizes = settle_sizes(comm, wanted);
  agree(comm, [&] { check_local_size(sizes.local.value_or(*sizes.global / comm_size(comm))); });
  return sizes;
}

// The number of entries of a vector whose ranks list their indices, each rank each index once.
template <class Index>
int64_t settle(MPI_Comm comm, const std::vector<Index>& indices) {
  agree(comm, [&] {
    check_local_size(static_cast<int64_t>(indices.size()));
    std::vector<Index> sorted(indices);
    std::sort(sorted.begin(), sorted.end());
    if (!sorted.empty() && sorted.front() < 0)
      throw Error("ERR_SELECTION",
                  "Expected global indices of at least 0 but received " + std::to_string(sorted.front()));
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
      throw Error("ERR_SELECTION", "Expected each global index once on a rank but received " +
                                       std::to_string(*twice) + " twice");
  });
  return *settle_sizes(comm, {static_cast<int64_t>(indices.size()), {}}).global;
}

inline std::shared_ptr<Space> space_of(MPI_Comm comm) {
  initialize();
  return Space::of(comm);
}

}  // namespace detail

// A vector of zeros in Tpetra's own memory, over a contiguous map. Without a local size Tpetra splits it.
// Collective over `comm`. Throws on every rank what settle_sizes throws, and ERR_UNSUPPORTED.
inline std::unique_ptr<Vector> create_vector(MPI_Comm comm, const Sizes& wanted) {
  const auto space = detail::space_of(comm);
  const Sizes sizes = detail::settle(space->comm(), wanted);
  const auto n = static_cast<Tpetra::global_size_t>(*sizes.global);
  return together(space->comm(), [&] {
    const auto map = Teuchos::rcp(
        sizes.local ? new TpetraMap(n, static_cast<size_t>(*sizes.local), GlobalOrdinal{0}, space->teuchos())
                    : new TpetraMap(n, GlobalOrdinal{0}, space->teuchos()));
    return std::make_unique<Vector>(comm, Teuchos::rcp(new TpetraVector(map)));
  });
}

// The same over a map that lists this rank's global indices; other ranks may list some of them, too. Throws
// on every rank also ERR_SELECTION (an index below 0, or twice on a rank).
inline std::unique_ptr<Vector> create_vector(MPI_Comm comm, const std::vector<GlobalOrdinal>& indices) {
  const auto space = detail::space_of(comm);
  const auto n = static_cast<Tpetra::global_size_t>(detail::settle(space->comm(), indices));
  const Teuchos::ArrayView<const GlobalOrdinal> listed(indices.data(), static_cast<long>(indices.size()));
  return together(space->comm(), [&] {
    const auto map = Teuchos::rcp(new TpetraMap(n, listed, GlobalOrdinal{0}, space->teuchos()));
    return std::make_unique<Vector>(comm, Teuchos::rcp(new TpetraVector(map)));
  });
}

namespace detail {

inline std::unique_ptr<EpetraVector> create_epetra_vector(MPI_Comm comm, const Epetra_BlockMap& map) {
  return std::make_unique<EpetraVector>(comm, Teuchos::rcp(new Epetra_Vector(map)));
}

}  // namespace detail

// A vector of zeros in Epetra's own memory, over a linear map with 64-bit indices. Otherwise as
// create_vector.
inline std::unique_ptr<EpetraVector> create_epetra_vector(MPI_Comm comm, const Sizes& wanted) {
  const auto space = detail::space_of(comm);
  const Sizes sizes = detail::settle(space->comm(), wanted);
  const long long n = *sizes.global;
  const Epetra_MpiComm epetra(space->comm());
  return together(space->comm(), [&] {
    return detail::create_epetra_vector(comm, sizes.local
                                                  ? Epetra_Map(n, static_cast<int>(*sizes.local), 0LL, epetra)
                                                  : Epetra_Map(n, 0LL, epetra));
  });
}

// The same over a map that lists this rank's global indices, kept with the 32 or 64 bits that they come with.
template <class Index>
std::unique_ptr<EpetraVector> create_epetra_vector(MPI_Comm comm, const std::vector<Index>& indices) {
  static_assert(std::is_same_v<Index, int> || std::is_same_v<Index, long long>,
                "Epetra maps have indices of type int or long long");
  const auto space = detail::space_of(comm);
  const int64_t n = detail::settle(space->comm(), indices);
  if (n > std::numeric_limits<Index>::max())
    throw Error("ERR_UNSUPPORTED", "Expected 64-bit indices for a vector of " + std::to_string(n) +
                                       " entries but received 32-bit ones")
        .with("feature", std::string("32-bit indices of a long vector"));
  const Epetra_MpiComm epetra(space->comm());
  return together(space->comm(), [&] {
    return detail::create_epetra_vector(
        comm, Epetra_Map(static_cast<Index>(n), static_cast<int>(indices.size()), indices.data(), Index{0},
                         epetra));
  });
}

}  // namespace dap::trilinos
