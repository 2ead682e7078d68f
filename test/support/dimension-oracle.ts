/** What each process of a dimension owns and holds, found by enumeration from the rules of the protocol. */
export interface DimensionOracle {
  size: number
  /** Global indices that each process owns, in local order. */
  own: number[][]
  /** Global indices that each process holds, ghosts included, in local order. */
  held: number[][]
}

/** Bounds of the even split: the smallest width with which all processes together cover the size. */
export function evenBounds(size: number, processes: number): number[] {
  let width = 0
  while (width * processes < size) width++
  const bounds = [0]
  for (let rank = 0; rank < processes; rank++) {
    let stop = bounds[rank]!
    for (let i = 0; i < width && stop < size; i++) stop++
    bounds.push(stop)
  }
  return bounds
}

/** Blocks at the given bounds; each cut's width is copied from both of its sides. */
export function blockOracle(bounds: readonly number[], cuts: readonly number[] = []): DimensionOracle {
  const own: number[][] = []
  for (let rank = 0; rank + 1 < bounds.length; rank++) {
    const indices: number[] = []
    for (let g = bounds[rank]!; g < bounds[rank + 1]!; g++) indices.push(g)
    own.push(indices)
  }
  const held = own.map((indices, rank) => {
    const low = rank > 0 ? (cuts[rank - 1] ?? 0) : 0
    const high = rank + 1 < own.length ? (cuts[rank] ?? 0) : 0
    const before = low > 0 ? own[rank - 1]!.slice(-low) : []
    const after = high > 0 ? own[rank + 1]!.slice(0, high) : []
    return [...before, ...indices, ...after]
  })
  return { size: bounds.at(-1)!, own, held }
}

/** Deal blocks like cards. */
export function cyclicOracle(size: number, processes: number, blockSize: number): DimensionOracle {
  const own: number[][] = Array.from({ length: processes }, () => [])
  let turn = 0
  let dealt = 0
  for (let g = 0; g < size; g++) {
    own[turn]!.push(g)
    dealt++
    if (dealt === blockSize) {
      dealt = 0
      turn = turn + 1 === processes ? 0 : turn + 1
    }
  }
  return { size, own, held: own }
}

/** The lists themselves. */
export function unstructuredOracle(size: number, lists: readonly (readonly number[])[]): DimensionOracle {
  const own = lists.map((list) => [...list])
  return { size, own, held: own }
}
