/*
 * A small implementation of the Distributed Array Protocol in C11, with the two functions that `distarray
 * conformance` looks for. Only the headers in protocol/include are needed:
 *
 *   cc -std=c11 -shared -fPIC -I protocol/include implementation.c -o implementation.so
 *   npx distarray conformance ./implementation.so
 */
#include <dap/conformance.h>
#include <stdlib.h>
#include <string.h>

/* Everything that one of our exports points to. */
typedef struct section {
  int64_t shape[64], strides[64];
  dap_dim dims[64];
  void* indices[64]; /* ours; NULL for dimensions that are not unstructured */
  dap_extension extension;
  dap_replica replicated[64];
  void* memory;   /* ours, when we produced the section */
  dap_array from; /* somebody else's, when we imported it */
} section;

static void release(dap_array* array) {
  section* s = array->private_data;
  for (int d = 0; d < 64; ++d) free(s->indices[d]);
  free(s->memory);
  dap_release(&s->from);
  free(s);
  array->private_data = NULL;
  array->release = NULL;
}

/* A copy of everything that describes `from`, in `out`; the elements are not part of that. NULL without
 * memory. */
static section* describe(const dap_array* from, dap_array* out) {
  section* s = calloc(1, sizeof *s);
  if (!s) return NULL;
  *out = *from;
  out->shape = s->shape;
  out->strides = s->strides;
  out->dims = s->dims;
  out->private_data = s;
  out->release = release;
  for (int32_t d = 0; d < from->ndim; ++d) {
    s->shape[d] = from->shape[d];
    s->strides[d] = from->strides[d];
    s->dims[d] = from->dims[d];
    if (from->dims[d].dist_type != 'u') continue;
    const size_t bytes = (size_t)from->dims[d].n_indices * (from->dims[d].index_bits / 8);
    s->indices[d] = malloc(bytes + 1);
    if (!s->indices[d]) {
      dap_release(out);
      return NULL;
    }
    if (bytes > 0) memcpy(s->indices[d], from->dims[d].indices, bytes);
    s->dims[d].indices = s->indices[d];
  }
  if (from->extension) {
    s->extension = *from->extension;
    for (int32_t i = 0; i < s->extension.n_replicated; ++i) s->replicated[i] = from->extension->replicated[i];
    s->extension.replicated = s->replicated;
    out->extension = &s->extension;
  }
  return s;
}

static int64_t index_at(const dap_dim* dim, int64_t i) {
  return dim->index_bits == 32 ? ((const int32_t*)dim->indices)[i] : ((const int64_t*)dim->indices)[i];
}

/* Global index of local position i. */
static int64_t local_to_global(const dap_dim* dim, int64_t i) {
  if (dim->dist_type == 'u') return index_at(dim, i);
  if (dim->dist_type == 'b') return dim->start + i;
  const int64_t block = i / dim->block_size * dim->proc_grid_size + dim->proc_grid_rank;
  return block * dim->block_size + i % dim->block_size;
}

/* Number of global indices dealt to this process. */
static int64_t cyclic_count(const dap_dim* dim) {
  const int64_t full = dim->size / dim->block_size, rest = dim->size % dim->block_size;
  const int64_t mine = full / dim->proc_grid_size + (full % dim->proc_grid_size > dim->proc_grid_rank);
  return mine * dim->block_size + (full % dim->proc_grid_size == dim->proc_grid_rank ? rest : 0);
}

static int is_listed_once(const dap_dim* dim) {
  for (int64_t i = 1; i < dim->n_indices; ++i)
    for (int64_t j = 0; j < i; ++j)
      if (index_at(dim, i) == index_at(dim, j)) return 0;
  return 1;
}

/* No process lists more than size indices, and a single process lists size. */
static int is_unstructured(const dap_dim* dim, int64_t extent) {
  if (dim->index_bits != 32 && dim->index_bits != 64) return 0;
  if (dim->n_indices != extent || extent > dim->size) return 0;
  return (dim->proc_grid_size > 1 || extent == dim->size) && is_listed_once(dim);
}

static int is_block(const dap_dim* dim, int64_t extent) {
  const int is_first = dim->proc_grid_rank == 0, is_last = dim->proc_grid_rank == dim->proc_grid_size - 1;
  const int64_t low = dim->padding[0], high = dim->padding[1];
  if (dim->start < 0 || dim->start > dim->stop || dim->stop > dim->size || dim->stop - dim->start != extent)
    return 0;
  if ((is_first && dim->start != 0) || (is_last && dim->stop != dim->size)) return 0;
  if (low < 0 || high < 0 || low > extent || high > extent) return 0;
  const int64_t own = extent - (is_first ? 0 : low) - (is_last ? 0 : high);
  return (is_first || low <= own) && (is_last || high <= own) &&
         (is_first ? low : 0) + (is_last ? high : 0) <= own;
}

/* Does the dictionary keep the rules that one process alone can check? */
static int is_valid(const dap_dim* dim, int64_t extent) {
  if (dim->size < 0 || dim->proc_grid_size < 1 || dim->proc_grid_rank < 0) return 0;
  if (dim->proc_grid_rank >= dim->proc_grid_size || extent < 0) return 0;
  switch (dim->dist_type) {
    case 'b':
      return is_block(dim, extent);
    case 'c':
      return dim->block_size >= 1 && dim->start == dim->proc_grid_rank * dim->block_size &&
             extent == cyclic_count(dim);
    case 'u':
      return is_unstructured(dim, extent);
    default:
      return 0;
  }
}

/* Is the number of elements of the whole array an integer that every implementation can count to? */
static int is_countable(const dap_array* array) {
  const int64_t most = ((int64_t)1 << 53) - 1;
  int64_t total = 1;
  for (int32_t d = 0; d < array->ndim; ++d)
    if (array->dims[d].size == 0) return 1;
  for (int32_t d = 0; d < array->ndim; ++d) {
    if (array->dims[d].size > most / total) return 0;
    total *= array->dims[d].size;
  }
  return 1;
}

/* Can every element be read in place? Memory of an empty section is never touched. */
static int is_aligned(const dap_array* array) {
  const int64_t unit = array->dtype.bits / (array->dtype.code == DAP_COMPLEX ? 16 : 8);
  int aligned = (int64_t)((uintptr_t)array->data % (uintptr_t)unit) == 0;
  for (int32_t d = 0; d < array->ndim; ++d) {
    if (array->shape[d] == 0) return 1;
    if (array->shape[d] > 1 && array->strides[d] % unit != 0) aligned = 0;
  }
  return aligned;
}

static int can_read(const dap_array* array) {
  const int is_byte = array->dtype.bits == 8;
  if (array->layout != DAP_LAYOUT || array->version[0] != 0 || array->version[1] != 10) return 0;
  if (array->ndim < 0 || array->ndim > 64 || array->device.type != DAP_DEVICE_CPU || array->dtype.lanes != 1)
    return 0;
  if (array->extension && array->extension->n_replicated > 64) return 0;
  if (array->dtype.bits < (array->dtype.code == DAP_COMPLEX ? 16 : 8)) return 0;
  return array->byte_order == (is_byte ? DAP_ORDER_NOT_APPLICABLE : DAP_ORDER_NATIVE);
}

/* New memory for the section; `out->data` is its first element. Zero when there is too little. */
static int allocate(section* s, dap_array* out) {
  int64_t before = 0, after = out->dtype.bits / 8;
  for (int32_t d = 0; d < out->ndim; ++d) {
    if (s->shape[d] == 0) return 1;
    const int64_t reach = (s->shape[d] - 1) * s->strides[d];
    if (reach < 0)
      before -= reach;
    else
      after += reach;
  }
  s->memory = calloc(1, (size_t)(before + after));
  if (s->memory) out->data = (char*)s->memory + before;
  return s->memory != NULL;
}

/* Give every element from dimension d on its value. */
static int fill(const dap_array* array, int32_t d, char* at, int64_t* global) {
  if (d == array->ndim) return dap_conformance_write(array->dtype, global, array->ndim, at);
  for (int64_t i = 0; i < array->shape[d]; ++i) {
    global[d] = local_to_global(&array->dims[d], i);
    const int code = fill(array, d + 1, at + i * array->strides[d], global);
    if (code) return code;
  }
  return 0;
}

int dap_conformance_producer(const dap_array* wanted, int64_t rank, int64_t ranks, dap_array* out) {
  (void)rank; /* the dictionaries have this rank's coordinates */
  (void)ranks;
  if (!can_read(wanted)) return 1;
  section* s = describe(wanted, out);
  int64_t global[64];
  if (!s) return 3;
  if (allocate(s, out) && fill(out, 0, out->data, global) == 0) return 0;
  dap_release(out);
  return 2;
}

int dap_conformance_consumer(dap_array* in, dap_array* out) {
  if (!can_read(in) || !is_aligned(in)) return 1;
  for (int32_t d = 0; d < in->ndim; ++d)
    if (!is_valid(&in->dims[d], in->shape[d])) return 2;
  if (!is_countable(in)) return 2;
  section* s = describe(in, out);
  if (!s) return 3;
  dap_move(in, &s->from);
  return 0;
}
