"""The same with NumPy: alone, or with mpi4py over the ranks of the job. Prints milliseconds as JSON."""

import json
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
small = np.ones(8)
out = np.empty_like(x)


def together():
    if comm:
        comm.Barrier()


def timed(body, times=5):
    body()
    found = []
    for _ in range(times):
        together()
        start = time.perf_counter()
        body()
        together()
        found.append(1000 * (time.perf_counter() - start))
    return sorted(found)[times // 2]


def total(value):
    return comm.allreduce(value) if comm else value


def std():
    if not comm:
        return x.std()
    mean = comm.allreduce(x.sum()) / length
    return (comm.allreduce(((x - mean) ** 2).sum()) / length) ** 0.5


def cumulative():
    if not comm:
        return np.cumsum(x)
    local = np.cumsum(x)
    before = comm.exscan(local[-1]) or 0.0
    local += before
    return local


result = {
    'sum': timed(lambda: total(x.sum())),
    'std': timed(std),
    'argmax': timed(lambda: x.argmax()),
    'cumulativeSum': timed(cumulative),
    'sum of 8, us': 1000 * timed(lambda: total(small.sum()), 2001),
}
if rank == 0:
    print(json.dumps(result))
