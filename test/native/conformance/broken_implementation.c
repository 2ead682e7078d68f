/*
 * examples/conformance/implementation.c with one mistake, chosen by a definition of the build. The comment at
 * each says what catches it; test/conformance/library.test.ts checks that.
 */
#include <dap/conformance.h>

#define dap_conformance_producer right_producer
#define dap_conformance_consumer right_consumer
int right_producer(const dap_array* wanted, int64_t rank, int64_t ranks, dap_array* out);
int right_consumer(dap_array* in, dap_array* out);
#include "../../../examples/conformance/implementation.c"
#undef dap_conformance_producer
#undef dap_conformance_consumer

int dap_conformance_producer(const dap_array* wanted, int64_t rank, int64_t ranks, dap_array* out) {
  const int code = right_producer(wanted, rank, ranks, out);
  if (code) return code;
#if defined(WRONG_STRIDES)
  /* Strides in elements instead of bytes (PyTrilinos, the other way round). Caught by: values, and by
   * alignment (DAP-S6). */
  section* s = out->private_data;
  for (int32_t d = 0; d < out->ndim; ++d) s->strides[d] /= out->dtype.bits / 8;
#elif defined(LOCAL_SIZE)
  /* The local extent as the global size (PyTrilinos, Epetra). Caught by: local (DAP-B4), description. */
  section* s = out->private_data;
  for (int32_t d = 0; d < out->ndim; ++d) s->dims[d].size = s->shape[d];
#elif defined(OTHER_LAYOUT)
  /* Compiled against another dap.h. Caught by: the layout number, before anything is read. */
  out->layout = 9;
#endif
  return 0;
}

#if defined(RELEASES_TWICE)
/* Releases what it imported once more, through a copy of the struct. Caught by: the count of releases. */
static void release_twice(dap_array* array) {
  dap_array again = ((section*)array->private_data)->from;
  release(array);
  dap_release(&again);
}
#elif defined(STAYS_LIVE)
/* Leaves release as it is, so that nobody can know the struct as released. Caught by: release is not NULL. */
static void release_unmarked(dap_array* array) {
  dap_array copy = *array;
  release(&copy);
}
#endif

#if defined(FORGETS_INDICES) || defined(COPIES) || defined(COPIES_SILENTLY)
/* Copies the elements, which have no gaps, and goes on with the copy. Nonzero without memory. */
static int copy_elements(section* s, dap_array* out) {
  size_t bytes = out->dtype.bits / 8;
  for (int32_t d = 0; d < out->ndim; ++d) bytes *= (size_t)out->shape[d];
  s->memory = malloc(bytes ? bytes : 1);
  if (!s->memory) return 3;
  if (bytes) memcpy(s->memory, out->data, bytes);
  out->data = s->memory;
  return 0;
}
#endif

int dap_conformance_consumer(dap_array* in, dap_array* out) {
#if defined(REFUSES_EMPTY)
  /* Takes an empty section for a mistake. Caught by: accept. */
  for (int32_t d = 0; d < in->ndim; ++d)
    if (in->shape[d] == 0) return 3;
#elif defined(EXITS)
  /* Ends the process, as some libraries do on bad input. Caught by: survival. */
  exit(0);
#elif defined(ACCEPTS_ANYTHING)
  /* Checks nothing (the reference implementation, nearly). Caught by: refuse. */
  section* unchecked = describe(in, out);
  if (!unchecked) return 3;
  dap_move(in, &unchecked->from);
  return 0;
#endif
  const int code = right_consumer(in, out);
  if (code) return code;
#if defined(FORGETS_TO_KEEP_ALIVE)
  /* Releases the producer at once and goes on using its memory (PyTrilinos). Caught by: released while in
   * use. */
  dap_release(&((section*)out->private_data)->from);
#elif defined(FORGETS_INDICES)
  /* Copies the elements, lets the producer go and still uses its lists of indices. Caught by: released while
   * in use. The cases for it have no gaps. */
  section* s = out->private_data;
  if (copy_elements(s, out)) return 3;
  for (int32_t d = 0; d < out->ndim; ++d) s->dims[d].indices = s->from.dims[d].indices;
  dap_release(&s->from);
#elif defined(COPIES) || defined(COPIES_SILENTLY)
  /* Copies the elements. No mistake where it is said; caught by zero-copy where it is not. */
  section* s = out->private_data;
  if (copy_elements(s, out)) return 3;
  dap_release(&s->from);
#if defined(COPIES)
  out->flags |= DAP_FLAG_COPIED;
#endif
#elif defined(RELEASES_TWICE)
  out->release = release_twice;
#elif defined(NEVER_RELEASES)
  /* Forgets the producer. Caught by: the count of releases. */
  ((section*)out->private_data)->from.release = NULL;
#elif defined(COPIES_THE_STRUCT)
  /* Keeps a copy of the struct without marking the source as moved. Caught by: in->release is not NULL. */
  *in = ((section*)out->private_data)->from;
#elif defined(STAYS_LIVE)
  out->release = release_unmarked;
#endif
  return 0;
}
