// How well numbers fit a distribution. The limits of the callers leave a right generator a chance of about one in a thousand to
// fail, once: seeds are fixed.

/** Kolmogorov and Smirnov's statistic times sqrt(n); above 1.95 in one of a thousand samples. */
export function kolmogorovSmirnov(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  let farthest = 0
  sorted.forEach((value, i) => {
    const p = cdf(value)
    farthest = Math.max(farthest, (i + 1) / n - p, p - i / n)
  })
  return farthest * Math.sqrt(n)
}

/**
 * Pearson's statistic as a deviate of the standard normal distribution (Wilson and Hilferty); above 3.1 in one of a thousand samples.
 *
 * @param expected Classes of fewer than 10 are put together with the next.
 */
export function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  let statistic = 0
  let classes = 0
  let count = 0
  let wanted = 0
  counts.forEach((seen, i) => {
    count += seen
    wanted += expected[i] as number
    if (wanted < 10 && i < counts.length - 1) return
    statistic += (count - wanted) ** 2 / wanted
    classes++
    count = wanted = 0
  })
  const freedom = classes - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread)
}

/** How often each of 0 .. classes - 1 occurs; larger numbers count as the last. */
export function histogram(values: Iterable<number | bigint>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const value of values) counts[Math.min(Number(value), classes - 1)]!++
  return counts
}

/** log(n!) for integers n >= 0. */
export function logFactorial(n: number): number {
  let sum = 0
  for (let i = 2; i <= n; i++) sum += Math.log(i)
  return sum
}

/** The distribution function of the gamma distribution with shape a, by its power series. */
export function gammaCdf(a: number, x: number): number {
  if (x <= 0) return 0
  let term = 1
  let sum = 1
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= x / (a + k)
    sum += term
  }
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - logGamma(a + 1)))
}

/** log of the gamma function for x > 0, by Stirling's series after some steps of the recurrence. */
function logGamma(x: number): number {
  let shift = 0
  let y = x
  for (; y < 20; y++) shift += Math.log(y)
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * y) - 1 / (360 * y ** 3) + 1 / (1260 * y ** 5) - shift
}

/** The distribution function of the standard normal distribution. */
export function normalCdf(x: number): number {
  const half = gammaCdf(0.5, (x * x) / 2) / 2
  return x < 0 ? 0.5 - half : 0.5 + half
}
