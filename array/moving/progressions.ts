/** Integers that lie equally far apart: `count` of them from `start`, `step` apart. */
export interface Progression {
  readonly start: number
  readonly count: number
  readonly step: number
}

/** Remainder of a division, in [0, divisor). */
export function modulo(value: number, divisor: number): number {
  const rest = value % divisor
  return rest < 0 ? rest + divisor : rest
}

/** The greatest common divisor of positive integers. Not collective. */
export function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

/**
 * Return the members of a progression that are congruent to `residue`, as the first position and the distance of positions.
 *
 * Not collective.
 *
 * @param modulus At least 1.
 * @returns       Undefined when there is none.
 */
export function positionsCongruent(
  { start, count, step }: Progression,
  residue: number,
  modulus: number,
): { first: number; every: number; count: number } | undefined {
  const divisor = greatestCommonDivisor(step, modulus)
  const wanted = modulo(residue - start, modulus)
  if (wanted % divisor !== 0) return undefined
  const every = modulus / divisor
  const first = modularQuotient(wanted / divisor, modulo(step / divisor, every), every)
  return first < count ? { first, every, count: Math.ceil((count - first) / every) } : undefined
}

/** The x in [0, modulus) with divisor * x congruent to dividend; divisor and modulus have no common divisor. */
function modularQuotient(dividend: number, divisor: number, modulus: number): number {
  if (modulus === 1) return 0
  if (divisor === 1) return modulo(dividend, modulus)
  if (divisor === modulus - 1) return modulo(-dividend, modulus)
  let [a, b] = [divisor, modulus]
  let [x, y] = [1, 0]
  while (b !== 0) {
    const quotient = Math.floor(a / b)
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  const product = BigInt(modulo(x, modulus)) * BigInt(modulo(dividend, modulus))
  return Number(product % BigInt(modulus))
}

/** Positions [first, first + count) of a progression whose members are in [low, high). */
export function positionsWithin({ start, count, step }: Progression, low: number, high: number): { first: number; count: number } {
  if (step === 0) return { first: 0, count: start >= low && start < high ? count : 0 }
  const [from, to] = step > 0 ? [low - start, high - 1 - start] : [start - high + 1, start - low]
  const size = Math.abs(step)
  const first = Math.max(0, Math.ceil(from / size))
  const last = Math.min(count - 1, Math.floor(to / size))
  return { first, count: Math.max(0, last - first + 1) }
}
