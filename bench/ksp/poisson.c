/*
 * The limit of bench/ksp: CG on the five-point Poisson problem with PETSc called from C.
 * usage: poisson <edge> <iterations> <repeats>; prints seconds per iteration, one line per repeat.
 */
#include <petscksp.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const PetscInt edge = atoi(argv[1]), iterations = atoi(argv[2]), repeats = atoi(argv[3]);
  int no_arguments = 1;
  PetscCall(PetscInitialize(&no_arguments, &argv, NULL, NULL));
  PetscMPIInt rank;
  PetscCallMPI(MPI_Comm_rank(PETSC_COMM_WORLD, &rank));

  Mat A;
  const PetscInt n = edge * edge;
  PetscCall(MatCreateAIJ(PETSC_COMM_WORLD, PETSC_DECIDE, PETSC_DECIDE, n, n, 5, NULL, 2, NULL, &A));
  PetscInt first, last;
  PetscCall(MatGetOwnershipRange(A, &first, &last));
  for (PetscInt row = first; row < last; ++row) {
    const PetscInt i = row / edge, j = row % edge;
    if (i > 0) PetscCall(MatSetValue(A, row, row - edge, -1.0, INSERT_VALUES));
    if (j > 0) PetscCall(MatSetValue(A, row, row - 1, -1.0, INSERT_VALUES));
    PetscCall(MatSetValue(A, row, row, 4.0, INSERT_VALUES));
    if (j + 1 < edge) PetscCall(MatSetValue(A, row, row + 1, -1.0, INSERT_VALUES));
    if (i + 1 < edge) PetscCall(MatSetValue(A, row, row + edge, -1.0, INSERT_VALUES));
  }
  PetscCall(MatAssemblyBegin(A, MAT_FINAL_ASSEMBLY));
  PetscCall(MatAssemblyEnd(A, MAT_FINAL_ASSEMBLY));

  Vec x, b;
  PetscCall(MatCreateVecs(A, &x, &b));
  PetscCall(VecSet(b, 1.0));
  KSP ksp;
  PC pc;
  PetscCall(KSPCreate(PETSC_COMM_WORLD, &ksp));
  PetscCall(KSPSetOperators(ksp, A, A));
  PetscCall(KSPSetType(ksp, KSPCG));
  PetscCall(KSPGetPC(ksp, &pc));
  PetscCall(PCSetType(pc, PCJACOBI));
  PetscCall(KSPSetTolerances(ksp, 1e-50, 1e-50, PETSC_DEFAULT, iterations));
  PetscCall(KSPSetUp(ksp));
  for (PetscInt repeat = 0; repeat <= repeats; ++repeat) {
    PetscCall(VecSet(x, 0.0));
    PetscCallMPI(MPI_Barrier(PETSC_COMM_WORLD));
    const double start = MPI_Wtime();
    PetscCall(KSPSolve(ksp, b, x));
    const double seconds = MPI_Wtime() - start;
    PetscInt done;
    PetscCall(KSPGetIterationNumber(ksp, &done));
    if (repeat > 0) PetscCall(PetscPrintf(PETSC_COMM_WORLD, "%.9e\n", seconds / (double)done));
  }
  PetscCall(KSPDestroy(&ksp));
  PetscCall(VecDestroy(&x));
  PetscCall(VecDestroy(&b));
  PetscCall(MatDestroy(&A));
  PetscCall(PetscFinalize());
  return 0;
}
