import { dtypes, formatOf, itemSize, typedArrayFor } from '../../protocol/index.js'
import type { Random } from './random.js'

/** Something with properties that can be changed. */
export type Tree = { [key: string]: unknown }

/**
 * Make a random valid export: new objects each time, so that they may be changed.
 *
 * All dist types, dtypes, paddings, memory orders, 0 to 3 dimensions, versions 0.10 and 0.9, with and without an extension.
 */
export function validExport(random: Random): Tree {
  const is09 = random.oneIn(8)
  const dims = Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => makeDim(random, is09))
  const extents = dims.map(({ extent }) => extent)
  const exported: Tree = {
    __version__: is09 ? '0.9.0' : random.pick(['0.10.0', '0.10.0', '0.10.7']),
    buffer: makeBuffer(random, extents),
    dim_data: dims.map(({ dim }) => dim),
  }
  if (random.oneIn(4)) exported.__extension__ = makeExtension(random)
  return exported
}

function makeDim(random: Random, is09: boolean): { dim: Tree; extent: number } {
  const proc_grid_size = 1 + random.below(4)
  const proc_grid_rank = random.below(proc_grid_size)
  const size = random.below(12)
  const grid = { size, proc_grid_size, proc_grid_rank }
  const type = random.pick(is09 ? ['b', 'c', 'u', 'n'] : ['b', 'b', 'c', 'u', '{}'])
  if (type === 'n') return { dim: { dist_type: 'n', size }, extent: size }
  if (type === '{}') return { dim: {}, extent: size }
  if (type === 'c') {
    const block_size = 1 + random.below(4)
    const own = Array.from({ length: size }, (_, g) => g).filter((g) => Math.floor(g / block_size) % proc_grid_size === proc_grid_rank)
    return { dim: { dist_type: 'c', ...grid, start: proc_grid_rank * block_size, block_size }, extent: own.length }
  }
  return type === 'u' ? makeUnstructured(random, grid) : makeBlock(random, grid, is09)
}

interface Grid {
  size: number
  proc_grid_size: number
  proc_grid_rank: number
}

function makeUnstructured(random: Random, grid: Grid): { dim: Tree; extent: number } {
  const n = grid.proc_grid_size === 1 ? grid.size : random.below(grid.size + 1)
  const labels = Array.from({ length: n }, (_, i) => 3 * i + random.below(3))
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[labels[i], labels[j]] = [labels[j] as number, labels[i] as number]
  }
  const type = random.pick([Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array])
  const isBig = type === BigInt64Array || type === BigUint64Array
  const indices: unknown = isBig ? type.from(labels.map(BigInt)) : (type as typeof Int32Array).from(labels)
  return { dim: { dist_type: 'u', ...grid, indices, one_to_one: random.oneIn(2) }, extent: n }
}

function makeBlock(random: Random, grid: Grid, is09: boolean): { dim: Tree; extent: number } {
  const { size, proc_grid_size, proc_grid_rank } = grid
  const cut = (k: number) => Math.floor((size * k) / proc_grid_size)
  const [start, stop] = [cut(proc_grid_rank), cut(proc_grid_rank + 1)]
  const own = stop - start
  const low = proc_grid_rank > 0 ? random.below(1 + Math.min(own, start)) : 0
  const high = proc_grid_rank < proc_grid_size - 1 ? random.below(1 + Math.min(own, size - stop)) : 0
  const bounds = is09 ? { start, stop } : { start: start - low, stop: stop + high }
  const dim: Tree = { dist_type: 'b', ...grid, ...bounds, padding: [low, high], periodic: random.oneIn(3) }
  return { dim, extent: own + low + high }
}

/** A section in any memory order, with gaps, reversed dimensions and bytes before it. */
function makeBuffer(random: Random, extents: readonly number[]): unknown {
  const dtype = random.pick(dtypes)
  const item = itemSize(dtype)
  const count = extents.reduce((n, extent) => n * extent, 1)
  if (extents.length === 1 && random.oneIn(3)) return new (typedArrayFor(random.pick(['float64', 'int32', 'uint8'] as const)))(extents[0]!)
  const strides = new Array<number>(extents.length)
  let stride = item * (1 + random.below(2))
  let before = 0
  for (const d of shuffled(random, extents.length)) {
    const isReversed = random.oneIn(4)
    strides[d] = isReversed ? -stride : stride
    if (isReversed && count > 0) before += stride * (extents[d]! - 1)
    stride *= extents[d]! + random.below(2)
  }
  const bytes = Math.max(stride, item) + before
  const lead = 16 * random.below(2)
  const memory = random.oneIn(8) ? new SharedArrayBuffer(lead + bytes) : new ArrayBuffer(lead + bytes)
  const whole = new Uint8Array(memory)
  for (let i = 0; i < whole.length; i++) whole[i] = random.below(256)
  const data = random.oneIn(2) ? new DataView(memory, lead + before) : new Uint8Array(memory, lead + before)
  return { data, shape: [...extents], strides, format: formatOf(dtype), readonly: random.oneIn(4) }
}

function shuffled(random: Random, n: number): number[] {
  const order = Array.from({ length: n }, (_, d) => d)
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[order[i], order[j]] = [order[j] as number, order[i] as number]
  }
  return order
}

function makeExtension(random: Random): Tree {
  const proc_grid_size = 1 + random.below(3)
  return {
    device: { type: 1, id: 0 },
    readonly: random.oneIn(2),
    keep_alive: {},
    replicated: [{ proc_grid_size, proc_grid_rank: random.below(proc_grid_size) }],
    ...(random.oneIn(2) ? { partial: random.pick(['sum', 'prod']) } : {}),
    comm: 7,
  }
}
