// dap/petsc/fit.hpp - do vectors line up with a matrix?
#pragma once
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/petsc/numbering.hpp>
#include <dap/petsc/vector.hpp>
#include <string>

namespace dap::petsc {

struct NamedVector {
  const Vector& vector;
  const char* name;  // as the caller knows it, for messages
};

namespace detail {

inline void check_one_fit(const Numbering& rows, int64_t n_local, const NamedVector& candidate) {
  const std::string name = candidate.name;
  const int64_t received = candidate.vector.local_size();
  if (received != n_local)
    throw dap::Error("ERR_SHAPE", "Expected " + std::to_string(n_local) + " local entries for " + name +
                                      ", as the matrix has rows on this rank, but received " +
                                      std::to_string(received));
  if (!rows.same_as(candidate.vector.array()))
    throw dap::Error("ERR_DISTRIBUTION",
                     "Expected " + name +
                         " to be distributed as the rows of the matrix are. Make it like the array "
                         "that the matrix was made for, or make the matrix like this one");
}

}  // namespace detail

// Refuse vectors whose entries do not line up with the rows of a square matrix, or that share memory. PETSc
// checks neither. Collective over `comm`; throws on every rank ERR_SHAPE, ERR_DISTRIBUTION or ERR_ARGUMENT.
inline void check_fit(MPI_Comm comm, const Numbering& rows, int64_t n_local, NamedVector first,
                      NamedVector second) {
  agree(comm, [&] {
    detail::check_one_fit(rows, n_local, first);
    detail::check_one_fit(rows, n_local, second);
    const double *a = first.vector.data(), *b = second.vector.data();
    if (a < b + n_local && b < a + n_local)
      throw dap::Error("ERR_ARGUMENT", std::string("Expected ") + first.name + " and " + second.name +
                                           " to lie in different memory but they overlap");
  });
}

}  // namespace dap::petsc
