import fc from 'fast-check'
import t from 'tap'
import { codecOf, type Element } from '../../array/element.js'
import { lower } from '../../array/expression/lower.js'
import type { Elementwise, Reduction } from '../../array/expression/node.js'
import { indicesOf } from '../../array/indices.js'
import { evaluatePlan } from '../../array/spmd/evaluate.js'
import { type Kernels, nativeKernels } from '../../array/spmd/kernels.js'
import { Distribution } from '../../protocol/distribution.js'
import { type DType, itemSize } from '../../protocol/dtype.js'
import { distributions } from '../array/distributions.js'
import {
  eachElement,
  emptyPiece,
  exactLoops,
  type GraphCase,
  graphs,
  pieceOf,
  type TestSource,
  valueAt,
} from '../support/expression-cases.js'
import { holds } from '../support/property.js'
import { referenceKernels } from '../support/reference-kernels.js'
import { referenceReductions } from '../support/reference-reductions.js'

const reductions = referenceReductions()

function same(a: Element, b: Element): boolean {
  if (typeof a === 'object' && typeof b === 'object') return Object.is(a.re, b.re) && Object.is(a.im, b.im)
  return Object.is(a, b)
}

function text(value: Element | undefined): string {
  return typeof value === 'object' ? `${value.re}+${value.im}j` : String(value)
}

/** Compare what every rank computes with the definition of each root. */
function check(
  { roots }: GraphCase,
  distributionFor: (shape: readonly number[]) => Distribution,
  style: number,
  kernels: Kernels = referenceKernels,
): void {
  for (const { plan, shape, outputs, reductions: reduced, sources, constants } of lower(roots)) {
    const distribution = distributionFor(shape)
    const states = new Map<string, readonly Element[]>()
    for (let rank = 0; rank < distribution.ranks; rank++) {
      const pieces = sources.map((source, k) => pieceOf(source as TestSource, distribution, rank, style + k))
      const made = plan.outputs.map((dtype, k) => emptyPiece(dtype, distribution.localShape(rank), style >> (k + 1)))
      const partial = evaluatePlan({ plan, operands: pieces, constants, outputs: made, distribution, rank }, kernels)
      for (const [k, piece] of made.entries()) {
        const { node } = roots[outputs[k] as number] as { node: Elementwise }
        eachElement(piece, (local, byte, view) => {
          const global = distribution.localToGlobal(rank, local)
          const [got, wanted] = [codecOf(piece.dtype).read(view, byte), valueAt(node, global)]
          if (!same(got, wanted)) throw new Error(`output ${k} at ${global}: ${text(got)}, not ${text(wanted)}`)
        })
      }
      for (const [k, { shape: kept, state, reduction }] of partial.entries()) {
        const node = roots[reduced[k] as number]?.node as Reduction
        const dtypes = kernels.kernelReductions()[reduction]?.state as readonly DType[]
        const coords = distribution.coordsOf(rank)
        let at = 0
        for (const local of indicesOf(kept)) {
          const global = local.map((i, d) => {
            if (node.axes.includes(d)) return 0
            const map = distribution.maps[d] as Distribution['maps'][number]
            return map.localToGlobal(coords[d] as number, i + map.ownOffset(coords[d] as number))
          })
          const values = state.map((view, c) => {
            const dtype = dtypes[c] as DType
            return codecOf(dtype).read(new DataView(view.buffer), at * itemSize(dtype)) as Element
          })
          at++
          merge(states, `${k} ${global}`, node.name, values)
        }
      }
    }
    for (const [k, root] of reduced.entries()) checkReduction(roots[root]?.node as Reduction, k, states)
  }
}

/** Combine states of different ranks. */
function merge(states: Map<string, readonly Element[]>, key: string, name: string, values: readonly Element[]): void {
  const before = states.get(key)
  states.set(key, before ? combine(name, before, values) : values)
}

function combine(name: string, a: readonly Element[], b: readonly Element[]): readonly Element[] {
  if (name === 'any') return [a[0] || b[0]] as Element[]
  if (name === 'all') return [a[0] && b[0]] as Element[]
  if (name === 'count' || name === 'sum') return [BigInt.asIntN(64, (a[0] as bigint) + (b[0] as bigint))]
  if (name === 'argmin') {
    const [at, otherAt] = [a[1] as bigint, b[1] as bigint]
    return at < 0n || (otherAt >= 0n && (b[0] as number) < (a[0] as number)) ? b : a
  }
  const [count, other] = [a[1] as bigint, b[1] as bigint]
  if (count === 0n || other === 0n) return count === 0n ? b : a
  const wins = name === 'min' ? (b[0] as number) < (a[0] as number) : (b[0] as number) > (a[0] as number)
  return [(Number.isNaN(b[0]) || (wins && !Number.isNaN(a[0])) ? b[0] : a[0]) as Element, count + other]
}

function checkReduction(node: Reduction, k: number, states: ReadonlyMap<string, readonly Element[]>): void {
  const { name, operands, over, axes } = node
  const fold = reductions.find((it) => it.name === name && `${it.inputs}` === `${operands.map(({ dtype }) => dtype)}`)
  const wanted = new Map<string, readonly Element[]>()
  for (const at of indicesOf(over)) {
    const key = `${k} ${at.map((i, d) => (axes.includes(d) ? 0 : i))}`
    const elements = operands.map((operand) => valueAt(operand, at))
    wanted.set(key, fold?.fold(wanted.get(key) ?? fold.init, elements) as readonly Element[])
  }
  for (const [key, [value]] of wanted) {
    const [got] = states.get(key) ?? []
    const signless = (it: Element | undefined): Element => (it === 0 ? 0 : (it as Element)) // zeros tie
    const isUnsigned = name === 'sum' && typeof got === 'bigint'
    const isEqual = isUnsigned ? BigInt.asIntN(64, got) === BigInt.asIntN(64, value as bigint) : same(signless(got), signless(value))
    if (!isEqual) throw new Error(`${name} ${key}: ${text(got)}, not ${text(value)}`)
  }
}

const undistributed = (shape: readonly number[]): Distribution =>
  Distribution.from(shape, { ranks: 1, dist: shape.map(() => 'n' as const) })

t.test('what engines compute is what expressions mean', (t) => {
  const cases = fc.constantFrom([3, 4], [5], [], [2, 1, 6], [0, 3], [8, 2]).chain((shape) => fc.tuple(graphs(shape, 14), fc.nat(63)))
  holds(
    t,
    'random graphs in one piece',
    fc.property(cases, ([graph, style]) => check(graph, undistributed, style)),
    { numRuns: 500 },
  )
  const spread = fc
    .constantFrom(1, 2, 4, 6)
    .chain((ranks) =>
      distributions(ranks).chain((distribution) => fc.tuple(graphs(distribution.shape, 8), fc.constant(distribution), fc.nat(63))),
    )
  holds(
    t,
    'random graphs over random distributions, with ghosts',
    fc.property(spread, ([graph, distribution, style]) =>
      check(graph, (shape) => (`${shape}` === `${distribution.shape}` ? distribution : undistributed(shape)), style),
    ),
    { numRuns: 300 },
  )
  const native = fc
    .constantFrom(1, 2, 3, 6)
    .chain((ranks) =>
      distributions(ranks).chain((distribution) =>
        fc.tuple(graphs(distribution.shape, 10, exactLoops), fc.constant(distribution), fc.nat(63)),
      ),
    )
  holds(
    t,
    'random graphs, by the native kernels',
    fc.property(native, ([graph, distribution, style]) =>
      check(graph, (shape) => (`${shape}` === `${distribution.shape}` ? distribution : undistributed(shape)), style, nativeKernels),
    ),
    { numRuns: 500 },
  )
  t.end()
})
