/*
 * dap.h - C interface of the Distributed Array Protocol 0.10.
 *
 * One struct describes this process's section of a distributed array: where its
 * bytes are, and which global indices they stand for. Producer and consumer need
 * no common library, only this header. The manner is that of the Arrow C data
 * interface and DLPack: plain data, and a release callback owned by the producer.
 *
 * Ownership: the struct is the producer's until somebody takes it over. A consumer
 * that keeps the data moves the struct (dap_move: bitwise copy, then the source is
 * marked released) and calls release exactly once when done, on any thread unless
 * the producer says otherwise. The callback lets go of everything the struct points
 * to and sets release to NULL: a released struct is known by that. Until then all of
 * it stays where it is, unchanged but for the elements themselves. No function here
 * communicates.
 */
#ifndef DAP_DAP_H
#define DAP_DAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Layout of the structs below. Later layouts only append fields to dap_array, after release; they have
 * another number. */
enum { DAP_LAYOUT = 0 };

/* Type codes, with DLPack's values: a dtype is (code, bits); lanes is always 1. */
enum {
  DAP_INT = 0,
  DAP_UINT = 1,
  DAP_FLOAT = 2,
  DAP_COMPLEX = 5, /* bits counts both parts: complex128 is {DAP_COMPLEX, 128, 1} */
  DAP_BOOL = 6     /* 8 bits, 0 or 1 */
};

enum { DAP_DEVICE_CPU = 1 }; /* DLPack's kDLCPU */

/* Order of the bytes in one element (in one part of it, when complex). */
enum {
  DAP_ORDER_NOT_APPLICABLE = 0, /* elements of one byte, and only those */
  DAP_ORDER_LITTLE = 1,
  DAP_ORDER_BIG = 2
};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define DAP_ORDER_NATIVE DAP_ORDER_BIG
#else
#define DAP_ORDER_NATIVE DAP_ORDER_LITTLE
#endif

enum {
  DAP_FLAG_READ_ONLY = 1, /* consumers must not write to data */
  DAP_FLAG_COPIED = 2     /* data is a copy: writes do not reach the producer's array */
};

/* How the values along replicated dimensions make up the array's values. */
enum {
  DAP_PARTIAL_NONE = 0, /* they are equal copies */
  DAP_PARTIAL_SUM = 1,  /* they are partial results: the sum of all copies is meant, and so on */
  DAP_PARTIAL_PROD = 2,
  DAP_PARTIAL_MIN = 3,
  DAP_PARTIAL_MAX = 4
};

typedef struct dap_dtype {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
} dap_dtype;

typedef struct dap_device {
  int32_t type; /* DLPack's device types */
  int32_t id;
} dap_device;

/* One dimension dictionary. Fields that do not belong to dist_type are zero (block_size is 1, or 0). */
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

/* A dimension of the process grid along which the section is replicated. */
typedef struct dap_replica {
  int64_t proc_grid_size;
  int64_t proc_grid_rank;
} dap_replica;

/*
 * What the protocol itself has no place for. Dtype, device and read-only, which JavaScript exports keep in
 * the extension key, are fields of dap_array.
 */
typedef struct dap_extension {
  int32_t n_replicated;          /* grid dimensions after those of the array, in row-major rank order */
  uint8_t partial;               /* DAP_PARTIAL_... */
  uint8_t has_comm;              /* whether comm says anything */
  uint8_t reserved[2];           /* zero */
  const dap_replica* replicated; /* [n_replicated] */
  int64_t comm;                  /* the communicator of the processes, as MPI_Comm_c2f returns it */
  const void* keep_alive; /* the producer's mark for what it holds until release; opaque, may be NULL */
} dap_extension;

typedef struct dap_array {
  int32_t version[3]; /* protocol version, {0, 10, 0} */
  int32_t ndim;
  dap_dtype dtype;
  dap_device device;
  uint8_t byte_order;     /* DAP_ORDER_... */
  uint8_t layout;         /* DAP_LAYOUT; a consumer refuses another number, and may still call release */
  uint8_t reserved[2];    /* zero */
  uint64_t flags;         /* DAP_FLAG_..., or-ed */
  void* data;             /* element (0, ..., 0); may be NULL when the section is empty */
  const int64_t* shape;   /* [ndim] local extents */
  const int64_t* strides; /* [ndim] in bytes */
  const dap_dim* dims;    /* [ndim] */
  const dap_extension* extension; /* NULL when there is none */
  void* private_data;             /* the producer's */
  void (*release)(struct dap_array*);
} dap_array;

/* Is the struct released, or moved elsewhere? */
static inline int dap_is_released(const dap_array* array) {
  return array->release == NULL;
}

/* Move src into dst, another struct: dst owns, src is released. What dst held before is overwritten, not
 * released. */
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
