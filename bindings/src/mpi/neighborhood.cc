#include "mpi/neighborhood.h"

#include <algorithm>

#include "mpi/call.h"
#include "mpi/large_count.h"

namespace distarray {
namespace {

// Signatures as in collectives.cc. The order of neighbours is MPI's: for a Cartesian communicator, for each
// dimension the one before and the one after; for a graph, as given at creation.

// MPI_Neighbor_allgather, MPI_Ineighbor_allgather ->
// neighbor_allgather(comm, send, recv, count of one rank, dtype, neighbours)
void neighbor_allgather(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] =
      counted(call, element_of(info[4]), integer_of(info[3]), std::max(1, int_of(info[5])));
  MPI_RUN(call, Neighbor_allgather, Ineighbor_allgather, data_of(info[1]), count, type, data_of(info[2]),
          count, type);
}

// Sections of different lengths all go through MPI_Neighbor_alltoallw: its displacements are MPI_Aint, and
// the choice of the function must not depend on what only one rank knows (see sections.cc).
struct Side {
  std::vector<int> counts;
  std::vector<MPI_Aint> displs;
  std::vector<MPI_Datatype> types;

  void add(Call& call, const Element& element, int64_t count, int64_t displ) {
    const auto section = counted(call, element, count);
    counts.push_back(section.count);
    types.push_back(section.type);
    displs.push_back(displ * static_cast<int64_t>(element.size));
  }

  // MPI wants an address of each list, even an empty one's.
  void end() {
    counts.reserve(1);
    displs.reserve(1);
    types.reserve(1);
  }
};

Side sections(Call& call, const Element& element, const Napi::Value& counts, const Napi::Value& displs) {
  Side side;
  const auto c = integers_of(counts), d = integers_of(displs);
  for (size_t i = 0; i < c.size(); ++i) side.add(call, element, c[i], d[i]);
  side.end();
  return side;
}

void exchange(Call& call, std::byte* send, Side out, std::byte* recv, Side in) {
  const Side &from = call.keep(std::move(out)), &to = call.keep(std::move(in));
  MPI_RUN(call, Neighbor_alltoallw, Ineighbor_alltoallw, send, from.counts.data(), from.displs.data(),
          from.types.data(), recv, to.counts.data(), to.displs.data(), to.types.data());
}

// MPI_Neighbor_allgatherv, MPI_Ineighbor_allgatherv ->
// neighbor_allgatherv(comm, send, send count, destinations, recv, counts, displs, dtype)
void neighbor_allgatherv(const Napi::CallbackInfo& info, Call& call) {
  const Element element = element_of(info[7]);
  Side out;
  for (int i = 0; i < int_of(info[3]); ++i) out.add(call, element, integer_of(info[2]), 0);
  out.end();
  exchange(call, data_of(info[1]), std::move(out), data_of(info[4]),
           sections(call, element, info[5], info[6]));
}

// MPI_Neighbor_alltoallv, MPI_Ineighbor_alltoallv ->
// neighbor_alltoallv(comm, send, send counts, send displs, recv, recv counts, recv displs, dtype)
void neighbor_alltoallv(const Napi::CallbackInfo& info, Call& call) {
  const Element element = element_of(info[7]);
  exchange(call, data_of(info[1]), sections(call, element, info[2], info[3]), data_of(info[4]),
           sections(call, element, info[5], info[6]));
}

}  // namespace

void define_neighborhood(Napi::Object exports) {
  define_both<neighbor_allgather>(exports, "neighbor_allgather", "ineighbor_allgather");
  define_both<neighbor_allgatherv>(exports, "neighbor_allgatherv", "ineighbor_allgatherv");
  define_both<neighbor_alltoallv>(exports, "neighbor_alltoallv", "ineighbor_alltoallv");
}

}  // namespace distarray
