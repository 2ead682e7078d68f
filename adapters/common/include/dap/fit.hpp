// dap/fit.hpp - do operands line up with a matrix?
#pragma once
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/numbering.hpp>
#include <dap/vector_data.hpp>
#include <memory>
#include <string>

namespace dap {

// The rows of a square matrix on this rank: how many, and which global index each has.
struct Rows {
  int64_t n_local = 0, n_global = 0;
  std::shared_ptr<const Numbering> numbering;
};

struct NamedArray {
  const dap_array& array;
  const char* name;  // as the caller knows it, for messages
};

namespace detail {

inline void check_one_fit(const Rows& rows, const NamedArray& candidate) {
  const std::string name = candidate.name;
  check_vector(candidate.array);
  const int64_t received = section_size(candidate.array);
  if (received != rows.n_local)
    throw Error("ERR_SHAPE", "Expected " + std::to_string(rows.n_local) + " local entries for " + name +
                                 ", as the matrix has rows on this rank, but received " +
                                 std::to_string(received));
  if (!rows.numbering->same_as(candidate.array))
    throw Error(
        "ERR_DISTRIBUTION",
        "Expected " + name +
            " to be distributed as the rows of the matrix are. Make it like the array that the matrix "
            "was made for, or make the matrix like this one");
}

}  // namespace detail

// Refuse two arrays whose entries do not correspond on this rank. Not collective.
inline void check_alike(const dap_array& one, const dap_array& other) {
  if (section_size(one) != section_size(other))
    throw Error("ERR_SHAPE", "Expected two vectors with the same number of local entries but received " +
                                 std::to_string(section_size(one)) + " and " +
                                 std::to_string(section_size(other)));
  if (!Numbering(one).same_as(other))
    throw Error("ERR_DISTRIBUTION", "Expected two vectors that are distributed alike");
}

// Refuse operands that cannot be aliased, whose entries do not line up with the rows, or that overlap; the
// libraries would not notice the latter two. Collective over `comm`; throws on every rank what check_vector
// throws, ERR_SHAPE, ERR_DISTRIBUTION or ERR_ARGUMENT.
inline void check_fit(MPI_Comm comm, const Rows& rows, NamedArray first, NamedArray second) {
  agree(comm, [&] {
    detail::check_one_fit(rows, first);
    detail::check_one_fit(rows, second);
    const auto *a = static_cast<const double*>(first.array.data),
               *b = static_cast<const double*>(second.array.data);
    if (a < b + rows.n_local && b < a + rows.n_local)
      throw Error("ERR_ARGUMENT", std::string("Expected ") + first.name + " and " + second.name +
                                      " to lie in different memory but they overlap");
  });
}

}  // namespace dap
