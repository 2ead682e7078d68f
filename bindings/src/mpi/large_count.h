// Counts beyond what an int holds. MPI-3.1 takes int counts; a larger message is one element of a derived
// type (data movement) or several calls (reductions, which MPI defines on its own types only).
#pragma once
#include <mpi.h>

#include <algorithm>
#include <cstdint>

#include "mpi/call.h"
#include "mpi/datatype.h"

namespace distarray {

// The largest count given to MPI in one piece: 2^31 - 1. Tests lower it (the same on every rank) to take the
// large paths with small arrays.
int64_t max_count();

// A count and a type that MPI takes; together they mean `count` elements.
struct Counted {
  MPI_Datatype type;
  int count;
};

// `count` elements at the buffer's start, with the extent of `count` elements. `parts` such sections lie one
// after the other in a buffer of the operation: MPI may multiply the two in an int.
Counted counted(Call& call, const Element& element, int64_t count, int64_t parts = 1);

// `count` elements, `displacement` bytes after the buffer's start.
Counted counted_at(Call& call, const Element& element, int64_t count, int64_t displacement);

// MPI keeps a copy of what it reduces; longer reductions run piece by piece, so that the copy stays small
// beside the data.
inline constexpr int64_t reduction_piece = 1 << 26;

// Run `piece(first element, count)` over [0, count); once, with 0, when count is 0.
template <class Piece>
void in_pieces(int64_t count, Piece piece) {
  const int64_t longest = std::min(max_count(), reduction_piece);
  int64_t start = 0;
  do {
    const int64_t length = std::min(count - start, longest);
    piece(start, static_cast<int>(length));
    start += length;
  } while (start < count);
}

// `data` moved on by `bytes`; MPI_IN_PLACE and null stay what they are.
inline std::byte* advance(std::byte* data, int64_t bytes) {
  return data == nullptr || data == static_cast<std::byte*>(MPI_IN_PLACE) ? data : data + bytes;
}

void define_large_count(Napi::Object exports);

}  // namespace distarray
