# The peer of bench:overhead: the same steps in NumPy, and mpi4py's Allreduce and Bcast where they need one. One line per step: its name,
# microseconds of wall time and of processor time on rank 0.
import time

import numpy
from mpi4py import MPI

batch = 20_000
comm = MPI.COMM_WORLD
count = 8 // comm.size
a = numpy.full(count, 3.0)
b = numpy.full(count, 4.0)
part, total = numpy.empty(()), numpy.empty(())
owner = 5 // count
element = numpy.empty(1)


def sum_all():
    numpy.add.reduce(a, out=part)
    comm.Allreduce(part, total)
    return float(total)


def get():
    if comm.rank == owner:
        element[0] = a[5 % count]
    comm.Bcast(element, owner)
    return float(element[0])


steps = {
    "add": lambda: a + b,
    "function": lambda: numpy.add(a, b),
    "expression": lambda: a * b - 4.1 * a,
    "get": get if comm.size > 1 else lambda: float(a[5]),
    "sum": sum_all,
    "free": lambda: numpy.empty(count),
}
for name, step in steps.items():
    for _ in range(2):
        comm.Barrier()
        used, start = time.process_time(), time.perf_counter()
        for _ in range(batch):
            step()
        wall = (time.perf_counter() - start) * 1e6 / batch
        processor = (time.process_time() - used) * 1e6 / batch
    if comm.rank == 0:
        print(name, wall, processor, flush=True)
