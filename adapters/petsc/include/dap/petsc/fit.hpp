// dap/petsc/fit.hpp - do operands line up with a matrix?
#pragma once
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/petsc/numbering.hpp>
#include <dap/petsc/operand.hpp>
#include <dap/vector_data.hpp>
#include <memory>
#include <string>

namespace dap::petsc {

// The rows of a matrix on this rank: how many, and which global index each has.
struct Rows {
  int64_t n_local = 0, n_global = 0;
  std::shared_ptr<const Numbering> numbering;
};

struct NamedOperand {
  const Section& section;
  const char* name;  // as the caller knows it, for messages
};

namespace detail {

inline void check_one_fit(const Rows& rows, const NamedOperand& candidate) {
  const std::string name = candidate.name;
  check_vector(candidate.section.array());
  const int64_t received = candidate.section.size();
  if (received != rows.n_local)
    throw dap::Error("ERR_SHAPE", "Expected " + std::to_string(rows.n_local) + " local entries for " + name +
                                      ", as the matrix has rows on this rank, but received " +
                                      std::to_string(received));
  if (!rows.numbering->same_as(candidate.section.array()))
    throw dap::Error("ERR_DISTRIBUTION",
                     "Expected " + name +
                         " to be distributed as the rows of the matrix are. Make it like the array that the "
                         "matrix was made for, or make the matrix like this one");
}

}  // namespace detail

// Refuse two arrays whose entries do not correspond on this rank. Not collective.
inline void check_alike(const Section& one, const Section& other) {
  if (one.size() != other.size())
    throw dap::Error("ERR_SHAPE", "Expected two vectors with the same number of local entries but received " +
                                      std::to_string(one.size()) + " and " + std::to_string(other.size()));
  if (!Numbering(one.array()).same_as(other.array()))
    throw dap::Error("ERR_DISTRIBUTION", "Expected two vectors that are distributed alike");
}

// Refuse operands that cannot be aliased, whose entries do not line up with the rows of a square matrix, or
// that overlap; PETSc would not notice the latter two. Collective over `comm`; throws on every rank what
// check_vector throws, ERR_SHAPE, ERR_DISTRIBUTION or ERR_ARGUMENT.
inline void check_fit(MPI_Comm comm, const Rows& rows, NamedOperand first, NamedOperand second) {
  agree(comm, [&] {
    detail::check_one_fit(rows, first);
    detail::check_one_fit(rows, second);
    const double *a = first.section.data(), *b = second.section.data();
    if (a < b + rows.n_local && b < a + rows.n_local)
      throw dap::Error("ERR_ARGUMENT", std::string("Expected ") + first.name + " and " + second.name +
                                           " to lie in different memory but they overlap");
  });
}

}  // namespace dap::petsc
