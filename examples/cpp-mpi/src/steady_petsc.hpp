// steady_petsc.hpp - the temperatures that the plate ends at, solved for by PETSc in the plate's memory.
#pragma once
#include <dap/dap.hpp>
#include <string>

#include "plate.hpp"

struct Steady {
  bool converged;
  std::string reason;
  int64_t iterations;
  const void* entries;   // where PETSc had this rank's entries of the solution
  std::string refusal;   // what the adapter says to a section with ghost rows; empty when there are none
  double residual_norm;  // of the residual, by PETSc
  dap::Array residual;   // a vector that PETSc made, exported
};

// Collective. Needs a dap::petsc::Session.
Steady solve_steady(Plate& plate);
