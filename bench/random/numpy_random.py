"""The other side of bench/random: reads 'workload generator' from its input, and prints the seconds that NumPy took."""

import sys
import time

import numpy as np

out = np.empty(int(sys.argv[1]))
generators = {name: np.random.Generator(getattr(np.random, name)(1)) for name in ("PCG64", "Philox", "SFC64")}
for line in sys.stdin:
    workload, name = line.split()
    generator = generators[name]
    draw = {"normal": generator.standard_normal, "uniform": generator.random}[workload]
    start = time.perf_counter()
    draw(out=out)
    print(time.perf_counter() - start, flush=True)
