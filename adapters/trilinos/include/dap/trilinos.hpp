// dap/trilinos.hpp - distributed arrays as Trilinos vectors and matrices, from plain C++.
//
//   dap::trilinos::Session session;                      // after MPI_Init, before anything else of Trilinos
//   dap::trilinos::Vector b(comm, std::move(array));     // Tpetra::Vector over the array's memory
//   auto a = dap::trilinos::Matrix::from_triplets(comm, b.array(), triplets);
//   dap::trilinos::Krylov cg(a, "CG", {}, dap::trilinos::make_muelu(*a, {}));
//   dap::trilinos::Outcome outcome = cg.solve(b.operand(), x.operand());
//
// Each part is a header of its own; Belos, MueLu, Ifpack2 and Amesos2 take seconds each to compile, so
// include only those you use.
#pragma once
#include <dap/trilinos/amesos2.hpp>
#include <dap/trilinos/belos.hpp>
#include <dap/trilinos/create.hpp>
#include <dap/trilinos/epetra_vector.hpp>
#include <dap/trilinos/ifpack2.hpp>
#include <dap/trilinos/matrix.hpp>
#include <dap/trilinos/muelu.hpp>
#include <dap/trilinos/session.hpp>
#include <dap/trilinos/vector.hpp>
