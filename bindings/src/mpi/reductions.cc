#include "mpi/reductions.h"

#include <cstring>
#include <numeric>

#include "mpi/call.h"
#include "mpi/large_count.h"
#include "mpi/op.h"
#include "mpi/reduce_to_root.h"

namespace distarray {
namespace {

// Signatures as in collectives.cc; op is a number of op.h.

// What every reduction is given: argument 1 is send, 2 recv, 3 count, 4 dtype, 5 op.
struct Reduction {
  std::byte *send, *recv;
  Element element;
  MPI_Op op;

  explicit Reduction(const Napi::CallbackInfo& info)
      : send(data_of(info[1])),
        recv(data_of(info[2])),
        element(element_of(info[4])),
        op(op_of(info[5], element.dtype)) {}
  bool is_in_place() const { return send == static_cast<std::byte*>(MPI_IN_PLACE); }
  int64_t bytes(int64_t count) const { return count * static_cast<int64_t>(element.size); }
};

// MPI_Allreduce, MPI_Iallreduce -> allreduce(comm, send, recv, count, dtype, op)
void allreduce(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  in_pieces(integer_of(info[3]), [&](int64_t start, int count) {
    const int64_t at = r.bytes(start);
    MPI_RUN(call, Allreduce, Iallreduce, advance(r.send, at), advance(r.recv, at), count, r.element.type,
            r.op);
  });
}

// MPI_Reduce, MPI_Ireduce -> reduce(comm, send, recv, count, dtype, op, root)
void reduce(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  in_pieces(integer_of(info[3]), [&](int64_t start, int count) {
    const int64_t at = r.bytes(start);
    const int root = int_of(info[6]);
    if (call.is_blocking())
      reduce_to_root(advance(r.send, at), advance(r.recv, at), count, r.element.type, r.op, root,
                     call.comm());
    else
      MPI_CHECK(MPI_Ireduce, advance(r.send, at), advance(r.recv, at), count, r.element.type, r.op, root,
                call.comm(), call.next_part());
  });
}

// MPI_Scan, MPI_Iscan -> scan(comm, send, recv, count, dtype, op)
void scan(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  in_pieces(integer_of(info[3]), [&](int64_t start, int count) {
    const int64_t at = r.bytes(start);
    MPI_RUN(call, Scan, Iscan, advance(r.send, at), advance(r.recv, at), count, r.element.type, r.op);
  });
}

// MPI_Exscan, MPI_Iexscan -> exscan(comm, send, recv, count, dtype, op)
void exscan(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  in_pieces(integer_of(info[3]), [&](int64_t start, int count) {
    const int64_t at = r.bytes(start);
    MPI_RUN(call, Exscan, Iexscan, advance(r.send, at), advance(r.recv, at), count, r.element.type, r.op);
  });
}

// More than an int holds in all: section after section is reduced to the rank that gets it.
void reduce_sections(const Reduction& r, Call& call, const std::vector<int64_t>& counts) {
  const int self = call.rank();
  std::byte* input = r.is_in_place() ? r.recv : r.send;
  int64_t offset = 0;
  for (int root = 0; root < static_cast<int>(counts.size()); ++root) {
    in_pieces(counts[root], [&](int64_t start, int count) {
      std::byte* from = input + r.bytes(offset + start);
      std::byte* to = nullptr;
      if (root == self) to = r.is_in_place() ? from : r.recv + r.bytes(start);
      void* send = to == from ? MPI_IN_PLACE : from;
      MPI_RUN(call, Reduce, Ireduce, send, to, count, r.element.type, r.op, root);
    });
    if (root == self && r.is_in_place())
      call.finally([to = r.recv, from = input + r.bytes(offset), size = r.bytes(counts[root])] {
        std::memmove(to, from, static_cast<size_t>(size));
      });
    offset += counts[root];
  }
}

// MPI_Reduce_scatter_block, MPI_Ireduce_scatter_block ->
// reduce_scatter_block(comm, send, recv, count of one rank, dtype, op); in place, recv holds all input
void reduce_scatter_block(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  const int64_t count = integer_of(info[3]);
  if (count > max_count() / call.size())
    return reduce_sections(r, call, std::vector<int64_t>(call.size(), count));
  MPI_RUN(call, Reduce_scatter_block, Ireduce_scatter_block, r.send, r.recv, static_cast<int>(count),
          r.element.type, r.op);
}

// MPI_Reduce_scatter, MPI_Ireduce_scatter ->
// reduce_scatter(comm, send, recv, counts: Float64Array [size], dtype, op); in place, recv holds all input
void reduce_scatter(const Napi::CallbackInfo& info, Call& call) {
  const Reduction r(info);
  const auto counts = integers_of(info[3]);
  if (std::accumulate(counts.begin(), counts.end(), int64_t{0}) > max_count())
    return reduce_sections(r, call, counts);
  auto& ints = call.keep(std::vector<int>(counts.begin(), counts.end()));
  MPI_RUN(call, Reduce_scatter, Ireduce_scatter, r.send, r.recv, ints.data(), r.element.type, r.op);
}

}  // namespace

void define_reductions(Napi::Object exports) {
  define_both<allreduce>(exports, "allreduce", "iallreduce");
  define_both<reduce>(exports, "reduce", "ireduce");
  define_both<scan>(exports, "scan", "iscan");
  define_both<exscan>(exports, "exscan", "iexscan");
  define_both<reduce_scatter_block>(exports, "reduce_scatter_block", "ireduce_scatter_block");
  define_both<reduce_scatter>(exports, "reduce_scatter", "ireduce_scatter");
}

}  // namespace distarray
