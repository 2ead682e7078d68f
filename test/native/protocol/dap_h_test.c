/* dap.h from plain C11: the layout that producers and consumers agree on without a common library, and
 * ownership. */
#include <dap/dap.h>
#include <stdalign.h>
#include <stdio.h>

/* Everyone who was compiled against another copy of dap.h depends on these numbers. */
#define AT(type, member, offset, size)                                                     \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member " is at " #offset); \
  _Static_assert(sizeof(((type*)0)->member) == (size), #type "." #member " has size " #size)

_Static_assert(sizeof(void*) == 8, "the offsets below are those of 64-bit machines");
_Static_assert(sizeof(dap_dtype) == 4 && alignof(dap_dtype) == 2, "dap_dtype");
AT(dap_dtype, code, 0, 1);
AT(dap_dtype, bits, 1, 1);
AT(dap_dtype, lanes, 2, 2);
_Static_assert(sizeof(dap_device) == 8 && alignof(dap_device) == 4, "dap_device");
AT(dap_device, type, 0, 4);
AT(dap_device, id, 4, 4);
_Static_assert(sizeof(dap_dim) == 88 && alignof(dap_dim) == 8, "dap_dim");
AT(dap_dim, dist_type, 0, 1);
AT(dap_dim, periodic, 1, 1);
AT(dap_dim, one_to_one, 2, 1);
AT(dap_dim, index_bits, 3, 1);
AT(dap_dim, reserved, 4, 4);
AT(dap_dim, size, 8, 8);
AT(dap_dim, proc_grid_size, 16, 8);
AT(dap_dim, proc_grid_rank, 24, 8);
AT(dap_dim, start, 32, 8);
AT(dap_dim, stop, 40, 8);
AT(dap_dim, padding, 48, 16);
AT(dap_dim, block_size, 64, 8);
AT(dap_dim, n_indices, 72, 8);
AT(dap_dim, indices, 80, 8);
_Static_assert(sizeof(dap_replica) == 16 && alignof(dap_replica) == 8, "dap_replica");
AT(dap_replica, proc_grid_size, 0, 8);
AT(dap_replica, proc_grid_rank, 8, 8);
_Static_assert(sizeof(dap_extension) == 32 && alignof(dap_extension) == 8, "dap_extension");
AT(dap_extension, n_replicated, 0, 4);
AT(dap_extension, partial, 4, 1);
AT(dap_extension, has_comm, 5, 1);
AT(dap_extension, reserved, 6, 2);
AT(dap_extension, replicated, 8, 8);
AT(dap_extension, comm, 16, 8);
AT(dap_extension, keep_alive, 24, 8);
_Static_assert(sizeof(dap_array) == 96 && alignof(dap_array) == 8, "dap_array");
AT(dap_array, version, 0, 12);
AT(dap_array, ndim, 12, 4);
AT(dap_array, dtype, 16, 4);
AT(dap_array, device, 20, 8);
AT(dap_array, byte_order, 28, 1);
AT(dap_array, layout, 29, 1);
AT(dap_array, reserved, 30, 2);
AT(dap_array, flags, 32, 8);
AT(dap_array, data, 40, 8);
AT(dap_array, shape, 48, 8);
AT(dap_array, strides, 56, 8);
AT(dap_array, dims, 64, 8);
AT(dap_array, extension, 72, 8);
AT(dap_array, private_data, 80, 8);
AT(dap_array, release, 88, 8);

_Static_assert(DAP_LAYOUT == 0, "zero, so that a zeroed struct has it");
_Static_assert(DAP_INT == 0 && DAP_UINT == 1 && DAP_FLOAT == 2 && DAP_COMPLEX == 5 && DAP_BOOL == 6,
               "DLPack's");
_Static_assert(DAP_DEVICE_CPU == 1, "DLPack's");
_Static_assert(DAP_ORDER_NOT_APPLICABLE == 0 && DAP_ORDER_LITTLE == 1 && DAP_ORDER_BIG == 2, "byte order");
_Static_assert(DAP_FLAG_READ_ONLY == 1 && DAP_FLAG_COPIED == 2, "flags");
_Static_assert(DAP_PARTIAL_NONE == 0 && DAP_PARTIAL_SUM == 1 && DAP_PARTIAL_PROD == 2 &&
                   DAP_PARTIAL_MIN == 3 && DAP_PARTIAL_MAX == 4,
               "partial results");

static int checks = 0, failures = 0;

static void check(int ok, int line, const char* what) {
  ++checks;
  if (ok) return;
  ++failures;
  fprintf(stderr, "dap_h_test.c:%d: failed: %s\n", line, what);
}
#define CHECK(condition) check((condition), __LINE__, #condition)

/* A producer: counts how often its callback runs, and through which struct. */
static int released = 0;
static const dap_array* released_through = NULL;

static void release(dap_array* array) {
  ++released;
  released_through = array;
  array->private_data = NULL;
  array->release = NULL;
}

static dap_array produce(double* data, const int64_t* extent, const int64_t* stride, const dap_dim* dim) {
  dap_array array = {.version = {0, 10, 0},
                     .ndim = 1,
                     .dtype = {DAP_FLOAT, 64, 1},
                     .device = {DAP_DEVICE_CPU, 0},
                     .byte_order = DAP_ORDER_NATIVE,
                     .data = data,
                     .shape = extent,
                     .strides = stride,
                     .dims = dim,
                     .release = release};
  return array;
}

int main(void) {
  double data[3] = {1, 2, 3};
  const int64_t extent = 3, stride = 8;
  const dap_dim dim = {.dist_type = 'b', .size = 3, .proc_grid_size = 1, .stop = 3, .block_size = 1};
  const uint16_t one = 1;
  CHECK(DAP_ORDER_NATIVE == (*(const uint8_t*)&one == 1 ? DAP_ORDER_LITTLE : DAP_ORDER_BIG));

  /* Moving hands ownership over: whatever happens to the source afterwards, release runs once, for the new
   * place. */
  dap_array source = produce(data, &extent, &stride, &dim);
  CHECK(!dap_is_released(&source));
  dap_array taken;
  dap_move(&source, &taken);
  CHECK(dap_is_released(&source) && !dap_is_released(&taken));
  CHECK(taken.data == data && taken.shape == &extent && taken.strides == &stride && taken.dims == &dim);
  dap_release(&source);
  CHECK(released == 0);
  dap_release(&taken);
  CHECK(released == 1 && released_through == &taken && dap_is_released(&taken));
  dap_release(&taken);
  CHECK(released == 1);

  /* Along a chain of consumers, too. */
  dap_array chain[4];
  chain[0] = produce(data, &extent, &stride, &dim);
  for (int i = 0; i < 3; ++i) dap_move(&chain[i], &chain[i + 1]);
  for (int i = 0; i < 4; ++i) dap_release(&chain[i]);
  CHECK(released == 2 && released_through == &chain[3]);

  /* A released struct moves as one. */
  dap_array last;
  dap_move(&chain[3], &last);
  CHECK(dap_is_released(&last));
  dap_release(&last);
  CHECK(released == 2);

  printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
