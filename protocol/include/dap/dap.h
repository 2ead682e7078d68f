/*
 * dap.h - C interface of the Distributed Array Protocol 0.10.
 *
 * One struct describes this process's section of a distributed array: where its
 * bytes are, and which global indices they stand for. Producer and consumer need
 * no common library, only this header. The manner is that of the Arrow C data
 * interface and DLPack: plain data, and a release callback owned by the producer.
 *
 * Ownership: a consumer that keeps the data moves the struct (bitwise copy, then
 * sets release of the source to NULL) and calls release exactly once when done.
 * The callback sets release to NULL: a released struct
 * is known by that. Everything the struct points to stays
 * valid until release is called. No function here communicates.
 */
#ifndef DAP_DAP_H
#define DAP_DAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Type codes, with DLPack's values: a dtype is (code, bits); lanes is always 1. */
enum {
  DAP_INT = 0,
  DAP_UINT = 1,
  DAP_FLOAT = 2,
  DAP_COMPLEX = 5, /* bits counts both parts: complex128 is {DAP_COMPLEX, 128, 1} */
  DAP_BOOL = 6
};

enum { DAP_DEVICE_CPU = 1 }; /* DLPack's kDLCPU */

enum { DAP_FLAG_READ_ONLY = 1 };

typedef struct dap_dtype {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
} dap_dtype;

typedef struct dap_device {
  int32_t type;
  int32_t id;
} dap_device;

/* One dimension dictionary. Fields that do not belong to dist_type are zero (block_size is 1). */
typedef struct dap_dim {
  char dist_type; /* 'b' block, 'c' cyclic and block-cyclic, 'u' unstructured */
  uint8_t periodic;
  uint8_t one_to_one;
  uint8_t index_bits; /* 'u': 32 or 64, the signed integer type of indices */
  uint32_t reserved;  /* zero */
  int64_t size;       /* global length */
  int64_t proc_grid_size;
  int64_t proc_grid_rank;
  int64_t start;       /* 'b', 'c' */
  int64_t stop;        /* 'b': start and stop include communication padding */
  int64_t padding[2];  /* 'b' */
  int64_t block_size;  /* 'c' */
  int64_t n_indices;   /* 'u' */
  const void* indices; /* 'u': global index of each local position, int32_t or int64_t */
} dap_dim;

typedef struct dap_array {
  int32_t version[3]; /* protocol version, {0, 10, 0} */
  int32_t ndim;
  dap_dtype dtype;
  dap_device device;
  uint64_t flags;
  void* data;             /* first element; may be NULL when the section is empty */
  const int64_t* shape;   /* [ndim] local extents */
  const int64_t* strides; /* [ndim] in bytes */
  const dap_dim* dims;    /* [ndim] */
  const void* extension;  /* reserved for the extension key; NULL */
  void* private_data;     /* the producer's */
  void (*release)(struct dap_array*);
} dap_array;

/* Move src into dst: dst owns, src is released. */
static inline void dap_move(dap_array* src, dap_array* dst) {
  *dst = *src;
  src->release = NULL;
}

/* Release once; safe on an already released struct. */
static inline void dap_release(dap_array* array) {
  if (array->release) array->release(array); /* the callback sets release to NULL */
}

#ifdef __cplusplus
}
#endif

#endif /* DAP_DAP_H */
