import { ArgumentError, expected } from '../../protocol/errors.js'
import { product } from '../../protocol/integers.js'

/** A dimension, several, or all when absent; negative ones count from the last. */
export type Axes = number | readonly number[] | null

/**
 * Read which dimensions are meant.
 *
 * Not collective.
 *
 * @param name Of the function, for messages.
 * @returns    Ascending.
 * @throws {ArgumentError} One that the array has not, or one twice.
 */
export function readAxes(name: string, axis: Axes | undefined, ndim: number): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: ndim }, (_, d) => d)
  const given: readonly unknown[] = Array.isArray(axis) ? axis : [axis]
  const axes = given.map((one) => readAxis(name, one, ndim))
  const twice = axes.find((one, k) => axes.indexOf(one) !== k)
  if (twice !== undefined) throw new ArgumentError(`Expected each dimension once for the axis of ${name} but received ${twice} twice`)
  return axes.sort((a, b) => a - b)
}

/**
 * Read which dimension is meant.
 *
 * Not collective.
 *
 * @throws {ArgumentError} The array has no such dimension.
 */
export function readAxis(name: string, axis: unknown, ndim: number): number {
  if (!Number.isInteger(axis) || (axis as number) < -ndim || (axis as number) >= ndim)
    throw new ArgumentError(
      ndim === 0
        ? `Expected no axis for ${name} of an array without dimensions but received ${axis}`
        : expected(`an integer from ${-ndim} to ${ndim - 1}`, `the axis of ${name}`, axis),
    )
  return (axis as number) < 0 ? (axis as number) + ndim : (axis as number)
}

/**
 * Return how many elements each result is made of.
 *
 * Not collective.
 */
export function reducedCount(shape: readonly number[], axes: readonly number[]): number {
  return product(axes.map((axis) => shape[axis] as number))
}

/**
 * Whether there are results that are made of no elements.
 *
 * Not collective.
 */
export function hasEmptyResults(shape: readonly number[], axes: readonly number[]): boolean {
  return reducedCount(shape, axes) === 0 && shape.every((extent, d) => extent > 0 || axes.includes(d))
}
