import type { InspectOptionsStylized, inspect } from 'node:util'

/** What can be told about a local array without its elements. */
export interface Facts {
  readonly rank: number
  readonly ranks: number
  readonly dtype: string
  readonly shape: readonly number[]
  readonly globalShape: readonly number[]
  readonly dist: string
}

/** One line, e.g. `LocalArray(float64, shape [3, 2] of [6, 4], dist 'bb', rank 1 of 4)`. */
export function describe({ rank, ranks, dtype, shape, globalShape, dist }: Facts): string {
  const local = `[${shape.join(', ')}]`
  const whole = `[${globalShape.join(', ')}]`
  return `LocalArray(${dtype}, shape ${local} of ${whole}, dist '${dist}', rank ${rank} of ${ranks})`
}

/** The line of {@link describe} and the elements as nested rows, as many as the options of `util.inspect` allow. */
export function describeWithElements(
  facts: Facts,
  element: (index: number[]) => unknown,
  options: InspectOptionsStylized,
  inspectValue: typeof inspect,
): string {
  const limit = options.maxArrayLength ?? Number.POSITIVE_INFINITY
  let left = Math.min(limit, 100)
  const nested = (index: number[]): unknown => {
    const d = index.length
    if (d === facts.shape.length) {
      left--
      return element(index)
    }
    const rows: unknown[] = []
    const extent = facts.shape[d] as number
    for (let i = 0; i < extent; i++) {
      if (left <= 0) {
        rows.push(more)
        break
      }
      rows.push(nested([...index, i]))
    }
    return rows
  }
  return `${describe(facts)} ${inspectValue(nested([]), { ...options, depth: facts.shape.length, maxArrayLength: null })}`
}

/** Stands for elements that are not shown; short, because `util.inspect` sets numbers in columns as wide as the widest. */
const more = { [Symbol.for('nodejs.util.inspect.custom')]: () => '...' }
