// What fused C reaches with two threads: the limit that bench/elementwise compares with. Reads lines from
// standard input, the name of a workload each, runs it once and prints the seconds that it took. Its arrays
// are in huge pages, as those of all others.
//   gcc -O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp limit.c -o limit -lmvec -lm
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static long n;
static double *a, *b, *c, *r;
static unsigned char* holds;

static void* array(size_t bytes) {
  const size_t huge = 2 << 20;
  void* memory = aligned_alloc(huge, (bytes + huge - 1) / huge * huge);
  if (!memory || madvise(memory, bytes, MADV_HUGEPAGE) != 0) exit(1);
  return memory;
}

static void triad(void) {
#pragma omp parallel for simd schedule(static)
  for (long i = 0; i < n; ++i) r[i] = b[i] + 3 * c[i];
}

static void mixed(void) {
#pragma omp parallel for simd schedule(static)
  for (long i = 0; i < n; ++i) holds[i] = a[i] * b[i] - 4.1 * a[i] > 2.5 * b[i];
}

static void trigonometric(void) {
#pragma omp parallel for simd schedule(static)
  for (long i = 0; i < n; ++i) {
    const double s = sin(a[i]), t = cos(b[i]);
    r[i] = s * s + t * t;
  }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int count, char** arguments) {
  if (count != 2) return 1;
  n = atol(arguments[1]);
  const size_t bytes = (size_t)n * sizeof(double);
  a = array(bytes), b = array(bytes), c = array(bytes), r = array(bytes), holds = array((size_t)n);
#pragma omp parallel for simd schedule(static)
  for (long i = 0; i < n; ++i)
    a[i] = sin((double)i), b[i] = cos((double)i), c[i] = (double)(i % 7), r[i] = 0, holds[i] = 0;
  char name[32];
  while (scanf("%31s", name) == 1) {
    const double start = seconds();
    if (strcmp(name, "triad") == 0)
      triad();
    else if (strcmp(name, "mixed") == 0)
      mixed();
    else if (strcmp(name, "trigonometric") == 0)
      trigonometric();
    else
      return 2;
    printf("%.9f\n", seconds() - start);
    fflush(stdout);
  }
  return 0;
}
