// What fused C reaches on two threads: the limit that bench/workloads compares with. Reads lines from
// standard input and answers each with the seconds it took; 'write NAME' saves the answers as FOLDER/C.NAME
// instead.
//   gcc -O3 -march=native -ffast-math -fopenmp limit.c -o limit -lmvec -lm
//   limit FOLDER options points
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { dims = 8, centres = 16 };

static long options, points;
static double *spot, *strike, *years, *call, *put, *x, *c, *moved, *labels;

// In huge pages, as the arrays of the others are.
static double* array(long n) {
  const size_t huge = 2 << 20, bytes = ((size_t)n * sizeof(double) + huge - 1) / huge * huge;
  double* memory = aligned_alloc(huge, bytes);
  if (!memory || madvise(memory, bytes, MADV_HUGEPAGE) != 0) exit(1);
  memset(memory, 0, bytes);
  return memory;
}

static FILE* opened(const char* folder, const char* name, const char* mode) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE* file = fopen(path, mode);
  if (!file) exit(1);
  return file;
}

static double* input(const char* folder, const char* name, long n) {
  double* memory = array(n);
  FILE* file = opened(folder, name, "rb");
  if (fread(memory, sizeof(double), (size_t)n, file) != (size_t)n) exit(1);
  fclose(file);
  return memory;
}

static void prices(void) {
  const double rate = 0.02, volatility = 0.3, root = 1 / sqrt(2.0);
#pragma omp parallel for simd schedule(static)
  for (long i = 0; i < options; ++i) {
    const double spread = volatility * sqrt(years[i]);
    const double d1 = (log(spot[i] / strike[i]) + (rate + volatility * volatility / 2) * years[i]) / spread;
    const double n1 = 0.5 + 0.5 * erf(d1 * root), n2 = 0.5 + 0.5 * erf((d1 - spread) * root);
    const double owed = strike[i] * exp(-rate * years[i]);
    call[i] = spot[i] * n1 - owed * n2;
    put[i] = owed * (1 - n2) - spot[i] * (1 - n1);
  }
}

static void clusters(void) {
  double sums[centres][dims] = {0}, counts[centres] = {0};
#pragma omp parallel for schedule(static) reduction(+ : sums, counts)
  for (long i = 0; i < points; ++i) {
    double least = INFINITY;
    int best = 0;
    for (int j = 0; j < centres; ++j) {
      double distance = 0;
      for (int k = 0; k < dims; ++k) {
        const double d = x[dims * i + k] - c[dims * j + k];
        distance += d * d;
      }
      if (distance < least) least = distance, best = j;
    }
    labels[i] = best;
    counts[best] += 1;
    for (int k = 0; k < dims; ++k) sums[best][k] += x[dims * i + k];
  }
  for (int j = 0; j < centres; ++j)
    for (int k = 0; k < dims; ++k) moved[centres * k + j] = sums[j][k] / counts[j];
}

static void save(const char* folder, const char* name, const double* first, long n, const double* second,
                 long m) {
  FILE* file = opened(folder, name, "wb");
  if (fwrite(first, sizeof(double), (size_t)n, file) != (size_t)n) exit(1);
  if (fwrite(second, sizeof(double), (size_t)m, file) != (size_t)m) exit(1);
  fclose(file);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const char* folder = argv[1];
  options = atol(argv[2]), points = atol(argv[3]);
  spot = input(folder, "spot", options), strike = input(folder, "strike", options);
  years = input(folder, "years", options), call = array(options), put = array(options);
  x = input(folder, "points", dims * points), c = input(folder, "centres", dims * centres);
  moved = array(dims * centres), labels = array(points);
  char line[32];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    const double start = seconds();
    if (strcmp(line, "prices") == 0)
      prices();
    else if (strcmp(line, "clusters") == 0)
      clusters();
    else if (strcmp(line, "write prices") == 0)
      save(folder, "C.prices", call, options, put, options);
    else if (strcmp(line, "write clusters") == 0)
      save(folder, "C.clusters", labels, points, moved, dims * centres);
    else
      return 2;
    printf("%.9f\n", seconds() - start);
    fflush(stdout);
  }
  return 0;
}
