"""The workloads with NumPy: `peer.py FOLDER options points`, and with `mpi` after that by the ranks of a job with mpi4py.

Answers each line of its input by seconds, as limit.c does. The normal distribution is by scipy.special.erf: NumPy has none, and scipy's is
the fastest and most accurate that its users have.
"""

import sys
import time

import numpy as np
from scipy.special import erf

folder, options, points = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
comm = None
if sys.argv[4:] == ['mpi']:
    from mpi4py import MPI

    comm = MPI.COMM_WORLD
rank, ranks = (comm.rank, comm.size) if comm else (0, 1)
party = 'mpi4py' if comm else 'NumPy'
DIMS, CENTRES = 8, 16


def mine(name, n, columns=1):
    first, last = n * rank // ranks, n * (rank + 1) // ranks
    return np.fromfile(f'{folder}/{name}', count=(last - first) * columns, offset=8 * first * columns)


spot, strike, years = (mine(name, options) for name in ('spot', 'strike', 'years'))
x = mine('points', points, DIMS).reshape(-1, DIMS)
columns = [np.ascontiguousarray(x[:, k]) for k in range(DIMS)]
centres = np.fromfile(f'{folder}/centres').reshape(CENTRES, DIMS)
RATE, VOLATILITY = 0.02, 0.3


def normal(x):
    return 0.5 + 0.5 * erf(x * np.sqrt(0.5))


def prices():
    spread = VOLATILITY * np.sqrt(years)
    d1 = (np.log(spot / strike) + (RATE + VOLATILITY**2 / 2) * years) / spread
    n1, n2 = normal(d1), normal(d1 - spread)
    owed = strike * np.exp(-RATE * years)
    return spot * n1 - owed * n2, owed * (1 - n2) - spot * (1 - n1)


def clusters():
    """The best form for NumPy: a matrix product, and counting with weights instead of ufunc.at."""
    scores = x @ (-2 * centres.T)
    scores += (centres**2).sum(1)
    labels = scores.argmin(1)
    sums = np.stack([np.bincount(labels, column, CENTRES) for column in columns], 1)
    counts = np.bincount(labels, minlength=CENTRES).astype(float)
    if comm:
        comm.Allreduce(MPI.IN_PLACE, sums)
        comm.Allreduce(MPI.IN_PLACE, counts)
    return labels, (sums / counts[:, None]).T


def whole(part):
    return np.concatenate(comm.allgather(part)) if comm else part


def write(name, answers):
    first, second = answers
    parts = [whole(first).astype(float), whole(second) if name == 'prices' else second]
    if rank == 0:
        np.concatenate([part.ravel() for part in parts]).tofile(f'{folder}/{party}.{name}')


def told():
    """The next line of rank 0's input, on all ranks; those that wait leave the cores to others."""
    line = np.frombuffer((sys.stdin.readline() if rank == 0 else '').strip().ljust(32).encode(), 'u1').copy()
    if comm:
        request = comm.Ibcast(line)
        while not request.Test():
            time.sleep(0.001)
    return line.tobytes().decode().strip()


RUNS = {'prices': prices, 'clusters': clusters}
answers = {}
while line := told():
    if comm:
        comm.Barrier()
    start = time.perf_counter()
    if line.startswith('write '):
        name = line[6:]
        write(name, answers[name])
    else:
        answers[line] = RUNS[line]()
    if comm:
        comm.Barrier()
    if rank == 0:
        print(time.perf_counter() - start, flush=True)
