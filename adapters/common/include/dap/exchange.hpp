// dap/exchange.hpp - send items to the ranks they belong to.
#pragma once
#include <algorithm>
#include <climits>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/mpi_check.hpp>
#include <numeric>
#include <type_traits>
#include <vector>

namespace dap {

// Items in the order of their destinations.
struct Routing {
  std::vector<int64_t> counts;  // [ranks] items for each rank
  std::vector<int64_t> slots;   // [n] where item e goes in the send buffer; keeps the order within a rank
};

// Sort n items by `destination(e)`, a rank below `ranks`. Not collective.
template <class Destination>
Routing route(int ranks, size_t n, Destination destination) {
  Routing routing;
  std::vector<int> targets(n);
  routing.counts.assign(static_cast<size_t>(ranks), 0);
  for (size_t e = 0; e < n; ++e) {
    targets[e] = destination(e);
    ++routing.counts[static_cast<size_t>(targets[e])];
  }
  std::vector<int64_t> next(static_cast<size_t>(ranks), 0);
  std::partial_sum(routing.counts.begin(), routing.counts.end() - 1, next.begin() + 1);
  routing.slots.resize(n);
  for (size_t e = 0; e < n; ++e) routing.slots[e] = next[static_cast<size_t>(targets[e])]++;
  return routing;
}

template <class T>
struct Received {
  std::vector<T> items;         // by sending rank, each rank's in its own order
  std::vector<int64_t> counts;  // [ranks] items of each rank
};

namespace detail {

// sizeof(T) bytes as one element, so that counts are items and not bytes.
class ItemType {
 public:
  explicit ItemType(size_t bytes) {
    DAP_MPI_CHECK(MPI_Type_contiguous, static_cast<int>(bytes), MPI_BYTE, &_type);
    DAP_MPI_CHECK(MPI_Type_commit, &_type);
  }
  ~ItemType() { MPI_Type_free(&_type); }
  ItemType(const ItemType&) = delete;
  ItemType& operator=(const ItemType&) = delete;
  MPI_Datatype get() const { return _type; }

 private:
  MPI_Datatype _type = MPI_DATATYPE_NULL;
};

// MPI 3 counts and displacements are ints: what does not fit goes as messages of at most `limit` items, on a
// communicator of its own so that they cannot meet anybody else's.
template <class T>
void exchange_in_pieces(MPI_Comm comm, const std::vector<T>& send, const std::vector<int64_t>& send_counts,
                        Received<T>& received, MPI_Datatype type, int64_t limit) {
  MPI_Comm own = MPI_COMM_NULL;
  DAP_MPI_CHECK(MPI_Comm_dup, comm, &own);
  std::vector<MPI_Request> requests;
  const auto in_pieces = [&](const std::vector<int64_t>& counts, auto start) {
    int64_t at = 0;
    for (size_t rank = 0; rank < counts.size(); ++rank)
      for (int64_t left = counts[rank]; left > 0;) {
        const int64_t piece = std::min(left, limit);
        requests.push_back(MPI_REQUEST_NULL);
        start(at, static_cast<int>(piece), static_cast<int>(rank), &requests.back());
        at += piece;
        left -= piece;
      }
  };
  in_pieces(received.counts, [&](int64_t at, int n, int rank, MPI_Request* request) {
    DAP_MPI_CHECK(MPI_Irecv, received.items.data() + at, n, type, rank, 0, own, request);
  });
  in_pieces(send_counts, [&](int64_t at, int n, int rank, MPI_Request* request) {
    DAP_MPI_CHECK(MPI_Isend, send.data() + at, n, type, rank, 0, own, request);
  });
  DAP_MPI_CHECK(MPI_Waitall, static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
  DAP_MPI_CHECK(MPI_Comm_free, &own);
}

}  // namespace detail

// Send send[...] to the ranks: the first send_counts[0] items to rank 0, and so on. Collective over `comm`.
// `limit` is the largest count and displacement given to one MPI call; only tests lower it.
template <class T>
Received<T> exchange(MPI_Comm comm, const std::vector<T>& send, const std::vector<int64_t>& send_counts,
                     int64_t limit = INT_MAX) {
  static_assert(std::is_trivially_copyable_v<T>);
  Received<T> received;
  received.counts.resize(send_counts.size());
  DAP_MPI_CHECK(MPI_Alltoall, send_counts.data(), 1, MPI_INT64_T, received.counts.data(), 1, MPI_INT64_T,
                comm);
  const auto total = std::accumulate(received.counts.begin(), received.counts.end(), int64_t{0});
  agree(comm, [&] { received.items.resize(static_cast<size_t>(total)); });
  int fits = total <= limit && static_cast<int64_t>(send.size()) <= limit;
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &fits, 1, MPI_INT, MPI_LAND, comm);
  const detail::ItemType type(sizeof(T));
  if (!fits) {
    // Messages of 1 GiB at most: some transports mishandle larger ones.
    const int64_t piece = std::max<int64_t>(1, std::min<int64_t>(limit, (int64_t{1} << 30) / sizeof(T)));
    detail::exchange_in_pieces(comm, send, send_counts, received, type.get(), piece);
    return received;
  }
  const size_t ranks = send_counts.size();
  const auto ints = [](const std::vector<int64_t>& values) {
    return std::vector<int>(values.begin(), values.end());
  };
  const auto starts = [ranks](const std::vector<int>& counts) {
    std::vector<int> at(ranks, 0);
    std::partial_sum(counts.begin(), counts.end() - 1, at.begin() + 1);
    return at;
  };
  const auto to = ints(send_counts), from = ints(received.counts);
  const auto to_at = starts(to), from_at = starts(from);
  DAP_MPI_CHECK(MPI_Alltoallv, send.data(), to.data(), to_at.data(), type.get(), received.items.data(),
                from.data(), from_at.data(), type.get(), comm);
  return received;
}

}  // namespace dap
