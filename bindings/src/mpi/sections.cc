#include "mpi/sections.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "mpi/call.h"
#include "mpi/large_count.h"

namespace distarray {
namespace {

// Counts and displacements here may exceed an int, and ranks differ in what they know of them: in a gatherv,
// only the root knows all counts. So the choice of the MPI function must not depend on them. MPI_Alltoallw is
// the one that lets each rank describe each section by a type of its own; sections of length 0 send no
// message. Signatures as in collectives.cc; counts and displs are Float64Array [size], in elements.

// One side of an exchange: what goes to, or comes from, each rank.
struct Side {
  std::vector<int> counts, displs;
  std::vector<MPI_Datatype> types;

  Side(int size, const Element& element) : counts(size), displs(size), types(size, element.type) {}

  void set(Call& call, const Element& element, int rank, int64_t count, int64_t displ) {
    const int64_t bytes = displ * static_cast<int64_t>(element.size);
    // Alone in its communicator, Open MPI 4.1 multiplies byte displacements by the extent (coll/self).
    const bool takes_displs = displs.size() > 1 || bytes == 0;
    if (count <= max_count() && bytes <= max_count() && takes_displs) {
      counts[rank] = static_cast<int>(count);
      displs[rank] = static_cast<int>(bytes);
    } else {
      const auto section = counted_at(call, element, count, bytes);
      counts[rank] = section.count;
      types[rank] = section.type;
    }
  }

  void set_all(Call& call, const Element& element, const std::vector<int64_t>& c,
               const std::vector<int64_t>& d) {
    for (size_t rank = 0; rank < c.size(); ++rank)
      set(call, element, static_cast<int>(rank), c[rank], d[rank]);
  }
};

void exchange(Call& call, std::byte* send, Side out, std::byte* recv, Side in) {
  // Open MPI 4.1 takes equal addresses for MPI_IN_PLACE (coll/libnbc); they are equal where there is no data.
  static std::byte no_data;
  if (send == recv) send = &no_data;
  const Side &from = call.keep(std::move(out)), &to = call.keep(std::move(in));
  MPI_RUN(call, Alltoallw, Ialltoallw, send, from.counts.data(), from.displs.data(), from.types.data(), recv,
          to.counts.data(), to.displs.data(), to.types.data());
}

bool is_in_place(const std::byte* buffer) {
  return buffer == static_cast<std::byte*>(MPI_IN_PLACE);
}

// MPI_Gatherv, MPI_Igatherv -> gatherv(comm, send, send count, recv, counts, displs, dtype, root)
void gatherv(const Napi::CallbackInfo& info, Call& call) {
  const Element element = element_of(info[6]);
  const int root = int_of(info[7]);
  std::byte* send = data_of(info[1]);
  Side out(call.size(), element), in(call.size(), element);
  if (!is_in_place(send)) out.set(call, element, root, integer_of(info[2]), 0);
  if (call.rank() == root) {
    in.set_all(call, element, integers_of(info[4]), integers_of(info[5]));
    if (is_in_place(send)) in.counts[root] = 0;
  }
  exchange(call, is_in_place(send) ? nullptr : send, std::move(out), data_of(info[3]), std::move(in));
}

// MPI_Scatterv, MPI_Iscatterv -> scatterv(comm, send, counts, displs, recv, recv count, dtype, root); recv
// may be null
void scatterv(const Napi::CallbackInfo& info, Call& call) {
  const Element element = element_of(info[6]);
  const int root = int_of(info[7]);
  std::byte* recv = data_of(info[4]);
  Side out(call.size(), element), in(call.size(), element);
  if (call.rank() == root) {
    out.set_all(call, element, integers_of(info[2]), integers_of(info[3]));
    if (is_in_place(recv)) out.counts[root] = 0;
  }
  if (!is_in_place(recv)) in.set(call, element, root, integer_of(info[5]), 0);
  exchange(call, data_of(info[1]), std::move(out), is_in_place(recv) ? nullptr : recv, std::move(in));
}

// The sections of `data`, one after the other.
std::vector<std::byte> packed(const Element& element, const std::byte* data,
                              const std::vector<int64_t>& counts, const std::vector<int64_t>& displs) {
  const auto total = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  std::vector<std::byte> copy(static_cast<size_t>(total) * element.size);
  std::byte* to = copy.data();
  for (size_t rank = 0; rank < counts.size(); ++rank) {
    const size_t bytes = static_cast<size_t>(counts[rank]) * element.size;
    if (bytes > 0) std::memcpy(to, data + static_cast<size_t>(displs[rank]) * element.size, bytes);
    to += bytes;
  }
  return copy;
}

std::vector<int64_t> packed_displs(const std::vector<int64_t>& counts) {
  std::vector<int64_t> displs(counts.size());
  std::exclusive_scan(counts.begin(), counts.end(), displs.begin(), int64_t{0});
  return displs;
}

// What an allgatherv is given.
struct Allgatherv {
  Element element;
  std::byte *send, *recv;
  int64_t own;
  std::vector<int64_t> counts, displs;
  bool in_place;

  explicit Allgatherv(const Napi::CallbackInfo& info)
      : element(element_of(info[6])),
        send(data_of(info[1])),
        recv(data_of(info[3])),
        own(integer_of(info[2])),
        counts(integers_of(info[4])),
        displs(integers_of(info[5])),
        in_place(is_in_place(send)) {}
};

// All counts together fit an int, on every rank alike: MPI_Allgatherv knows faster ways than the exchange.
// Displacements may differ between ranks; where they do not fit, this rank receives into a packed copy.
void allgatherv_small(Call& call, const Allgatherv& a) {
  const auto& counts = call.keep(std::vector<int>(a.counts.begin(), a.counts.end()));
  const bool direct =
      std::all_of(a.displs.begin(), a.displs.end(), [](int64_t displ) { return displ <= max_count(); });
  const auto wide = direct ? a.displs : packed_displs(a.counts);
  const auto& displs = call.keep(std::vector<int>(wide.begin(), wide.end()));
  std::byte* recv = a.recv;
  if (!direct) {
    auto& copy = call.keep(packed(a.element, a.recv, a.counts, a.displs));
    recv = copy.data();
    call.finally([&copy, a] {
      const std::byte* from = copy.data();
      for (size_t rank = 0; rank < a.counts.size(); ++rank) {
        const size_t bytes = static_cast<size_t>(a.counts[rank]) * a.element.size;
        if (bytes > 0)
          std::memcpy(a.recv + static_cast<size_t>(a.displs[rank]) * a.element.size, from, bytes);
        from += bytes;
      }
    });
  }
  MPI_RUN(call, Allgatherv, Iallgatherv, a.send, static_cast<int>(a.own), a.element.type, recv, counts.data(),
          displs.data(), a.element.type);
}

void allgatherv_large(Call& call, const Allgatherv& a) {
  const int self = call.rank();
  Side out(call.size(), a.element), in(call.size(), a.element);
  // In place, the address of what is sent is counted from another element than that of what is received, so
  // that the two addresses differ (see exchange).
  const int64_t base = a.in_place ? 1 : 0;
  out.set(call, a.element, self, a.in_place ? a.counts[self] : a.own, a.in_place ? a.displs[self] - base : 0);
  std::fill(out.counts.begin(), out.counts.end(), out.counts[self]);
  std::fill(out.displs.begin(), out.displs.end(), out.displs[self]);
  std::fill(out.types.begin(), out.types.end(), out.types[self]);
  in.set_all(call, a.element, a.counts, a.displs);
  if (a.in_place) out.counts[self] = in.counts[self] = 0;
  exchange(call, a.in_place ? a.recv + a.element.size : a.send, std::move(out), a.recv, std::move(in));
}

// MPI_Allgatherv, MPI_Iallgatherv -> allgatherv(comm, send, send count, recv, counts, displs, dtype)
void allgatherv(const Napi::CallbackInfo& info, Call& call) {
  const Allgatherv a(info);
  const auto total = std::accumulate(a.counts.begin(), a.counts.end(), int64_t{0});
  if (total <= max_count())
    allgatherv_small(call, a);
  else
    allgatherv_large(call, a);
}

// MPI_Alltoallv, MPI_Ialltoallv ->
// alltoallv(comm, send, send counts, send displs, recv, recv counts, recv displs, dtype)
void alltoallv(const Napi::CallbackInfo& info, Call& call) {
  const Element element = element_of(info[7]);
  std::byte *send = data_of(info[1]), *recv = data_of(info[4]);
  const auto recv_counts = integers_of(info[5]), recv_displs = integers_of(info[6]);
  Side out(call.size(), element), in(call.size(), element);
  in.set_all(call, element, recv_counts, recv_displs);
  if (is_in_place(send)) {
    // A copy of our own: MPI's in-place exchange does not take displaced types in every version.
    send = call.keep(packed(element, recv, recv_counts, recv_displs)).data();
    out.set_all(call, element, recv_counts, packed_displs(recv_counts));
  } else {
    out.set_all(call, element, integers_of(info[2]), integers_of(info[3]));
  }
  exchange(call, send, std::move(out), recv, std::move(in));
}

}  // namespace

void define_sections(Napi::Object exports) {
  define_both<gatherv>(exports, "gatherv", "igatherv");
  define_both<scatterv>(exports, "scatterv", "iscatterv");
  define_both<allgatherv>(exports, "allgatherv", "iallgatherv");
  define_both<alltoallv>(exports, "alltoallv", "ialltoallv");
}

}  // namespace distarray
