"""NumPy alone, or with mpi4py over the ranks of the job: reads workloads by name from the input of rank 0, and prints the
milliseconds that each took until the last rank had its result."""

import sys
import time

import numpy as np

length = int(sys.argv[1])
comm = None
if len(sys.argv) > 2:
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
ranks, rank = (comm.size, comm.rank) if comm else (1, 0)
first, last = length * rank // ranks, length * (rank + 1) // ranks
x = (np.arange(first, last, dtype=np.int64) * 2654435761 % 1000003) / 1000003
out = np.zeros_like(x)
small = np.ones(8)


def together():
    if comm:
        comm.Barrier()


def reduced(value, op=None):
    """The value of all ranks; by buffers, the fast way of mpi4py."""
    if not comm:
        return value
    result = np.empty(1)
    comm.Allreduce(np.array([value]), result, op or MPI.SUM)
    return result[0]


def std():
    if not comm:
        return x.std()
    mean = reduced(x.sum()) / length
    return (reduced(((x - mean) ** 2).sum()) / length) ** 0.5


def argmax():
    place = x.argmax()
    return comm.allreduce((x[place], first + place), MPI.MAXLOC) if comm else place


def cumulative():
    np.cumsum(x, out=out)
    if comm:
        before = np.zeros(1)
        comm.Exscan(out[-1:], before)
        if rank > 0:
            out.__iadd__(before[0])


def many():
    for _ in range(1000):
        reduced(small.sum())


workloads = {
    "sum": lambda: reduced(x.sum()),
    "std": std,
    "max": lambda: reduced(x.max(), comm and MPI.MAX),
    "argmax": argmax,
    "cumulativeSum": cumulative,
    "1000 sums of 8": many,
}
names = list(workloads)


def chosen():
    """The number of the next workload, told by rank 0 to ranks that sleep meanwhile; -1 at the end."""
    line = sys.stdin.readline() if rank == 0 else ""
    told = np.array([names.index(line.rstrip("\n")) if line else -1])
    if comm:
        request = comm.Ibcast(told)
        while not request.Test():
            time.sleep(0.001)
    return int(told[0])


while (number := chosen()) >= 0:
    body = workloads[names[number]]
    together()
    start = time.perf_counter()
    body()
    together()
    if rank == 0:
        print(1000 * (time.perf_counter() - start), flush=True)
