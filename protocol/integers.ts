/**
 * Tell whether `value` can be an extent or an index: a safe integer, zero or more.
 *
 * Not collective.
 */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/**
 * Return the product of `factors`, 1 for none; not a safe integer when it is too large.
 *
 * Not collective.
 */
export function product(factors: readonly number[]): number {
  let result = 1
  for (const factor of factors) result *= factor
  return result
}
