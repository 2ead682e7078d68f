import fc from 'fast-check'
import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { UnstructuredMap } from '../../protocol/dimension/unstructured.js'
import type { DistType } from '../../protocol/distribution-options.js'
import { blockOracle, cyclicOracle, type DimensionOracle, evenBounds, unstructuredOracle } from './dimension-oracle.js'

/** One dimension: the options that describe it, the map they should give, and the truth about it. */
export interface DimensionCase {
  letter: DistType
  processes: number
  map: DimensionMap
  oracle: DimensionOracle
  blockSize?: number
  bounds?: number[]
  padding?: { communication: number[]; boundary: [number, number] }
  periodic?: boolean
  indices?: number[][]
}

/** Split 0..size into blocks; few sizes and many processes leave some empty. */
function bounds(maxSize: number, maxProcesses: number): fc.Arbitrary<number[]> {
  return fc.record({ size: fc.nat(maxSize), cuts: fc.array(fc.nat(1000), { maxLength: maxProcesses - 1 }) }).map(({ size, cuts }) => {
    const inner = cuts.map((cut) => Math.round((cut / 1000) * size)).sort((a, b) => a - b)
    return [0, ...inner, size]
  })
}

/** Widths that both sides of each cut own at least, and boundary widths that the end processes own. */
function paddingFor(edges: readonly number[], wanted: readonly number[]): { communication: number[]; boundary: [number, number] } {
  const { own } = blockOracle(edges)
  const communication = own.slice(1).map((right, cut) => Math.min(wanted[cut % wanted.length]!, own[cut]!.length, right.length))
  const low = Math.min(wanted[0]!, own[0]!.length)
  const room = own.length === 1 ? own[0]!.length - low : own.at(-1)!.length
  return { communication, boundary: [low, Math.min(wanted.at(-1)!, room)] }
}

const widths = fc.oneof(fc.constant<number[]>([0]), fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }))

function blockCase(edges: number[], isEven: boolean, wanted: number[], periodic: boolean, letter: DistType): DimensionCase {
  const padding = paddingFor(edges, wanted)
  const processes = edges.length - 1
  const options = { padding, periodic }
  const map = isEven ? BlockMap.even(edges.at(-1)!, processes, options) : BlockMap.at(edges, options)
  const oracle = blockOracle(edges, padding.communication)
  return { letter, processes, map, oracle, padding, periodic, ...(isEven ? {} : { bounds: edges }) }
}

/** A block dimension, evenly split. */
export function evenBlock(maxSize = 30, maxProcesses = 7): fc.Arbitrary<DimensionCase> {
  return fc
    .tuple(fc.nat(maxSize), fc.integer({ min: 1, max: maxProcesses }), widths, fc.boolean())
    .map(([size, processes, wanted, periodic]) => blockCase(evenBounds(size, processes), true, wanted, periodic, 'b'))
}

/** A block dimension, split anywhere. */
export function irregularBlock(maxSize = 30, maxProcesses = 7): fc.Arbitrary<DimensionCase> {
  return fc
    .tuple(bounds(maxSize, maxProcesses), widths, fc.boolean())
    .map(([edges, wanted, periodic]) => blockCase(edges, false, wanted, periodic, 'b'))
}

/** A padded block dimension of which every process owns something: ghosts at the cuts, and as wide ends or none. */
export function ghosted(maxWidth = 2, maxProcesses = 3): fc.Arbitrary<DimensionCase> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: maxWidth }),
      extra: fc.array(fc.nat(2), { minLength: 1, maxLength: maxProcesses }),
      hasEnds: fc.boolean(),
      periodic: fc.boolean(),
    })
    .map(({ width, extra, hasEnds, periodic }) => {
      const last = extra.length - 1
      const ends = hasEnds ? width : 0
      const edges = [0]
      extra.forEach((more, rank) => {
        edges.push(edges[rank]! + width + more + (rank === 0 ? ends : 0) + (rank === last ? ends : 0))
      })
      const padding = { communication: extra.slice(1).map(() => width), boundary: [ends, ends] as [number, number] }
      const map = BlockMap.at(edges, { padding, periodic })
      const oracle = blockOracle(edges, padding.communication)
      return { letter: 'b', processes: extra.length, map, oracle, padding, periodic, bounds: edges }
    })
}

/** A dimension that is not distributed. */
export function undistributed(maxSize = 30): fc.Arbitrary<DimensionCase> {
  return fc
    .tuple(fc.nat(maxSize), widths, fc.boolean())
    .map(([size, wanted, periodic]) => blockCase([0, size], true, wanted, periodic, 'n'))
}

/** A cyclic or block-cyclic dimension. */
export function cyclic(maxSize = 30, maxProcesses = 7): fc.Arbitrary<DimensionCase> {
  return fc
    .tuple(fc.nat(maxSize), fc.integer({ min: 1, max: maxProcesses }), fc.integer({ min: 1, max: maxSize + 3 }))
    .map(([size, processes, blockSize]) => ({
      letter: 'c',
      processes,
      blockSize,
      map: new CyclicMap(size, processes, blockSize),
      oracle: cyclicOracle(size, processes, blockSize),
    }))
}

/** An unstructured dimension whose labels may be negative, far apart, or 0 .. size - 1, each on one process. */
export function unstructured(maxSize = 30, maxProcesses = 7): fc.Arbitrary<DimensionCase> {
  const label = fc.oneof(fc.nat(2 * maxSize), fc.integer({ min: -maxSize, max: maxSize }), fc.maxSafeInteger())
  return fc
    .tuple(
      fc.uniqueArray(fc.tuple(label, fc.nat(1000)), { maxLength: maxSize, selector: ([g]) => g }),
      fc.integer({ min: 1, max: maxProcesses }),
    )
    .map(([entries, processes]) => {
      const indices: number[][] = Array.from({ length: processes }, () => [])
      for (const [g, where] of entries) indices[where % processes]!.push(g)
      const size = entries.length
      return { letter: 'u', processes, indices, map: new UnstructuredMap(size, indices), oracle: unstructuredOracle(size, indices) }
    })
}

/** An unstructured dimension whose indices may be on several processes. */
export function sharedUnstructured(maxSize = 10, maxProcesses = 4): fc.Arbitrary<DimensionCase> {
  return fc.array(fc.uniqueArray(fc.integer({ min: -maxSize, max: maxSize })), { minLength: 1, maxLength: maxProcesses }).map((indices) => {
    const size = indices.reduce((sum, { length }) => sum + length, 0)
    return {
      letter: 'u',
      processes: indices.length,
      indices,
      map: new UnstructuredMap(size, indices),
      oracle: unstructuredOracle(size, indices),
    }
  })
}

/** Any dimension. */
export function anyDimension(maxSize = 30, maxProcesses = 7): fc.Arbitrary<DimensionCase> {
  return fc.oneof(
    evenBlock(maxSize, maxProcesses),
    irregularBlock(maxSize, maxProcesses),
    undistributed(maxSize),
    cyclic(maxSize, maxProcesses),
    unstructured(maxSize, maxProcesses),
  )
}

/** Any dimension over exactly `processes` processes, those whose indices are on several processes included. */
export function dimensionOn(processes: number, maxSize = 12): fc.Arbitrary<DimensionCase> {
  const cuts = fc.array(fc.nat(maxSize), { minLength: processes, maxLength: processes }).map((cut) => [0, ...cut.sort((a, b) => a - b)])
  const size = fc.nat(maxSize)
  const kinds: fc.Arbitrary<DimensionCase>[] = [
    fc.tuple(size, widths, fc.boolean()).map(([n, wanted, periodic]) => blockCase(evenBounds(n, processes), true, wanted, periodic, 'b')),
    fc.tuple(cuts, widths, fc.boolean()).map(([edges, wanted, periodic]) => blockCase(edges, false, wanted, periodic, 'b')),
    fc.tuple(size, fc.integer({ min: 1, max: maxSize + 3 })).map(([n, blockSize]) => ({
      letter: 'c',
      processes,
      blockSize,
      map: new CyclicMap(n, processes, blockSize),
      oracle: cyclicOracle(n, processes, blockSize),
    })),
    fc.array(fc.tuple(label, fc.nat(processes - 1)), { maxLength: maxSize }).map((entries) => {
      const owners = new Map(entries)
      return listCase(Array.from({ length: processes }, (_, p) => [...owners.keys()].filter((index) => owners.get(index) === p)))
    }),
    fc.array(fc.uniqueArray(label, { maxLength: 5 }), { minLength: processes, maxLength: processes }).map(listCase),
  ]
  if (processes === 1) kinds.push(undistributed(maxSize))
  return fc.oneof(...kinds)
}

const label = fc.oneof(fc.nat(9), fc.integer({ min: -9, max: 9 }), fc.maxSafeInteger())

/** An unstructured dimension; an index that several processes have counts once for each in the size. */
function listCase(indices: number[][]): DimensionCase {
  const size = indices.reduce((sum, { length }) => sum + length, 0)
  const map = new UnstructuredMap(size, indices)
  return { letter: 'u', processes: indices.length, indices, map, oracle: unstructuredOracle(size, indices) }
}
