import type { LooseExport } from './mutations.js'

/** Whether the exports of all ranks have each element of the array. */
export interface Coverage {
  /** Every element is on some rank, and nothing else is. */
  full: boolean
  /** No element is on two ranks but by copies that are meant: replicas, and indices of a dimension that is not one_to_one. */
  disjoint: boolean
  /** There are elements at all. */
  hasElements: boolean
}

/** Find out by listing every element that every rank owns. The exports are readable, but need not fit each other. */
export function coverageOf(exports: readonly LooseExport[]): Coverage {
  const ndim = Math.max(...exports.map(({ dim_data }) => dim_data.length))
  const lists = exports.map(({ dim_data, buffer }) => dim_data.map((dim, d) => ownedAlong(dim, buffer.shape[d]!)))
  const everyKey = new Set(combinations(Array.from({ length: ndim }, (_, d) => domain(exports, lists, d))))
  const mayRepeat = exports.some(({ dim_data }) => dim_data.some(({ dist_type, one_to_one }) => dist_type === 'u' && one_to_one !== true))
  let full = true
  let disjoint = true
  for (const replica of new Set(exports.map(replicaOf))) {
    const owners = new Map<string, number>()
    exports.forEach((exported, rank) => {
      if (replicaOf(exported) !== replica) return
      for (const key of combinations(lists[rank]!)) owners.set(key, (owners.get(key) ?? 0) + 1)
    })
    full &&= owners.size === everyKey.size && [...owners.keys()].every((key) => everyKey.has(key))
    disjoint &&= mayRepeat || [...owners.values()].every((count) => count === 1)
  }
  return { full, disjoint, hasElements: everyKey.size > 0 }
}

function replicaOf({ __extension__ }: LooseExport): string {
  return JSON.stringify((__extension__?.replicated ?? []).map(({ proc_grid_rank }) => proc_grid_rank))
}

/** Every global index that a dictionary says this process owns. */
function ownedAlong(dim: Record<string, unknown>, extent: number): number[] {
  const { dist_type: type, proc_grid_size: processes, proc_grid_rank: place, size } = dim as Record<string, number | string>
  const numbers = dim as Record<string, number>
  if (type === undefined) return range(0, extent)
  if (type === 'u') return Array.from(dim.indices as ArrayLike<number | bigint>, Number)
  if (type === 'c')
    return range(0, size as number).filter((g) => Math.floor(g / (numbers.block_size ?? 1)) % (processes as number) === place)
  const [low, high] = (dim.padding as number[] | undefined) ?? [0, 0]
  const isFirst = place === 0
  const isLast = place === (processes as number) - 1
  return range(numbers.start! + (isFirst ? 0 : low!), numbers.stop! - (isLast ? 0 : high!))
}

/** Every global index of a dimension: 0 .. size - 1, or whatever labels the lists have. */
function domain(exports: readonly LooseExport[], lists: readonly (readonly number[][])[], d: number): number[] {
  const labels = new Set<number>()
  exports.forEach(({ dim_data, buffer }, rank) => {
    const dim = dim_data[d]
    if (dim?.dist_type === 'u') for (const label of lists[rank]![d]!) labels.add(label)
    else if (dim) for (const g of range(0, (dim.size as number | undefined) ?? buffer.shape[d]!)) labels.add(g)
  })
  return [...labels]
}

function range(start: number, stop: number): number[] {
  return Array.from({ length: Math.max(stop - start, 0) }, (_, i) => start + i)
}

/** All tuples with one item of each list, as text. */
function combinations(lists: readonly (readonly number[])[]): string[] {
  return lists.reduce<string[]>((keys, list) => keys.flatMap((key) => list.map((item) => `${key} ${item}`)), [''])
}
