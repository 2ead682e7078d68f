"""The peer of bench/ksp: CG on the five-point Poisson problem with petsc4py.

usage: poisson.py <edge> <iterations> <repeats>; prints seconds per iteration, one line per repeat.
"""

import sys

import numpy as np
import petsc4py

petsc4py.init([])
from petsc4py import PETSc  # noqa: E402 (only after init)

edge, iterations, repeats = (int(argument) for argument in sys.argv[1:])
n = edge * edge
comm = PETSc.COMM_WORLD

layout = PETSc.Vec().createMPI(n, comm=comm)
first, last = layout.getOwnershipRange()
row = np.arange(first, last)
i, j = row // edge, row % edge
entries = [(np.ones(row.size, bool), 0, 4.0), (i > 0, -edge, -1.0), (j > 0, -1, -1.0), (j + 1 < edge, 1, -1.0), (i + 1 < edge, edge, -1.0)]
rows = np.concatenate([row[mask] for mask, _, _ in entries]).astype(PETSc.IntType)
cols = np.concatenate([row[mask] + shift for mask, shift, _ in entries]).astype(PETSc.IntType)
values = np.concatenate([np.full(mask.sum(), value) for mask, _, value in entries])
order = np.lexsort((cols, rows))
rows, cols, values = rows[order], cols[order], values[order]
starts = np.searchsorted(rows, np.arange(first, last + 1)).astype(PETSc.IntType)
A = PETSc.Mat().createAIJ([n, n], csr=(starts, cols, values), comm=comm)

x, b = A.createVecs()
b.set(1.0)
ksp = PETSc.KSP().create(comm)
ksp.setOperators(A)
ksp.setType("cg")
ksp.getPC().setType("jacobi")
ksp.setTolerances(rtol=1e-50, atol=1e-50, max_it=iterations)
ksp.setUp()
for repeat in range(repeats + 1):
    x.set(0.0)
    comm.barrier()
    start = PETSc.Log.getTime()
    ksp.solve(b, x)
    seconds = PETSc.Log.getTime() - start
    if repeat > 0:
        PETSc.Sys.Print(f"{seconds / ksp.getIterationNumber():.9e}")
