import { ArgumentError, expected } from '../../protocol/errors.js'

/** The largest int of C. */
export const largestInt = 2 ** 31 - 1

/** @throws {ArgumentError} `value` is no rank of a communicator of `size` ranks. */
export function requireRank(value: number, size: number, name: string): void {
  if (!Number.isInteger(value) || value < 0 || value >= size) throw new ArgumentError(expected(`a rank in [0, ${size})`, name, value))
}

/** @throws {ArgumentError} `value` is no integer in `[low, high]`. */
export function requireInteger(value: number, low: number, high: number, name: string): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new ArgumentError(expected(`an integer in [${low}, ${high}]`, name, value))
}
