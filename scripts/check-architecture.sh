#!/usr/bin/env bash
# Check the direction of the arrows between rooms (docs/architecture.md): TypeScript imports and C++ includes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
npx --no-install depcruise --config .dependency-cruiser.cjs index.ts protocol bindings adapters array cluster conformance cli examples test bench

# refuse FOLDER PATTERN WHY: no include in FOLDER may match PATTERN.
failed=0
refuse() {
  local found
  found=$(grep -rnE "^ *# *include *[<\"]($2)" "$1" --include='*.h' --include='*.hpp' --include='*.cc' || true)
  if [ -n "$found" ]; then
    printf '%s\n%s\n\n' "$3:" "$found" >&2
    failed=1
  fi
}
node_headers='napi|node_api|common/'
solver_headers='petsc|Tpetra|Epetra|Belos|MueLu|Ifpack2|Amesos2|Teuchos|Kokkos'
refuse protocol/include "mpi\.h|$node_headers|$solver_headers" 'protocol/include knows no MPI, no Node and no solver library'
refuse bindings/src "$solver_headers|dap/(layout|agree|petsc|trilinos)" 'bindings know no solver library and no adapter'
refuse adapters/common/include "$node_headers|$solver_headers" 'adapters/common knows no Node and no solver library'
refuse adapters/common/src "$solver_headers" 'adapters/common knows no solver library'
refuse adapters/petsc/include "$node_headers|Tpetra|Epetra|Teuchos" 'the C++ side of adapters/petsc works without Node'
refuse adapters/trilinos/include "$node_headers|petsc" 'the C++ side of adapters/trilinos works without Node'
[ $failed = 0 ] && echo 'C++ includes: no violations found'
exit $failed
