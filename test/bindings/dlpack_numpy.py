"""DLPack between dap_array (in C++) and NumPy: both ways, without copying, released once.

usage: dlpack_numpy.py LIBRARY    prints "ok"
"""
import ctypes
import gc
import sys

import numpy as np

library = ctypes.CDLL(sys.argv[1])
library.make_tensor.restype = ctypes.c_void_p
library.make_tensor.argtypes = [ctypes.c_char_p]
library.delete_tensor.argtypes = [ctypes.c_void_p]
library.take_tensor.argtypes = [ctypes.c_void_p]
library.taken_data.restype = ctypes.c_void_p
for name in ("taken_extent", "taken_stride"):
    getattr(library, name).restype = ctypes.c_int64

capsule_new = ctypes.pythonapi.PyCapsule_New
capsule_new.restype = ctypes.py_object
capsule_new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
capsule_pointer.restype = ctypes.c_void_p
capsule_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
capsule_rename = ctypes.pythonapi.PyCapsule_SetName
capsule_rename.argtypes = [ctypes.py_object, ctypes.c_char_p]


class Producer:
    """What numpy.from_dlpack asks: a capsule, once, and the device."""

    def __init__(self, kind):
        self.pointer = library.make_tensor(kind.encode())
        assert self.pointer, kind

    def __dlpack__(self, stream=None):
        return capsule_new(self.pointer, b"dltensor", None)

    def __dlpack_device__(self):
        return (1, 0)


def received(kind):
    """A NumPy array over the memory of a dap_array."""
    return np.from_dlpack(Producer(kind))


def check_from_cpp(kind, want):
    """Compare with `want`, and drop: one release, when the last view goes."""
    before = library.released_count()
    got = received(kind)
    assert got.dtype == want.dtype, (kind, got.dtype)
    assert got.shape == want.shape and (got == want).all(), (kind, got)
    part = got[..., -1:]
    del got
    gc.collect()
    assert library.released_count() == before, kind + ": released while a view lives"
    del part
    gc.collect()
    assert library.released_count() == before + 1, kind + ": not released once"


table = np.arange(24.0).reshape(4, 6)
for dtype in "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128".split():
    check_from_cpp(dtype, table.astype(dtype))
check_from_cpp("transposed", table.T)
check_from_cpp("every other", table[:, 1::2])
check_from_cpp("backwards", np.arange(24.0)[::-1])
check_from_cpp("ghosts", np.arange(12.0))
check_from_cpp("empty", np.empty((0, 3)))
scalar = received("scalar")
assert scalar.shape == () and scalar == 5
del scalar

# A tensor that nobody reads is deleted by whoever made the capsule.
before = library.released_count()
library.delete_tensor(library.make_tensor(b"float64"))
assert library.released_count() == before + 1


def hand_over(array):
    """Give an array to C++ as a consumer of capsules does; its return code."""
    capsule = array.__dlpack__()
    pointer = capsule_pointer(capsule, b"dltensor")
    capsule_rename(capsule, b"used_dltensor")
    return library.take_tensor(pointer)


memory = np.arange(40.0).reshape(5, 8)
for array in (memory, memory.T, memory[1:4, 2::3], memory[::-1, ::-2]):
    copy = array.copy()
    references = sys.getrefcount(array)
    assert hand_over(array) == 0
    assert sys.getrefcount(array) == references + 1, "the array is held"
    assert library.taken_data() == array.__array_interface__["data"][0], "the same memory"
    assert [library.taken_extent(d) for d in range(library.taken_ndim())] == list(array.shape)
    assert [library.taken_stride(d) for d in range(library.taken_ndim())] == list(array.strides)
    assert (library.taken_code(), library.taken_bits()) == (2, 64)
    library.taken_increment()
    assert (array == copy + 1).all(), "written through"
    library.taken_release()
    assert sys.getrefcount(array) == references, "and let go, once"

for dtype, code, bits in (("int8", 0, 8), ("uint32", 1, 32), ("float32", 2, 32), ("complex128", 5, 128)):
    assert hand_over(np.zeros(3, dtype)) == 0
    assert (library.taken_code(), library.taken_bits()) == (code, bits)

half = np.zeros(3, "float16")
references = sys.getrefcount(half)
assert hand_over(half) == 1, "float16 is no dtype of the protocol"
assert sys.getrefcount(half) == references, "what is refused is deleted"
library.taken_release()
assert not library.taken_is_alive()
print("ok")
