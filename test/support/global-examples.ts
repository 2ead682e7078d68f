import { Distribution, type DistributionOptions, exportArray, type ProtocolOptions } from '../../protocol/index.js'
import type { RuleId } from '../../protocol/rules.js'
import { type LooseExport, withDims } from './mutations.js'

/** Exports of all ranks that break a rule together, and nothing else. */
export interface GlobalExample {
  name: string
  exports: unknown[]
  /** `'rule path: ranks'` of every finding. */
  findings: string[]
  options?: ProtocolOptions
}

/** What every rank of an array exports. */
export function exportsOf(shape: number[], options: DistributionOptions): LooseExport[] {
  const distribution = Distribution.from(shape, options)
  return Array.from({ length: distribution.ranks }, (_, rank) => {
    const n = distribution.localShape(rank).reduce((product, extent) => product * extent, 1)
    return exportArray({ distribution, rank, dtype: 'float32', data: new Float32Array(n) }) as unknown as LooseExport
  })
}

/** The same with values of a rank's dictionary replaced; the buffer follows. */
export function changed(exports: LooseExport[], rank: number, d: number, values: object): LooseExport[] {
  return exports.map((exported, r) => {
    if (r !== rank) return exported
    return withDims(
      exported,
      exported.dim_data.map((dim, other) => (other === d ? { ...dim, ...values } : dim)),
    )
  })
}

const line = exportsOf([9], { ranks: 3, dist: 'b' })
const padded = exportsOf([9], { ranks: 3, dist: 'b', padding: [1] })
const square = exportsOf([6, 6], { ranks: 4, dist: 'bb' })
const edges = exportsOf([6, 6], { ranks: 4, dist: 'bb', padding: [{ boundary: [1, 1] }, 0] })
const cyclic = exportsOf([9], { ranks: 3, dist: 'c' })
const lists = exportsOf([6], { ranks: 3, dist: 'u', indices: [[[4, -1], [2 ** 40], [7, 0, 5]]] })
const listSquare = exportsOf([4, 6], {
  ranks: 4,
  dist: 'ub',
  grid: [2, 2],
  indices: [
    [
      [3, 1],
      [2, 0],
    ],
    null,
  ],
})
const free = changed(changed(changed(lists, 0, 0, { one_to_one: false }), 1, 0, { one_to_one: false }), 2, 0, { one_to_one: false })
const shared = changed(free, 1, 0, { indices: bigints(7) })

function bigints(...indices: number[]): BigInt64Array {
  return BigInt64Array.from(indices.map(BigInt))
}

const throwing = {
  __distarray__(): unknown {
    throw new RangeError('no memory')
  },
}

const examples: (GlobalExample & { rule: RuleId })[] = []

function add(rule: RuleId, name: string, exports: unknown[], findings: string[], options?: ProtocolOptions): void {
  examples.push({ rule, name: `${rule}: ${name}`, exports, findings, ...(options ? { options } : {}) })
}

add('DAP-G1', 'a producer that throws', [line[0], throwing, line[2]], [`DAP-G1 : 1`])
add('DAP-G2', 'a rank of another patch', [line[0], { ...line[1], __version__: '0.10.1' }, line[2]], ['DAP-G2 __version__: 1'])
add('DAP-G3', 'a dimension too many', [line[0], line[1], withDims(line[2]!, [line[2]!.dim_data[0]!, {}])], ['DAP-G3 dim_data: 2'])
add(
  'DAP-G3',
  'as many dimensions as there can be',
  [line[0], line[1], withDims(line[2]!, [line[2]!.dim_data[0]!, ...Array.from({ length: 63 }, () => ({}))])],
  ['DAP-G3 dim_data: 2'],
)
add('DAP-G4', 'integers on one rank', [line[0], line[1], { ...line[2], buffer: { ...line[2]!.buffer, format: 'i' } }], ['DAP-G4 buffer: 2'])
const copies = exportsOf([4], { ranks: 2, dist: 'b' }).flatMap((exported) =>
  [0, 1].map((coord) => ({ ...exported, __extension__: { replicated: [{ proc_grid_size: 2, proc_grid_rank: coord }] } })),
)
const without = ({ __extension__: _, ...exported }: LooseExport): LooseExport => exported
add('DAP-G5', 'replicas', copies, [])
add('DAP-G5', 'no replicas on one rank', [copies[0], copies[1], without(copies[2]!), copies[3]], ['DAP-G5 __extension__.replicated: 2'])
add(
  'DAP-G5',
  'copies and partial results',
  copies.map((exported, rank) => (rank === 1 ? { ...exported, __extension__: { ...exported.__extension__, partial: 'sum' } } : exported)),
  ['DAP-G5 __extension__.partial: 1'],
)
add('DAP-G6', 'replicas that nobody holds', [copies[0], copies[2]], ['DAP-G6 dim_data: 0 1'])
add(
  'DAP-G7',
  'replicas before the dimension',
  [copies[0], copies[2], copies[1], copies[3]],
  ['DAP-G7 dim_data[0].proc_grid_rank: 1 2', 'DAP-G7 __extension__.replicated[0].proc_grid_rank: 1 2'],
)
add('DAP-G9', 'a replica of another block', changed(copies as LooseExport[], 1, 0, { stop: 1 }), ['DAP-G9 dim_data[0]: 1'])
add('DAP-G6', 'a rank too few', line.slice(0, 2), ['DAP-G6 dim_data: 0 1'])
add('DAP-G6', 'a rank too many', [...line, line[2]], ['DAP-G6 dim_data: 0 1 2 3'])
add(
  'DAP-G7',
  'two ranks changed places',
  [square[0], square[2], square[1], square[3]],
  ['DAP-G7 dim_data[0].proc_grid_rank: 1 2', 'DAP-G7 dim_data[1].proc_grid_rank: 1 2'],
)
add('DAP-G7', 'all ranks say 0', [line[0], line[0], line[0]], ['DAP-G7 dim_data[0].proc_grid_rank: 1 2'])
add('DAP-G8', 'another grid', changed(square, 1, 1, { proc_grid_size: 3 }), ['DAP-G8 dim_data[1].proc_grid_size: 1'])
add('DAP-G8', 'another size', changed(line, 1, 0, { size: 10 }), ['DAP-G8 dim_data[0].size: 1'])
add('DAP-G8', 'periodic on one rank', changed(line, 1, 0, { periodic: true }), ['DAP-G8 dim_data[0].periodic: 1'])
add('DAP-G8', 'another block size', changed(cyclic, 1, 0, { block_size: 2, start: 2 }), ['DAP-G8 dim_data[0].block_size: 1'])
add('DAP-G8', 'one_to_one on one rank', changed(free, 2, 0, { one_to_one: true }), ['DAP-G8 dim_data[0].one_to_one: 2'])
add('DAP-G8', 'block and cyclic', [line[0], cyclic[1], line[2]], ['DAP-G8 dim_data[0].dist_type: 1'])
add('DAP-G9', 'another block at the same place', changed(square, 2, 1, { stop: 4 }), ['DAP-G9 dim_data[1]: 2'])
add('DAP-G9', 'another boundary', changed(edges, 1, 0, { padding: [0, 0] }), ['DAP-G9 dim_data[0]: 1'])
add('DAP-G9', 'another boundary, by choice', changed(edges, 1, 0, { padding: [0, 0] }), [], { edgePadding: 'free' })
add('DAP-G9', 'another order of indices at the same place', changed(listSquare, 3, 0, { indices: Int8Array.of(0, 2) }), [
  'DAP-G9 dim_data[0]: 3',
])
add('DAP-G10', 'a gap', changed(line, 1, 0, { start: 4 }), ['DAP-G10 dim_data[0].start: 0 1'])
add('DAP-G10', 'gaps on both sides', changed(line, 1, 0, { start: 4, stop: 5 }), [
  'DAP-G10 dim_data[0].start: 0 1',
  'DAP-G10 dim_data[0].start: 1 2',
])
add('DAP-G11', 'an overlap', changed(line, 1, 0, { start: 2 }), ['DAP-G11 dim_data[0].start: 0 1'])
add('DAP-G11', 'one block on two ranks', changed(line, 1, 0, { start: 0, stop: 3 }), [
  'DAP-G11 dim_data[0].start: 0 1',
  'DAP-G10 dim_data[0].start: 1 2',
])
add('DAP-G12', 'padding on one side', changed(padded, 1, 0, { start: 3, padding: [0, 1] }), ['DAP-G12 dim_data[0].padding: 0 1'])
add(
  'DAP-G13',
  'padding wider than the neighbour',
  changed(changed(line, 0, 0, { stop: 2, padding: [0, 1] }), 1, 0, { start: 2, stop: 2 }),
  ['DAP-G13 dim_data[0].padding: 0 1', 'DAP-G12 dim_data[0].padding: 0 1', 'DAP-G10 dim_data[0].start: 1 2'],
)
const wide = exportsOf([9], { ranks: 3, dist: 'b', padding: [2], bounds: [[0, 4, 6, 9]] })
const narrowed = changed(changed(wide, 1, 0, { start: 3, stop: 7 }), 2, 0, { start: 3, padding: [2, 0] })
add('DAP-G13', 'padding that reaches beyond the neighbour', narrowed, ['DAP-B7 dim_data[0].padding: 1'])
const gapped = exportsOf([9], { ranks: 3, dist: 'b', bounds: [[0, 4, 4, 9]] })
const overEmpty = changed(
  changed(changed(gapped, 0, 0, { stop: 5, padding: [0, 1] }), 1, 0, { start: 3, stop: 5, padding: [1, 1] }),
  2,
  0,
  { start: 3, padding: [1, 0] },
)
add('DAP-G13', 'padding around an empty block, by choice', overEmpty, [], { ghostWidth: 'any' })
const besideEmpty = changed(changed(gapped, 0, 0, { stop: 5, padding: [0, 1] }), 1, 0, { padding: [7, 7] })
add('DAP-G12', 'padding of an empty block that means nothing, by choice', besideEmpty, [], { emptyPadding: 'ignore', ghostWidth: 'any' })
add('DAP-G13', 'the same, but nowhere wider than the neighbour', besideEmpty, ['DAP-G13 dim_data[0].padding: 0 1'], {
  emptyPadding: 'ignore',
})
const open = exportsOf([9], { ranks: 3, dist: 'b', periodic: [true], padding: [1] })
const ring = (low: number, high: number) =>
  changed(changed(open, 0, 0, { start: -low, padding: [low, 1] }), 2, 0, { stop: 9 + high, padding: [1, high] })
const asCopies = { periodicPadding: 'communication' } as const
add('DAP-G12', 'a ring', ring(2, 2), [], asCopies)
add('DAP-G12', 'unequal padding where the ring closes', ring(2, 1), ['DAP-G12 dim_data[0].padding: 0 2'], asCopies)
const alone = changed(exportsOf([4], { ranks: 1, periodic: [true] }), 0, 0, { start: -1, stop: 6, padding: [1, 2] })
add('DAP-G12', 'one process that is its own neighbour', alone, ['DAP-G12 dim_data[0].padding: 0'], asCopies)
add('DAP-G14', 'an index too few', changed(free, 2, 0, { indices: Int8Array.of(7, 0) }), ['DAP-G14 dim_data[0].size: 0 1 2'])
add('DAP-G14', 'an index too few, unchecked', changed(free, 2, 0, { indices: Int8Array.of(7, 0) }), [], { unstructuredSize: 'free' })
add('DAP-G14', 'shared indices count once, by choice', shared, ['DAP-G14 dim_data[0].size: 0 1 2'], { unstructuredSize: 'distinct' })
add('DAP-G14', 'shared indices count for each process', shared, [])
add('DAP-G15', 'an index on two ranks', changed(lists, 1, 0, { indices: bigints(7) }), ['DAP-G15 dim_data[0].indices: 1 2'])
add('DAP-G15', 'an index on all ranks', changed(changed(lists, 1, 0, { indices: bigints(-1) }), 2, 0, { indices: bigints(5, 7, -1) }), [
  'DAP-G15 dim_data[0].indices: 0 1 2',
])
add('DAP-G1', 'the same wrong thing on several ranks', [null, line[1], null], ['DAP-E1 : 0 2'])
add('DAP-G1', 'nothing anywhere', [1, 'b', undefined], ['DAP-E1 : 0', 'DAP-E1 : 1', 'DAP-E1 : 2'])

/** At least one example per rule that breaks it. */
export const globalExamples: readonly (GlobalExample & { rule: RuleId })[] = examples
