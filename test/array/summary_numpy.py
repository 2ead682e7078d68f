"""Print arrays for test/array/summary.test.ts: one JSON case per line of stdin, one JSON string per line of stdout."""

import json
import sys

import numpy

try:
    numpy.set_printoptions(legacy='2.1')  # newer releases changed when float32 gets exponents
except ValueError:
    pass  # NumPy 1 prints like this without being asked


def element(value, dtype):
    if dtype.startswith('complex'):
        return complex(float(value[0]), float(value[1]))
    if dtype.startswith('float'):
        return float(value)
    return int(value) if dtype != 'bool' else value


for line in sys.stdin:
    case = json.loads(line)
    elements = [element(value, case['dtype']) for value in case['values']]
    if 'arange' in case:
        elements = numpy.arange(numpy.prod(case['shape'], dtype=int))
    array = numpy.array(elements, dtype=case['dtype']).reshape(case['shape'])
    print(json.dumps(numpy.array2string(array)))
