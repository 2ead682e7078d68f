/*
 * dap/conformance.h - what a shared library offers to `distarray conformance LIBRARY.so`.
 *
 * Plain C11. A library has one or both of the functions below, with C linkage and default visibility. Both
 * are called on every rank, in the same order, from a process in which MPI is initialized; they may
 * communicate. They return 0, or another number to refuse. An exception must not leave them.
 */
#ifndef DAP_CONFORMANCE_H
#define DAP_CONFORMANCE_H

#include <dap/dap.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DAP_CONFORMANCE_EXPORT __attribute__((visibility("default")))
#else
#define DAP_CONFORMANCE_EXPORT
#endif

/*
 * Make this rank's section of an array and describe it in *out.
 *
 * wanted: dtype, shape, strides, dims, flags and extension of the section, valid during the call; its data
 * and release are NULL. Memory of the wanted strides is new memory of the library, which lives until
 * out->release is called; each element, ghost copies too, has the value that dap_conformance_write gives it.
 * out: not initialized. To refuse (say, a dist_type that the library does not have), leave it so and return
 * nonzero.
 */
DAP_CONFORMANCE_EXPORT int dap_conformance_producer(const dap_array* wanted, int64_t rank, int64_t ranks,
                                                    dap_array* out);

/*
 * Import *in, and export what was imported in *out.
 *
 * On success (0) the consumer has taken *in over: in->release is NULL, because the struct was moved
 * (dap_move) or released. A consumer that works on the producer's memory releases it when out->release is
 * called, and not before; one that copies sets DAP_FLAG_COPIED and may release at once. An export that breaks
 * a rule of the protocol is refused: return nonzero and leave *in alone. Nothing has checked it.
 */
DAP_CONFORMANCE_EXPORT int dap_conformance_consumer(dap_array* in, dap_array* out);

/*
 * What the value of every element follows from, 0 .. 96: k mod 97, where k is 1 for a 0-d array and else the
 * sum over the dimensions of (g[d] + 1) * w[d], w = {1, 1009, 1000003, 100000007}; g is the element's global
 * index.
 */
static inline int64_t dap_conformance_residue(const int64_t* g, int32_t ndim) {
  static const int64_t w[4] = {1, 1009, 1000003, 100000007};
  int64_t sum = ndim == 0 ? 1 : 0;
  for (int32_t d = 0; d < ndim && d < 4; ++d) sum += ((g[d] % 97 + 97) % 97 + 1) * (w[d] % 97);
  return sum % 97;
}

/*
 * Write the value of the element with global index g: for the residue m, bool: m is odd; integers: m; floats:
 * m + 0.5; complex: (m + 0.5) - m i. element: aligned to the dtype. Returns 0, or nonzero for a dtype that
 * the protocol does not have.
 */
static inline int dap_conformance_write(dap_dtype dtype, const int64_t* g, int32_t ndim, void* element) {
  const int64_t m = dap_conformance_residue(g, ndim);
  switch (dtype.code * 1000 + dtype.bits) {
    case DAP_BOOL * 1000 + 8:
      *(uint8_t*)element = (uint8_t)(m % 2);
      return 0;
    case DAP_INT * 1000 + 8:
    case DAP_UINT * 1000 + 8:
      *(uint8_t*)element = (uint8_t)m;
      return 0;
    case DAP_INT * 1000 + 16:
    case DAP_UINT * 1000 + 16:
      *(uint16_t*)element = (uint16_t)m;
      return 0;
    case DAP_INT * 1000 + 32:
    case DAP_UINT * 1000 + 32:
      *(uint32_t*)element = (uint32_t)m;
      return 0;
    case DAP_INT * 1000 + 64:
    case DAP_UINT * 1000 + 64:
      *(uint64_t*)element = (uint64_t)m;
      return 0;
    case DAP_FLOAT * 1000 + 32:
      *(float*)element = (float)m + 0.5f;
      return 0;
    case DAP_FLOAT * 1000 + 64:
      *(double*)element = (double)m + 0.5;
      return 0;
    case DAP_COMPLEX * 1000 + 64:
      ((float*)element)[0] = (float)m + 0.5f;
      ((float*)element)[1] = -(float)m;
      return 0;
    case DAP_COMPLEX * 1000 + 128:
      ((double*)element)[0] = (double)m + 0.5;
      ((double*)element)[1] = -(double)m;
      return 0;
    default:
      return 1;
  }
}

#ifdef __cplusplus
}
#endif

#endif /* DAP_CONFORMANCE_H */
