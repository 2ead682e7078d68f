// dap/petsc/result.hpp - how a solve ended. Not converging is a result, not an error.
#pragma once
#include <petscksp.h>

#include <cstdint>
#include <dap/petsc/error.hpp>
#include <string>
#include <vector>

namespace dap::petsc {

struct Result {
  bool converged;
  std::string reason;  // PETSc's name without KSP_, e.g. "CONVERGED_RTOL" or "DIVERGED_ITS"
  int64_t iterations;
  double residual_norm;         // the last one the solver computed, in its own norm (see KSPSetNormType)
  std::vector<double> history;  // that norm before the first iteration and after each
};

namespace detail {

inline Result result_of(KSP ksp) {
  KSPConvergedReason reason = KSP_CONVERGED_ITERATING;
  PetscInt iterations = 0, n_history = 0;
  PetscReal norm = 0;
  const PetscReal* history = nullptr;
  DAP_PETSC_CHECK(KSPGetConvergedReason, ksp, &reason);
  DAP_PETSC_CHECK(KSPGetIterationNumber, ksp, &iterations);
  DAP_PETSC_CHECK(KSPGetResidualNorm, ksp, &norm);
  DAP_PETSC_CHECK(KSPGetResidualHistory, ksp, &history, &n_history);
  return {reason > 0, KSPConvergedReasons[reason], iterations, norm,
          history ? std::vector<double>(history, history + n_history) : std::vector<double>{}};
}

}  // namespace detail
}  // namespace dap::petsc
