// What fused C reaches on one core: the limit that bench/elementwise compares with. Reads lines from standard
// input, the name of a workload each, runs it once and prints the milliseconds of processor time.
//   gcc -O3 -march=native -ffast-math limit.c -o limit -lmvec -lm
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { n = 20000000 };

static double *a, *b, *c, *r;
static unsigned char* holds;

static double* array(void) {
  double* memory = aligned_alloc(64, n * sizeof(double));
  if (!memory) exit(1);
  return memory;
}

static void triad(void) {
  for (long i = 0; i < n; ++i) r[i] = b[i] + 3 * c[i];
}

static void mixed(void) {
  for (long i = 0; i < n; ++i) holds[i] = a[i] * b[i] - 4.1 * a[i] > 2.5 * b[i];
}

static void trigonometric(void) {
  for (long i = 0; i < n; ++i) {
    const double s = sin(a[i]), t = cos(b[i]);
    r[i] = s * s + t * t;
  }
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

int main(void) {
  a = array(), b = array(), c = array(), r = array(), holds = malloc(n);
  if (!holds) return 1;
  for (long i = 0; i < n; ++i)
    a[i] = sin((double)i), b[i] = cos((double)i), c[i] = (double)(i % 7), r[i] = 0, holds[i] = 0;
  char name[32];
  while (scanf("%31s", name) == 1) {
    const double start = milliseconds();
    if (strcmp(name, "triad") == 0)
      triad();
    else if (strcmp(name, "mixed") == 0)
      mixed();
    else if (strcmp(name, "trigonometric") == 0)
      trigonometric();
    else
      return 2;
    printf("%.3f\n", milliseconds() - start);
    fflush(stdout);
  }
  return 0;
}
