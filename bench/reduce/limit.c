/* One rank of what C can do: reads workloads by name from the input of rank 0, and prints the milliseconds
 * that each took until the last rank had its result. Loops that gcc vectorizes, a prefetch ahead of them, and
 * memory in huge pages that was touched before. mpicc -O3 -march=native -mprefer-vector-width=512 -ffast-math
 * limit.c -o limit -lm */
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { running = 32, ahead = 512, block = 4096 };

static double *x, *y;
static long n, first, length;
static volatile double kept;

static double sum_of(const double* from, long count) {
  double s[running] = {0}, total = 0;
  long i = 0;
  for (; i + running <= count; i += running) {
    for (int k = 0; k < running; k += 8) __builtin_prefetch(from + i + ahead + k);
    for (int k = 0; k < running; ++k) s[k] += from[i + k];
  }
  for (; i < count; ++i) total += from[i];
  for (int k = 0; k < running; ++k) total += s[k];
  return total;
}

static double sum(void) {
  double own = sum_of(x, n), all;
  MPI_Allreduce(&own, &all, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  return all;
}

static double deviation(void) {
  double s[running] = {0}, q[running] = {0}, own[2] = {0, 0}, all[2];
  long i = 0;
  for (; i + running <= n; i += running) {
    for (int k = 0; k < running; k += 8) __builtin_prefetch(x + i + ahead + k);
    for (int k = 0; k < running; ++k) s[k] += x[i + k], q[k] += x[i + k] * x[i + k];
  }
  for (; i < n; ++i) own[0] += x[i], own[1] += x[i] * x[i];
  for (int k = 0; k < running; ++k) own[0] += s[k], own[1] += q[k];
  MPI_Allreduce(own, all, 2, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  const double mean = all[0] / (double)length;
  return sqrt(all[1] / (double)length - mean * mean);
}

static double largest_of(const double* from, long count) {
  double m[running], most = -INFINITY;
  for (int k = 0; k < running; ++k) m[k] = -INFINITY;
  long i = 0;
  for (; i + running <= count; i += running) {
    for (int k = 0; k < running; k += 8) __builtin_prefetch(from + i + ahead + k);
    for (int k = 0; k < running; ++k) m[k] = m[k] > from[i + k] ? m[k] : from[i + k];
  }
  for (; i < count; ++i) most = most > from[i] ? most : from[i];
  for (int k = 0; k < running; ++k) most = most > m[k] ? most : m[k];
  return most;
}

static double largest(void) {
  double own = largest_of(x, n), all;
  MPI_Allreduce(&own, &all, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  return all;
}

/* The block first that has the largest element, then where it is in there. */
static double place_of_largest(void) {
  struct {
    double value;
    int place;
  } own = {-INFINITY, 0}, all;
  for (long start = 0; start < n; start += block) {
    const long count = n - start < block ? n - start : block;
    const double most = largest_of(x + start, count);
    if (!(most > own.value)) continue;
    long i = start;
    while (x[i] != most) ++i;
    own.value = most, own.place = (int)(first + i);
  }
  MPI_Allreduce(&own, &all, 1, MPI_DOUBLE_INT, MPI_MAXLOC, MPI_COMM_WORLD);
  return all.place;
}

/* Four quarters at a time, each behind the sum of those before it: no addition waits for the one of another
 * quarter. */
static double scan(void) {
  double own = 0, before = 0, s[4];
  const long quarter = n / 4;
  for (int k = 0; k < 4; ++k) {
    s[k] = own;
    own += sum_of(x + k * quarter, k == 3 ? n - 3 * quarter : quarter);
  }
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Exscan(&own, &before, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  if (rank == 0) before = 0;
  double a = before, b = before + s[1], c = before + s[2], d = before + s[3];
  for (long i = 0; i < quarter; ++i) {
    y[i] = a += x[i];
    y[quarter + i] = b += x[quarter + i];
    y[2 * quarter + i] = c += x[2 * quarter + i];
    y[3 * quarter + i] = d += x[3 * quarter + i];
  }
  for (long i = 4 * quarter; i < n; ++i) y[i] = d += x[i];
  return y[n - 1];
}

static double* array(void) {
  const size_t page = 1 << 21, bytes = ((size_t)n * sizeof(double) + page - 1) / page * page + page;
  double* memory = aligned_alloc(page, bytes);
  if (!memory) exit(1);
  madvise(memory, bytes, MADV_HUGEPAGE);
  memset(memory, 0, bytes);
  return memory;
}

static const struct {
  const char* name;
  double (*body)(void);
} workloads[] = {{"sum", sum},
                 {"std", deviation},
                 {"max", largest},
                 {"argmax", place_of_largest},
                 {"cumulativeSum", scan}};
enum { count = sizeof workloads / sizeof *workloads };

/* The number of the next workload, told by rank 0 to ranks that sleep meanwhile; -1 at the end. */
static int next(int rank) {
  char line[64];
  int chosen = -1, told = 0;
  if (rank == 0 && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    for (int k = 0; k < count; ++k)
      if (strcmp(line, workloads[k].name) == 0) chosen = k;
  }
  MPI_Request request;
  MPI_Ibcast(&chosen, 1, MPI_INT, 0, MPI_COMM_WORLD, &request);
  while (MPI_Test(&request, &told, MPI_STATUS_IGNORE), !told) usleep(1000);
  return chosen;
}

int main(int argc, char** argv) {
  int rank, ranks;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  length = atol(argv[1]), first = length * rank / ranks, n = length * (rank + 1) / ranks - first;
  x = array(), y = array();
  for (long i = 0; i < n; ++i) x[i] = (double)((first + i) * 2654435761 % 1000003) / 1000003;
  for (int k; (k = next(rank)) >= 0;) {
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = MPI_Wtime();
    kept = workloads[k].body();
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank == 0) printf("%.6f\n", 1000 * (MPI_Wtime() - start)), fflush(stdout);
  }
  MPI_Finalize();
  return 0;
}
