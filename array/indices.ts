/**
 * Every index of `shape` in row-major order; `[]` once for a 0-d shape.
 *
 * Not collective.
 *
 * @returns The same array each time, changed in place.
 */
export function* indicesOf(shape: readonly number[]): Generator<readonly number[], void, void> {
  if (shape.includes(0)) return
  const index = new Array<number>(shape.length).fill(0)
  for (;;) {
    yield index
    let d = shape.length - 1
    for (; d >= 0; d--) {
      index[d] = (index[d] as number) + 1
      if ((index[d] as number) < (shape[d] as number)) break
      index[d] = 0
    }
    if (d < 0) return
  }
}
