"""Evaluate NumPy expressions for test/support/numpy.ts, over frames on stdin and stdout.

A frame is two little-endian uint32 (bytes of the header, bytes of the body), a JSON header and the raw bytes of arrays, one after the other.
"""

import functools
import json
import math
import os
import struct
import sys

import numpy

DTYPES = 'bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128'.split()

source = sys.stdin.buffer
sink = os.fdopen(os.dup(sys.stdout.fileno()), 'wb')
os.dup2(2, 1)  # what an expression prints must not end up between frames
compiled = functools.lru_cache(maxsize=None)(lambda text: compile(text, '<expression>', 'eval'))


def gamma(x):
    """C's tgamma: Python raises where it is infinite or has no value."""
    try:
        return math.gamma(x)
    except OverflowError:
        return math.copysign(math.inf, x)
    except ValueError:
        return math.copysign(math.inf, x) if x == 0 else math.nan


def lgamma(x):
    """C's lgamma."""
    try:
        return math.lgamma(x)
    except (OverflowError, ValueError):
        return math.inf


SPECIAL = {f.__name__: numpy.vectorize(f, otypes=[float]) for f in (math.erf, math.erfc, gamma, lgamma)}


def write(header, chunks=()):
    text = json.dumps(header).encode()
    sink.write(struct.pack('<II', len(text), sum(map(len, chunks))) + text)
    for chunk in chunks:
        sink.write(chunk)
    sink.flush()


def read_arrays(entries, body):
    arrays, at = {}, 0
    for entry in entries:
        dtype = numpy.dtype(entry['dtype'])
        count = math.prod(entry['shape'])
        arrays[entry['name']] = numpy.frombuffer(body, dtype, count, at).reshape(entry['shape']).copy()
        at += count * dtype.itemsize
    return arrays


def answer(request, body):
    names = {'np': numpy, 'math': math, **SPECIAL, **read_arrays(request['arrays'], body)}
    result = eval(compiled(request['expression']), names)
    if request['plain']:
        return {'value': result}, ()
    results = [numpy.asarray(part) for part in (result if isinstance(result, (tuple, list)) else [result])]
    for array in results:
        if array.dtype.name not in DTYPES:
            raise TypeError('the result has dtype ' + array.dtype.name)
    described = [{'dtype': array.dtype.name, 'shape': array.shape} for array in results]
    return {'arrays': described}, [array.tobytes() for array in results]


numpy.seterr(all='ignore')
write({'version': numpy.__version__})
while True:
    sizes = source.read(8)
    if len(sizes) < 8:
        break
    header_bytes, body_bytes = struct.unpack('<II', sizes)
    request = json.loads(source.read(header_bytes))
    body = source.read(body_bytes)
    try:
        reply = answer(request, body)
        json.dumps(reply[0])
    except Exception as error:
        reply = {'error': type(error).__name__, 'message': str(error)}, ()
    write(*reply)
