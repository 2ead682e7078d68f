"""What NumPy and numexpr take for the workloads of limit.c, by the same protocol: `numpy triad` gives milliseconds of processor time."""

import sys
import time

import numpy as np

try:
    import numexpr
    numexpr.set_num_threads(1)
except ImportError:
    numexpr = None

N = 20_000_000
index = np.arange(N)
a, b, c = np.sin(index), np.cos(index), (index % 7).astype(float)
r = np.zeros(N)
holds = np.zeros(N, bool)


def triad():
    np.multiply(c, 3, out=r)
    np.add(b, r, out=r)


RUNS = {
    'numpy': {
        'triad': triad,
        'mixed': lambda: a * b - 4.1 * a > 2.5 * b,
        'trigonometric': lambda: np.sin(a) ** 2 + np.cos(b) ** 2,
    },
    'numexpr': {
        'triad': lambda: numexpr.evaluate('b + 3 * c', out=r),
        'mixed': lambda: numexpr.evaluate('a * b - 4.1 * a > 2.5 * b', out=holds),
        'trigonometric': lambda: numexpr.evaluate('sin(a) ** 2 + cos(b) ** 2', out=r),
    },
}

for line in sys.stdin:
    library, workload = line.split()
    if library == 'numexpr' and numexpr is None:
        print('nan', flush=True)
        continue
    start = time.process_time()
    RUNS[library][workload]()
    print(1e3 * (time.process_time() - start), flush=True)
