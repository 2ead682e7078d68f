import { Distribution } from '../protocol/distribution.js'
import type { DType } from '../protocol/dtype.js'
import { DistributionError, DTypeError } from '../protocol/errors.js'
import { LocalArrayDescription } from './instruction.js'

/** Makes the handle for the `index`-th array of a call. */
export type MakeArray = (index: number, dtype: DType, distribution: Distribution) => unknown

/**
 * Put the engines' results together: local arrays become distributed ones, wherever all engines have one at the same place of arrays
 * and plain objects; anything else becomes one value per engine, and undefined everywhere undefined.
 *
 * Not collective.
 *
 * @param label   The function, for messages.
 * @param engines Who answered, ascending.
 * @param values  Their results, with descriptions in the place of arrays.
 * @throws {DistributionError} Arrays at different places, or pieces that are not of one array.
 * @throws {DTypeError}        Pieces of different dtypes.
 */
export function mergeResults(label: string, engines: readonly number[], values: readonly unknown[], make: MakeArray): unknown {
  const merge = (parts: readonly unknown[], place: string): unknown => {
    if (parts.every((part) => part instanceof LocalArrayDescription)) {
      const { index, dtype, distribution } = together(label, engines, parts, place)
      return make(index, dtype, distribution)
    }
    if (!parts.some(containsArray)) return parts.every((part) => part === undefined) ? undefined : parts
    const keys = parts.map(keysOf)
    const differing = keys.findIndex((list) => list === undefined || list.join() !== keys[0]?.join())
    if (differing !== -1) {
      const has = parts.findIndex(containsArray)
      const other = parts.findIndex((part) => !containsArray(part))
      throw new DistributionError(
        other === -1
          ? `Expected arrays at the same places of the results of ${label} but those of engines ${engines[0]} and ${engines[differing]} differ at ${place}`
          : `Expected arrays at the same places of the results of ${label} but at ${place} engine ${engines[has]} returned one and engine ${engines[other]} did not; name the engines that return one: { targets: [...] }`,
      )
    }
    const items = (keys[0] as string[]).map(
      (key) =>
        [
          key,
          merge(
            parts.map((part) => (part as Record<string, unknown>)[key]),
            `${place}.${key}`,
          ),
        ] as const,
    )
    return Array.isArray(parts[0]) ? items.map(([, item]) => item) : Object.fromEntries(items)
  }
  return merge(values, 'result')
}

function containsArray(value: unknown): boolean {
  if (value instanceof LocalArrayDescription) return true
  return keysOf(value)?.some((key) => containsArray((value as Record<string, unknown>)[key])) ?? false
}

/** Names of the parts of an array or a plain object. */
function keysOf(value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const prototype = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null ? Object.keys(value) : undefined
}

function together(
  label: string,
  engines: readonly number[],
  parts: readonly LocalArrayDescription[],
  place: string,
): { index: number; dtype: DType; distribution: Distribution } {
  const [{ index, dtype }] = parts as [LocalArrayDescription]
  for (const [k, part] of parts.entries()) {
    if (part.dtype !== dtype)
      throw new DTypeError(
        `Expected pieces of one dtype for ${place} of ${label} but engine ${engines[0]} returned ${dtype} and engine ${engines[k]} ${part.dtype}`,
      )
    if (part.index !== index)
      throw new DistributionError(
        `Expected the engines to return the same arrays in the same order, but ${place} of ${label} is array ${index} on engine ${engines[0]} and array ${part.index} on engine ${engines[k]}`,
      )
  }
  try {
    return { index, dtype, distribution: Distribution.fromDimDataPerRank(parts.map(({ dimData }) => dimData)) }
  } catch (cause) {
    throw new DistributionError(`Expected pieces of one array for ${place} of ${label}: ${(cause as Error).message}`, { cause })
  }
}
