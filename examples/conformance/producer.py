"""A producer of the Distributed Array Protocol in Python, which `distarray conformance --files` checks.

    npx distarray conformance --write-cases cases
    mpiexec -n 3 python3 producer.py cases          # and with every other number of ranks
    npx distarray conformance --files cases

Only NumPy and mpi4py are needed. Each rank writes rank-<r>.json, its export, and rank-<r>.npy, its memory.
"""
import json
import pathlib
import sys

import numpy as np
from mpi4py import MPI

comm = MPI.COMM_WORLD
FORMATS = dict(bool="?", int8="b", int16="h", int32="i", int64="q", uint8="B", uint16="H", uint32="I", uint64="Q",
               float32="f", float64="d", complex64="Zf", complex128="Zd")  # PEP 3118


def local_to_global(dim, extent):
    """The global index of each local position of one dimension."""
    local = np.arange(extent)
    if dim.get("dist_type") == "u":
        return np.array(dim["indices"], dtype=np.int64)
    if dim.get("dist_type") == "c":
        block = dim.get("block_size", 1)
        return (local // block * dim["proc_grid_size"] + dim["proc_grid_rank"]) * block + local % block
    return dim.get("start", 0) + local  # {} stands for a block dimension on one process


def fill(section, indices):
    """Give each element the value that follows from its global index."""
    weights = [1, 1009, 1000003, 100000007]
    m = sum((g % 97 + 1) * (w % 97) for g, w in zip(np.ix_(*indices), weights)) % 97 if indices else np.int64(1)
    by_kind = {"b": lambda: m % 2, "i": lambda: m, "u": lambda: m, "f": lambda: m + 0.5, "c": lambda: m + 0.5 - 1j * m}
    section[...] = by_kind[section.dtype.kind]()


for path in sorted(pathlib.Path(sys.argv[1]).glob("**/case.json")):
    case = json.loads(path.read_text())
    if case["ranks"] != comm.size:
        continue
    wanted, dtype, name = case["sections"][comm.rank], np.dtype(case["dtype"]), f"rank-{comm.rank}"
    packed = int(np.prod(wanted["shape"], dtype=np.int64)) * dtype.itemsize
    memory = np.zeros(wanted.get("bytes", packed), dtype=np.uint8)  # a real library has an array already
    section = np.ndarray(wanted["shape"], dtype, memory, wanted.get("offset", 0), wanted.get("strides"))
    fill(section, [local_to_global(dim, extent) for dim, extent in zip(wanted["dim_data"], section.shape)])
    np.save(path.with_name(name + ".npy"), memory)
    buffer = dict(npy=name + ".npy", format=FORMATS[case["dtype"]], shape=section.shape, strides=section.strides)
    buffer.update(offset=wanted.get("offset", 0), readonly=wanted.get("readonly", False))
    export = {"__version__": case["version"], "buffer": buffer, "dim_data": wanted["dim_data"]}
    if "extension" in wanted:
        export["__extension__"] = wanted["extension"]
    path.with_name(name + ".json").write_text(json.dumps(export))
comm.Barrier()
