# The peer of bench:overhead: the same steps in NumPy, and mpi4py's Allreduce where they need one. One line per step: its name,
# microseconds of wall time and of processor time on rank 0 (medians).
import statistics
import sys
import time

import numpy
from mpi4py import MPI

rounds = int(sys.argv[1])
batch = 20_000
comm = MPI.COMM_WORLD
a = numpy.full(8 // comm.size, 3.0)
b = numpy.full(8 // comm.size, 4.0)
part, total = numpy.empty(()), numpy.empty(())


def sum_all():
    numpy.add.reduce(a, out=part)
    comm.Allreduce(part, total)
    return float(total)


steps = {"add": lambda: a + b, "expression": lambda: a * b - 4.1 * a, "get": lambda: a[0], "sum": sum_all}
for name, step in steps.items():
    wall, processor = [], []
    for _ in range(rounds):
        comm.Barrier()
        used, start = time.process_time(), time.perf_counter()
        for _ in range(batch):
            step()
        wall.append((time.perf_counter() - start) * 1e6 / batch)
        processor.append((time.process_time() - used) * 1e6 / batch)
    if comm.rank == 0:
        print(name, statistics.median(wall), statistics.median(processor), flush=True)
