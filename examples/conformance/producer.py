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
FORMATS = dict(bool="?", int8="b", int16="h", int32="i", int64="q", uint8="B", uint16="H", uint32="I", uint64="Q")
FORMATS.update(float32="f", float64="d", complex64="Zf", complex128="Zd")  # PEP 3118


def local_to_global(dim, extent, version):
    """The global index of each local position of one dimension."""
    kind = dim.get("dist_type", "b")  # {} stands for a block dimension on one process
    if kind == "u":
        return np.array(dim["indices"], dtype=np.int64)
    if kind == "c":
        block, local = dim.get("block_size", 1), np.arange(extent)
        return (local // block * dim["proc_grid_size"] + dim["proc_grid_rank"]) * block + local % block
    start = dim.get("start", 0)
    if version.startswith("0.9.") and dim.get("proc_grid_rank", 0) > 0:
        start -= dim.get("padding", [0, 0])[0]  # 0.9 leaves communication padding out
    return np.arange(start, start + extent)


def fill(section, dtype, indices):
    """Give each element the value that follows from its global index."""
    weights = [1, 1009, 1000003, 100000007]
    m = np.full((), 1) if not indices else sum((g % 97 + 1) * (w % 97) for g, w in zip(np.ix_(*indices), weights))
    m = m % 97
    kind = np.dtype(dtype).kind
    section[...] = m % 2 if kind == "b" else m if kind in "iu" else m + 0.5 if kind == "f" else m + 0.5 - 1j * m


def produce(case, rank):
    """The section of one rank: its memory, and the array in it. A real library has these already."""
    wanted, dtype = case["sections"][rank], np.dtype(case["dtype"])
    packed = int(np.prod(wanted["shape"], dtype=np.int64)) * dtype.itemsize
    memory = np.zeros(wanted.get("bytes", packed), dtype=np.uint8)
    section = np.ndarray(wanted["shape"], dtype, memory, wanted.get("offset", 0), wanted.get("strides"))
    dims = zip(wanted["dim_data"], wanted["shape"])
    fill(section, dtype, [local_to_global(dim, extent, case["version"]) for dim, extent in dims])
    return memory, section


for path in sorted(pathlib.Path(sys.argv[1]).glob("**/case.json")):
    case = json.loads(path.read_text())
    if case["ranks"] != comm.size:
        continue
    memory, section = produce(case, comm.rank)
    wanted, name = case["sections"][comm.rank], f"rank-{comm.rank}"
    np.save(path.with_name(name + ".npy"), memory)
    export = {
        "__version__": case["version"],
        "buffer": {
            "npy": name + ".npy",  # the memory; the section lies in it like this
            "format": FORMATS[case["dtype"]],
            "shape": section.shape,
            "strides": section.strides,
            "offset": wanted.get("offset", 0),
            "readonly": wanted.get("readonly", False),
        },
        "dim_data": wanted["dim_data"],
    }
    if "extension" in wanted:
        export["__extension__"] = wanted["extension"]
    path.with_name(name + ".json").write_text(json.dumps(export))
comm.Barrier()
