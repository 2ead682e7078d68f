"""The other side of bench/elementwise: reads 'workload form' from its input, and prints the seconds that it took.
usage: peer.py numpy|numexpr|mpi4py LENGTH; numexpr has two threads, mpi4py is NumPy on each rank's part of the arrays"""

import sys
import time

import numpy as np

library, length = sys.argv[1], int(sys.argv[2])
if library == "mpi4py":
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
    rank, ranks = comm.rank, comm.size
else:
    comm, rank, ranks = None, 0, 1
if library == "numexpr":
    import numexpr

    numexpr.set_num_threads(2)

index = np.arange(rank * length // ranks, (rank + 1) * length // ranks, dtype=float)
a, b, c = np.sin(index), np.cos(index), index % 7
n = len(index)
del index
r, s, t, holds = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, bool)


def triad():
    np.multiply(c, 3, out=r)
    np.add(r, b, out=r)


def mixed():
    np.multiply(a, b, out=s)
    np.multiply(a, 4.1, out=t)
    np.subtract(s, t, out=s)
    np.multiply(b, 2.5, out=t)
    np.greater(s, t, out=holds)


def trigonometric():
    np.sin(a, out=r)
    np.square(r, out=r)
    np.cos(b, out=s)
    np.square(s, out=s)
    np.add(r, s, out=r)


if library == "numexpr":
    runs = {
        "triad new": lambda: numexpr.evaluate("b + 3 * c"),
        "triad out": lambda: numexpr.evaluate("b + 3 * c", out=r),
        "mixed new": lambda: numexpr.evaluate("a * b - 4.1 * a > 2.5 * b"),
        "mixed out": lambda: numexpr.evaluate("a * b - 4.1 * a > 2.5 * b", out=holds),
        "trigonometric new": lambda: numexpr.evaluate("sin(a) ** 2 + cos(b) ** 2"),
        "trigonometric out": lambda: numexpr.evaluate("sin(a) ** 2 + cos(b) ** 2", out=r),
    }
else:
    runs = {
        "triad new": lambda: 3 * c + b,
        "triad out": triad,
        "mixed new": lambda: a * b - 4.1 * a > 2.5 * b,
        "mixed out": mixed,
        "trigonometric new": lambda: np.sin(a) ** 2 + np.cos(b) ** 2,
        "trigonometric out": trigonometric,
    }
names = list(runs)


def chosen():
    """The name that rank 0 reads; ranks that wait leave the cores to the others."""
    line = sys.stdin.readline().strip() if rank == 0 else ""
    if comm is None:
        return line
    choice = np.array([names.index(line) if line else -1])
    told = comm.Ibcast(choice)
    while not told.Test():
        time.sleep(0.005)
    return names[choice[0]] if choice[0] >= 0 else ""


def barrier():
    if comm is not None:
        comm.Barrier()


while name := chosen():
    barrier()
    start = time.perf_counter()
    runs[name]()
    barrier()
    if rank == 0:
        print(time.perf_counter() - start, flush=True)
