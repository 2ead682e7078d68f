import fc from 'fast-check'
import type { Element } from '../../array/element.js'
import { codecOf } from '../../array/element.js'
import { castLoop, loopOf } from '../../array/expression/loop.js'
import type { Root } from '../../array/expression/lower.js'
import {
  type ArraySource,
  cast,
  constant,
  type Elementwise,
  index,
  leaf,
  operation,
  type Reduction,
  reduction,
} from '../../array/expression/node.js'
import { indicesOf } from '../../array/indices.js'
import type { Piece } from '../../array/spmd/evaluate.js'
import type { KernelLoop } from '../../bindings/kernels.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import { Distribution } from '../../protocol/distribution.js'
import { type DType, dtypes, formatOf, itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { castElement, referenceLoops } from './reference-loops.js'
import { referenceReductions } from './reference-reductions.js'

/** The elements of a test's array by their place in row-major order. */
export interface TestSource extends ArraySource {
  readonly values: readonly Element[]
}

const loops = referenceLoops()
const seeds = [0, 1, -1, 2, 3, 100, -7, 0.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e10]
let ids = 0

/** An array over one rank with elements that differ. */
export function sourceOf(dtype: DType, shape: readonly number[], start = 0): TestSource {
  const values = Array.from({ length: product(shape) }, (_, k) => castElement(seeds[(start + k) % seeds.length] as number, dtype))
  const distribution = Distribution.from(shape, { ranks: 1, dist: shape.map(() => 'n' as const) })
  return { id: ++ids, dtype, shape, distribution, targets: [0], values }
}

/** A random graph over arrays that broadcast to `shape`. */
export interface GraphCase {
  readonly shape: readonly number[]
  readonly nodes: readonly Elementwise[]
  readonly roots: readonly Root[]
}

/** A number that picks something from a list, whatever its length. */
const pick = fc.nat(1 << 20)

function pickFrom<T>(list: readonly T[], k: number): T {
  return list[k % list.length] as T
}

interface Recipe {
  readonly leaves: readonly { readonly dtype: DType; readonly dims: number; readonly drop: boolean; readonly start: number }[]
  readonly constants: readonly { readonly dtype: DType; readonly seed: number }[]
  readonly indices: readonly number[]
  readonly operations: readonly (readonly [number, number, number, number])[]
  readonly outputs: readonly { readonly at: number; readonly isStretched: boolean }[]
  readonly reductions: readonly { readonly at: number; readonly kind: number; readonly axes: number; readonly keepdims: boolean }[]
}

const dtype = fc.constantFrom(...dtypes)

const recipe = (operations: number): fc.Arbitrary<Recipe> =>
  fc.record({
    leaves: fc.array(fc.record({ dtype, dims: fc.nat(7), drop: fc.boolean(), start: fc.nat(11) }), { minLength: 1, maxLength: 4 }),
    constants: fc.array(fc.record({ dtype, seed: fc.nat(11) }), { maxLength: 3 }),
    indices: fc.array(fc.nat(7), { maxLength: 2 }),
    operations: fc.array(fc.tuple(pick, pick, pick, pick), { minLength: 1, maxLength: operations }),
    outputs: fc.array(fc.record({ at: pick, isStretched: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    reductions: fc.array(fc.record({ at: pick, kind: pick, axes: fc.nat(7), keepdims: fc.boolean() }), { maxLength: 2 }),
  })

/** Random graphs: common subexpressions, several roots, all dtypes, shapes that are stretched. */
export function graphs(shape: readonly number[], operations: number, from: readonly KernelLoop[] = loops): fc.Arbitrary<GraphCase> {
  return recipe(operations).map((it) => build(shape, it, from))
}

/** The loops whose results do not depend on who computes them: rounding, signs of zeros and complex infinities may differ in others. */
export const exactLoops: readonly KernelLoop[] = loops.filter(({ name, inputs }) => {
  const isComplex = inputs.some((dtype) => dtype.startsWith('complex'))
  const isFloat = inputs.some((dtype) => dtype.startsWith('float'))
  const inexact = ['exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'pow', 'atan2', 'hypot', 'floorDivide', 'remainder']
  if (isFloat && ['maximum', 'minimum', 'clip'].includes(name)) return false
  return !inexact.includes(name) && !(isComplex && ['multiply', 'square', 'abs'].includes(name))
})

function shapeWith(shape: readonly number[], dims: number, drop: boolean): number[] {
  const stretched = shape.map((extent, d) => (dims & (1 << d) ? extent : 1))
  const first = stretched.findIndex((extent) => extent !== 1)
  return drop ? stretched.slice(first === -1 ? stretched.length : first) : stretched
}

function build(shape: readonly number[], recipe: Recipe, from: readonly KernelLoop[]): GraphCase {
  const nodes: Elementwise[] = recipe.leaves.map(({ dtype, dims, drop, start }) =>
    leaf(sourceOf(dtype, shapeWith(shape, dims, drop), start)),
  )
  for (const { dtype, seed } of recipe.constants) nodes.push(constant(dtype, castElement(seeds[seed] as number, dtype)))
  for (const k of recipe.indices) {
    const extents = shapeWith(shape, 7 - (k >> 1), (k & 1) === 1)
    if (extents.length > 0) nodes.push(index(extents, k % extents.length))
  }
  for (const [k, a, b, c] of recipe.operations) {
    const { name, inputs, output } = pickFrom(from, k)
    const loop = name === 'astype' ? castLoop(inputs[0] as DType, output) : loopOf(name, inputs, output)
    nodes.push(
      operation(
        loop,
        [a, b, c].slice(0, inputs.length).map((at) => pickFrom(nodes, at)),
      ),
    )
  }
  const outputs = recipe.outputs.map(({ at, isStretched }): Root => {
    // Late nodes have more below them.
    const node = nodes[nodes.length - 1 - (at % Math.min(nodes.length, 4))] as Elementwise
    return isStretched ? { node, shape } : { node }
  })
  return { shape, nodes, roots: [...outputs, ...recipe.reductions.map((it) => ({ node: reductionOf(nodes, it) }))] }
}

function reductionOf(nodes: readonly Elementwise[], { at, kind, axes, keepdims }: Recipe['reductions'][number]): Reduction {
  const node = pickFrom(nodes, at)
  // Only what gives the same in any order.
  const exact = referenceReductions().filter(({ name, inputs }) => !['sum', 'argmin'].includes(name) || inputs[0]?.includes('int'))
  const { name, inputs } = pickFrom(exact, kind)
  const operand = cast(node, inputs[0] as DType)
  const operands = name === 'argmin' && node.shape.length > 0 ? [operand, index(node.shape, node.shape.length - 1)] : [operand]
  const safe = operands.length < inputs.length ? [operand, constant('int64', 0n)] : operands
  return reduction(name, safe, { dtype: inputs[0] as DType, axes: node.shape.flatMap((_, d) => (axes & (1 << d) ? [d] : [])), keepdims })
}

/** The value of a node at an index of its own shape, by its definition. */
export function valueAt(node: Elementwise, at: readonly number[]): Element {
  return evaluateAt(node, at, new Map())
}

function evaluateAt(node: Elementwise, result: readonly number[], memo: Map<Elementwise, Element>): Element {
  const known = memo.get(node)
  if (known !== undefined) return known
  // Aligned at the end; what is stretched is at 0.
  const extra = result.length - node.shape.length
  const own = node.shape.map((extent, d) => (extent === 1 ? 0 : (result[d + extra] as number)))
  let value: Element
  switch (node.kind) {
    case 'leaf':
      value = (node.source as TestSource).values[own.reduce((k, i, d) => k * (node.shape[d] as number) + i, 0)] as Element
      break
    case 'constant':
      value = node.value
      break
    case 'index':
      value = BigInt(own[node.dim] as number)
      break
    case 'operation': {
      const loop = loops.find(
        ({ name, inputs, output }) => name === node.loop.name && `${inputs}` === `${node.loop.inputs}` && output === node.dtype,
      )
      value = loop?.compute(...node.operands.map((operand) => evaluateAt(operand, result, memo))) as Element
    }
  }
  memo.set(node, value)
  return value
}

/** Memory for what a rank holds, in an order of dimensions and with gaps that depend on `style`. */
export function emptyPiece(dtype: DType, shape: readonly number[], style = 0): Piece {
  const bytes = itemSize(dtype)
  const width = style % 2 === 1 ? 2 * bytes : bytes
  const order = style & 2 ? shape.toReversed() : shape
  const strides = contiguousStrides(order, width)
  const data = new Uint8Array(product(shape) * width).fill(0x5a)
  return { dtype, buffer: { data, shape, strides: style & 2 ? strides.reverse() : strides, format: formatOf(dtype) } }
}

/** Visit the elements of a piece with their local indices. */
export function eachElement(piece: Piece, visit: (local: readonly number[], byte: number, view: DataView) => void): void {
  const { data, shape, strides } = piece.buffer
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (const local of indicesOf(shape))
    visit(
      local,
      strides.reduce((sum, stride, d) => sum + stride * (local[d] as number), 0),
      view,
    )
}

/** A rank's piece of an array, cut for a result of this distribution. */
export function pieceOf(source: TestSource, result: Distribution, rank: number, style: number): Piece {
  const extra = result.ndim - source.shape.length
  const held = result.localShape(rank)
  const piece = emptyPiece(
    source.dtype,
    source.shape.map((extent, d) => (extent === result.shape[d + extra] ? (held[d + extra] as number) : 1)),
    style,
  )
  const codec = codecOf(source.dtype)
  const coords = result.coordsOf(rank)
  eachElement(piece, (local, byte, view) => {
    const at = local.map((i, d) => {
      const map = result.maps[d + extra]
      return map?.size === source.shape[d] ? (map?.localToGlobal(coords[d + extra] as number, i) as number) : 0
    })
    codec.write(view, byte, source.values[at.reduce((k, i, d) => k * (source.shape[d] as number) + i, 0)] as never)
  })
  return piece
}
