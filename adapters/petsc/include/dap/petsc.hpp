// dap/petsc.hpp - PETSc on the memory of distributed arrays, for C++17 programs; Node is not needed.
//
//   MPI_Init(&argc, &argv);
//   {
//     dap::petsc::Session session;
//     auto matrix = dap::petsc::Matrix::from_file(MPI_COMM_WORLD, "a.mtx", &array_b);
//     dap::petsc::Vector b(MPI_COMM_WORLD, std::move(array_b)), x(MPI_COMM_WORLD, std::move(array_x));
//     dap::petsc::Solver solver(matrix, dap::petsc::Options("-ksp_type cg -pc_type gamg"));
//     dap::petsc::Result result = solver.solve(b, x);
//   }
//   MPI_Finalize();
//
// Classes are movable owners. Constructors and destructors are collective over the communicator: all ranks
// make and destroy objects in the same order. Every check whose outcome can differ between ranks is agreed
// on, so that either all ranks throw or none.
#pragma once
#include <dap/petsc/error.hpp>
#include <dap/petsc/export.hpp>
#include <dap/petsc/matrix.hpp>
#include <dap/petsc/options.hpp>
#include <dap/petsc/session.hpp>
#include <dap/petsc/solver.hpp>
#include <dap/petsc/vector.hpp>
