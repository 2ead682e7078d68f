import fc from 'fast-check'

/** An export as loose data, as a producer with a bug could make it. */
export interface LooseExport {
  __version__: unknown
  buffer: { shape: number[]; format: string }
  dim_data: Record<string, unknown>[]
  __extension__?: { replicated: Record<string, unknown>[] }
}

/** One slip on one rank. */
export interface Mutation {
  name: string
  rank: number
  dim: number
  by: number
}

/** Change a dictionary; the buffer follows, so that the slip is seen only by comparing ranks. */
type DimChange = (dim: Record<string, unknown>, by: number, others: readonly Record<string, unknown>[]) => void

const add =
  (key: string): DimChange =>
  (dim, by) => {
    if (typeof dim[key] === 'number') dim[key] += by
  }

const dimChanges: Readonly<Record<string, DimChange>> = {
  size: add('size'),
  start: add('start'),
  stop: add('stop'),
  moved: (dim, by) => {
    add('start')(dim, by, [])
    add('stop')(dim, by, [])
  },
  'padding below': (dim, by) => changePair(dim, by, 0),
  'padding above': (dim, by) => changePair(dim, by, 1),
  'block size': (dim, by) => {
    if (typeof dim.block_size !== 'number') return
    dim.block_size += by
    dim.start = (dim.proc_grid_rank as number) * (dim.block_size as number)
  },
  'grid size': add('proc_grid_size'),
  'grid rank': add('proc_grid_rank'),
  periodic: (dim) => flip(dim, 'periodic'),
  'one to one': (dim) => flip(dim, 'one_to_one'),
  'another type': (dim, by) => {
    for (const key of Object.keys(dim)) if (!['size', 'proc_grid_size', 'proc_grid_rank'].includes(key)) delete dim[key]
    Object.assign(dim, by > 0 ? { dist_type: 'c', start: dim.proc_grid_rank } : { dist_type: 'u', indices: Int8Array.of(1, 2) })
  },
  'an index more': (dim, by) => changeList(dim, (list) => [...list, by]),
  'an index less': (dim) => changeList(dim, (list) => list.slice(1)),
  'another index': (dim, by) => changeList(dim, (list) => list.map((index, i) => (i === 0 ? index + by : index))),
  'an index of another rank': (dim, _, others) => {
    const theirs = others.map(({ indices }) => indices).filter((indices) => indices !== undefined) as ArrayLike<number | bigint>[]
    const foreign = theirs.flatMap((indices) => Array.from(indices, Number))
    changeList(dim, (list) => list.map((index, i) => (i === 0 ? (foreign.find((other) => !list.includes(other)) ?? index) : index)))
  },
  'another order': (dim) => changeList(dim, (list) => [...list].reverse()),
}

function changePair(dim: Record<string, unknown>, by: number, side: number): void {
  if (!Array.isArray(dim.padding)) return
  dim.padding = dim.padding.map((width: number, i) => (i === side ? width + by : width))
}

function flip(dim: Record<string, unknown>, key: string): void {
  if (typeof dim[key] === 'boolean') dim[key] = !dim[key]
}

function changeList(dim: Record<string, unknown>, change: (list: number[]) => number[]): void {
  if (dim.indices === undefined) return
  dim.indices = BigInt64Array.from(change(Array.from(dim.indices as ArrayLike<number | bigint>, Number)).map(BigInt))
}

/** Slips that are not about one dictionary; the result is what the rank exports. */
const exportChanges: Readonly<Record<string, (exported: LooseExport, by: number) => unknown>> = {
  version: (exported, by) => ({ ...exported, __version__: `0.10.${Math.abs(by)}` }),
  'version 0.9': (exported) => ({ ...exported, __version__: '0.9.1' }),
  'unknown version': (exported) => ({ ...exported, __version__: '3.1.4' }),
  dtype: (exported) => ({ ...exported, buffer: { ...exported.buffer, format: 'i' } }),
  'a dimension less': (exported) => withDims(exported, exported.dim_data.slice(1)),
  'dimensions more': (exported, by) => withDims(exported, [...exported.dim_data, ...Array.from({ length: by > 0 ? by : 60 }, () => ({}))]),
  nothing: () => undefined,
  text: (_, by) => 'x'.repeat(Math.abs(by)),
  'an object': (_, by) => ({ [`key ${by}`]: by }),
  'a producer that throws': (_, by) => ({
    __distarray__(): unknown {
      throw new RangeError(`no export ${by}`)
    },
  }),
  'a producer': (exported) => ({ __distarray__: () => exported }),
  'a getter that throws': (exported) => ({
    ...exported,
    get dim_data(): unknown {
      throw new TypeError('no dictionaries')
    },
  }),
  'a replica coordinate': (exported, by) => {
    const replicated = exported.__extension__?.replicated.map((dim) => ({ ...dim, proc_grid_rank: (dim.proc_grid_rank as number) + by }))
    return replicated ? { ...exported, __extension__: { replicated } } : exported
  },
  'a replica more': (exported, by) => {
    const extra = { proc_grid_size: Math.abs(by), proc_grid_rank: 0 }
    return { ...exported, __extension__: { replicated: [...(exported.__extension__?.replicated ?? []), extra] } }
  },
  partial: (exported) => ({ ...exported, __extension__: { ...exported.__extension__, partial: 'sum' } }),
}

const changes = [...Object.keys(dimChanges), ...Object.keys(exportChanges)]

/** Any slip, or any of those named. */
export function mutation(names: readonly string[] = changes): fc.Arbitrary<Mutation> {
  return fc.record({ name: fc.constantFrom(...names), rank: fc.nat(1000), dim: fc.nat(1000), by: fc.constantFrom(-2, -1, 1, 2, 5) })
}

/** The exports of all ranks after some slips, at most one a rank, and what the slips are called. */
export function mutate(exports: readonly object[], mutations: readonly Mutation[]): { mutated: unknown[]; names: string[] } {
  const mutated: unknown[] = exports.map((exported) => ({ ...exported }))
  const names: string[] = []
  const done = new Set<number>()
  for (const { name, rank, dim, by } of mutations) {
    const where = rank % exports.length
    if (done.has(where)) continue
    done.add(where)
    names.push(`${name} (${by}) on rank ${where}`)
    const exported = mutated[where] as LooseExport
    const others = exports.filter((_, other) => other !== where) as LooseExport[]
    mutated[where] = exportChanges[name] ? exportChanges[name](exported, by) : withChange(exported, dim, dimChanges[name]!, by, others)
  }
  return { mutated, names }
}

function withChange(exported: LooseExport, dim: number, change: DimChange, by: number, others: readonly LooseExport[]): unknown {
  const d = dim % Math.max(exported.dim_data.length, 1)
  const dims = exported.dim_data.map((one) => ({ ...one }))
  if (dims[d])
    change(
      dims[d],
      by,
      others.map(({ dim_data }) => dim_data[d]!),
    )
  return withDims(exported, dims)
}

/** The same with other dictionaries, over a buffer that has their extents. */
export function withDims(exported: LooseExport, dims: Record<string, unknown>[]): LooseExport {
  const shape = dims.map((dim, d) => extentOf(dim) ?? exported.buffer.shape[d] ?? 1)
  const n = shape.reduce((product, extent) => product * extent, 1)
  const strides = shape.map((_, d) => 4 * shape.slice(d + 1).reduce((product, extent) => product * extent, 1))
  const buffer = { data: new Float32Array(n), shape, strides, format: exported.buffer.format }
  return { ...exported, dim_data: dims, buffer }
}

/** What a dictionary says that this process holds; undefined when it says nothing sensible. */
function extentOf(dim: Record<string, unknown>): number | undefined {
  let extent: number | undefined
  if (dim.dist_type === 'b') extent = (dim.stop as number) - (dim.start as number)
  if (dim.dist_type === 'u') extent = (dim.indices as ArrayLike<unknown>).length
  if (dim.dist_type === 'c') {
    const { size, proc_grid_size: processes, proc_grid_rank: place, block_size: blockSize = 1 } = dim as Record<string, number>
    extent = 0
    for (let g = 0; g < size!; g++) if (Math.floor(g / blockSize!) % processes! === place) extent++
  }
  return extent !== undefined && extent >= 0 ? extent : undefined
}
