// dap/petsc/integer.hpp - from 64-bit sizes and indices to PetscInt, which may have 32 bits.
#pragma once
#include <petscsys.h>

#include <cstdint>
#include <dap/error.hpp>
#include <limits>
#include <string>
#include <vector>

namespace dap::petsc {

inline PetscInt to_petsc_int(int64_t value, const char* what) {
  if (value > std::numeric_limits<PetscInt>::max())
    throw dap::Error("ERR_UNSUPPORTED",
                     std::string(what) + " is " + std::to_string(value) + ", and this PETSc is built with " +
                         std::to_string(8 * sizeof(PetscInt)) +
                         "-bit integers. Use a PETSc configured with --with-64-bit-indices")
        .with("feature", std::string("64-bit PetscInt"));
  return static_cast<PetscInt>(value);
}

// Indices below a size that to_petsc_int accepted.
inline std::vector<PetscInt> to_petsc_ints(const std::vector<int64_t>& values) {
  std::vector<PetscInt> out(values.size());
  for (size_t k = 0; k < out.size(); ++k) out[k] = static_cast<PetscInt>(values[k]);
  return out;
}

}  // namespace dap::petsc
