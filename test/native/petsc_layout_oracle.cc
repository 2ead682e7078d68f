// What PETSc says of layouts and DMDAs: for each line of the file argv[1], what every rank holds, a line per
// rank. test/protocol/interop compares it with ours. Collective; every rank reads the file, rank 0 prints.
//   dmda DIM bx by bz STENCIL M N P m n p DOF S lx.. ly.. lz..   the entries of a local vector in memory
//   order, as numbers
//        (point * dof + component) of the natural, row-major order in which x is last; -1 where nothing is
//        filled in
//   ghost nlocal.. (nghost ghosts..)..                           the entries of a ghosted vector's local form
//   ao nlocal.. indices..                                        PETSc's numbers of each rank's application
//   indices
#include <petscao.h>
#include <petscdmda.h>

#include <map>
#include <sstream>
#include <string>

#include "oracle.hpp"

namespace {

std::ofstream out;

using Ints = std::vector<PetscInt>;

int rank_of(MPI_Comm comm) {
  int rank = 0;
  MPI_Comm_rank(comm, &rank);
  return rank;
}

int size_of(MPI_Comm comm) {
  int size = 0;
  MPI_Comm_size(comm, &size);
  return size;
}

PetscInt read_int(std::istream& line) {
  static const std::map<std::string, PetscInt> constants = {
      {"DM_BOUNDARY_NONE", DM_BOUNDARY_NONE},         {"DM_BOUNDARY_GHOSTED", DM_BOUNDARY_GHOSTED},
      {"DM_BOUNDARY_PERIODIC", DM_BOUNDARY_PERIODIC}, {"DMDA_STENCIL_STAR", DMDA_STENCIL_STAR},
      {"DMDA_STENCIL_BOX", DMDA_STENCIL_BOX},
  };
  std::string word;
  line >> word;
  const auto constant = constants.find(word);
  return constant != constants.end() ? constant->second : static_cast<PetscInt>(std::stol(word));
}

Ints read_ints(std::istream& line, PetscInt count) {
  Ints values(static_cast<std::size_t>(count));
  for (PetscInt& value : values) value = read_int(line);
  return values;
}

void write_gathered(const Ints& values) {
  test::write_gathered(out, PETSC_COMM_WORLD, std::vector<long long>(values.begin(), values.end()));
}

PetscErrorCode write_vector(Vec local) {
  PetscInt n = 0;
  const PetscScalar* values = nullptr;
  PetscFunctionBeginUser;
  PetscCall(VecGetLocalSize(local, &n));
  PetscCall(VecGetArrayRead(local, &values));
  Ints numbers;
  for (PetscInt i = 0; i < n; ++i) numbers.push_back(static_cast<PetscInt>(PetscRealPart(values[i])));
  PetscCall(VecRestoreArrayRead(local, &values));
  write_gathered(numbers);
  PetscFunctionReturn(0);
}

// Number the entries of a global vector, which each rank has in the order z, y, x, component.
PetscErrorCode number_entries(DM da, Vec global, PetscInt M, PetscInt N, PetscInt dof) {
  PetscInt xs = 0, ys = 0, zs = 0, xm = 0, ym = 0, zm = 0;
  PetscScalar* values = nullptr;
  PetscFunctionBeginUser;
  PetscCall(DMDAGetCorners(da, &xs, &ys, &zs, &xm, &ym, &zm));
  PetscCall(VecGetArray(global, &values));
  PetscScalar* next = values;
  for (PetscInt k = zs; k < zs + zm; ++k)
    for (PetscInt j = ys; j < ys + ym; ++j)
      for (PetscInt i = xs; i < xs + xm; ++i)
        for (PetscInt c = 0; c < dof; ++c)
          *next++ = static_cast<PetscScalar>(((k * N + j) * M + i) * dof + c);
  PetscCall(VecRestoreArray(global, &values));
  PetscFunctionReturn(0);
}

PetscErrorCode dmda(std::istream& line) {
  const PetscInt dim = read_int(line);
  const Ints b = read_ints(line, 3);
  const auto stencil = static_cast<DMDAStencilType>(read_int(line));
  const Ints points = read_ints(line, 3), processes = read_ints(line, 3);
  const PetscInt dof = read_int(line), s = read_int(line);
  const Ints lx = read_ints(line, processes[0]), ly = read_ints(line, processes[1]),
             lz = read_ints(line, processes[2]);
  const auto end = [&b](std::size_t axis) { return static_cast<DMBoundaryType>(b[axis]); };
  DM da = nullptr;
  Vec global = nullptr, local = nullptr;
  PetscFunctionBeginUser;
  if (dim == 1) PetscCall(DMDACreate1d(PETSC_COMM_WORLD, end(0), points[0], dof, s, lx.data(), &da));
  if (dim == 2)
    PetscCall(DMDACreate2d(PETSC_COMM_WORLD, end(0), end(1), stencil, points[0], points[1], processes[0],
                           processes[1], dof, s, lx.data(), ly.data(), &da));
  if (dim == 3)
    PetscCall(DMDACreate3d(PETSC_COMM_WORLD, end(0), end(1), end(2), stencil, points[0], points[1], points[2],
                           processes[0], processes[1], processes[2], dof, s, lx.data(), ly.data(), lz.data(),
                           &da));
  PetscCall(DMSetUp(da));
  PetscCall(DMCreateGlobalVector(da, &global));
  PetscCall(DMCreateLocalVector(da, &local));
  PetscCall(number_entries(da, global, points[0], points[1], dof));
  PetscCall(VecSet(local, -1));
  PetscCall(DMGlobalToLocal(da, global, INSERT_VALUES, local));
  PetscCall(write_vector(local));
  PetscCall(VecDestroy(&local));
  PetscCall(VecDestroy(&global));
  PetscCall(DMDestroy(&da));
  PetscFunctionReturn(0);
}

PetscErrorCode ghost(std::istream& line) {
  const int ranks = size_of(PETSC_COMM_WORLD), rank = rank_of(PETSC_COMM_WORLD);
  const Ints nlocal = read_ints(line, ranks);
  Ints ghosts;
  for (int r = 0; r < ranks; ++r) {
    const Ints list = read_ints(line, read_int(line));
    if (r == rank) ghosts = list;
  }
  Vec vec = nullptr, local = nullptr;
  PetscInt start = 0, stop = 0;
  PetscFunctionBeginUser;
  PetscCall(VecCreateGhost(PETSC_COMM_WORLD, nlocal[static_cast<std::size_t>(rank)], PETSC_DECIDE,
                           static_cast<PetscInt>(ghosts.size()), ghosts.data(), &vec));
  PetscCall(VecGetOwnershipRange(vec, &start, &stop));
  for (PetscInt i = start; i < stop; ++i)
    PetscCall(VecSetValue(vec, i, static_cast<PetscScalar>(i), INSERT_VALUES));
  PetscCall(VecAssemblyBegin(vec));
  PetscCall(VecAssemblyEnd(vec));
  PetscCall(VecGhostUpdateBegin(vec, INSERT_VALUES, SCATTER_FORWARD));
  PetscCall(VecGhostUpdateEnd(vec, INSERT_VALUES, SCATTER_FORWARD));
  PetscCall(VecGhostGetLocalForm(vec, &local));
  PetscCall(write_vector(local));
  PetscCall(VecGhostRestoreLocalForm(vec, &local));
  PetscCall(VecDestroy(&vec));
  PetscFunctionReturn(0);
}

PetscErrorCode ao(std::istream& line) {
  const int ranks = size_of(PETSC_COMM_WORLD), rank = rank_of(PETSC_COMM_WORLD);
  const Ints nlocal = read_ints(line, ranks);
  Ints indices;
  for (int r = 0; r < ranks; ++r) {
    const Ints list = read_ints(line, nlocal[static_cast<std::size_t>(r)]);
    if (r == rank) indices = list;
  }
  AO ordering = nullptr;
  PetscFunctionBeginUser;
  PetscCall(AOCreateBasic(PETSC_COMM_WORLD, static_cast<PetscInt>(indices.size()), indices.data(), nullptr,
                          &ordering));
  PetscCall(AOApplicationToPetsc(ordering, static_cast<PetscInt>(indices.size()), indices.data()));
  write_gathered(indices);
  PetscCall(AODestroy(&ordering));
  PetscFunctionReturn(0);
}

PetscErrorCode run(const char* cases, const char* results) {
  std::ifstream file(cases);
  if (rank_of(PETSC_COMM_WORLD) == 0) out.open(results);
  PetscFunctionBeginUser;
  for (std::string text; std::getline(file, text);) {
    std::istringstream line(text);
    std::string kind;
    line >> kind;
    if (kind == "dmda") PetscCall(dmda(line));
    if (kind == "ghost") PetscCall(ghost(line));
    if (kind == "ao") PetscCall(ao(line));
  }
  PetscFunctionReturn(0);
}

}  // namespace

int main(int argc, char** argv) {
  PetscCall(PetscInitialize(&argc, &argv, nullptr, nullptr));
  if (argc < 3) MPI_Abort(PETSC_COMM_WORLD, 2);
  PetscCall(run(argv[1], argv[2]));
  PetscCall(PetscFinalize());
}
