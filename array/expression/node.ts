import type { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import type { Element } from '../element.js'
import { broadcastShapes, requireBroadcast } from './broadcast.js'
import { castLoop, type Loop } from './loop.js'

/**
 * Expressions: immutable nodes that share what they have in common. Nothing keeps a table of them, so a node lives as long as
 * somebody uses it; `canonical.ts` makes equal subexpressions one before anything is computed. (A table of weak references would
 * do so earlier, but what such a table looks up stays alive until the program returns to its event loop, and time loops do not.)
 */
export type Node = Elementwise | Reduction

/** A node that has a value for each index: everything but a reduction. */
export type Elementwise = Leaf | Constant | Index | Operation

/** What an expression knows of an array: the identity of its present elements, and where they are. */
export interface ArraySource {
  /** Equal only for the same array. */
  readonly id: number
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly distribution: Distribution
  readonly targets: readonly number[]
}

/** The elements of an array. */
export interface Leaf<S extends ArraySource = ArraySource> {
  readonly kind: 'leaf'
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly depth: number
  /** Stays alive as long as the expression. */
  readonly source: S
}

/** One value, shape []. */
export interface Constant {
  readonly kind: 'constant'
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly depth: number
  readonly value: Element
}

/** The global index along one dimension, as int64. */
export interface Index {
  readonly kind: 'index'
  readonly dtype: 'int64'
  readonly shape: readonly number[]
  readonly depth: number
  /** A dimension of `shape`. */
  readonly dim: number
}

/** An elementwise operation; its operands have the dtypes that the loop wants. */
export interface Operation {
  readonly kind: 'operation'
  readonly loop: Loop
  /** That of the loop's output. */
  readonly dtype: DType
  /** What the shapes of the operands broadcast to. */
  readonly shape: readonly number[]
  /** Length of the longest way to a leaf. */
  readonly depth: number
  readonly operands: readonly Elementwise[]
}

/** A reduction: the root of an expression, never an operand. */
export interface Reduction {
  readonly kind: 'reduction'
  /** As the native side calls it. */
  readonly name: string
  /** Dtype of the result, which may differ from the reduction's state. */
  readonly dtype: DType
  /** That of the result. */
  readonly shape: readonly number[]
  readonly depth: number
  readonly operands: readonly Elementwise[]
  /** What the shapes of the operands broadcast to. */
  readonly over: readonly number[]
  /** Dimensions of `over` that are reduced, ascending. */
  readonly axes: readonly number[]
  readonly keepdims: boolean
}

const none: readonly number[] = Object.freeze([])

/**
 * Make the node of an array.
 *
 * Not collective.
 */
export function leaf<S extends ArraySource>(source: S): Leaf<S> {
  return { kind: 'leaf', dtype: source.dtype, shape: source.shape, depth: 0, source }
}

/**
 * Make the node of one value.
 *
 * Not collective.
 *
 * @param value An element of the dtype.
 */
export function constant(dtype: DType, value: Element): Constant {
  return { kind: 'constant', dtype, shape: none, depth: 0, value }
}

/**
 * Make the node whose elements are their own global index along a dimension.
 *
 * Not collective.
 *
 * @param shape Extents, shape [ndim].
 * @param dim   A dimension of it.
 */
export function index(shape: readonly number[], dim: number): Index {
  return { kind: 'index', dtype: 'int64', shape, depth: 0, dim }
}

/**
 * Make the node of an elementwise operation; operands of other dtypes than the loop's inputs are cast.
 *
 * Not collective.
 *
 * @throws {ShapeError} The operands do not broadcast together.
 */
export function operation(loop: Loop, operands: readonly Elementwise[]): Operation {
  let shape = none
  let depth = 0
  let isCast = true
  for (let k = 0; k < operands.length; k++) {
    const operand = operands[k] as Elementwise
    shape = k === 0 ? operand.shape : broadcastShapes(shape, operand.shape)
    if (operand.depth > depth) depth = operand.depth
    if (operand.dtype !== loop.inputs[k]) isCast = false
  }
  const taken = isCast ? operands : operands.map((operand, k) => cast(operand, loop.inputs[k] as DType))
  return { kind: 'operation', loop, dtype: loop.output, shape, depth: depth + (isCast ? 1 : 2), operands: taken }
}

/**
 * Return a node with another dtype; itself, when it has that one.
 *
 * Not collective.
 */
export function cast(node: Elementwise, dtype: DType): Elementwise {
  return node.dtype === dtype ? node : operation(castLoop(node.dtype, dtype), [node])
}

/**
 * Make the node that has the same elements in a shape to which the other one broadcasts.
 *
 * Not collective.
 *
 * @throws {ShapeError} It does not broadcast to that shape.
 */
export function stretch(node: Elementwise, shape: readonly number[]): Operation {
  requireBroadcast(node.shape, shape)
  return { kind: 'operation', loop: castLoop(node.dtype, node.dtype), dtype: node.dtype, shape, depth: node.depth + 1, operands: [node] }
}

/** What {@link reduction} makes. */
export interface ReductionOptions {
  /** Dtype of the result. */
  readonly dtype: DType
  /** Dimensions that are reduced, ascending; all of them when absent. */
  readonly axes?: readonly number[] | undefined
  /** Whether reduced dimensions stay, with extent 1. Default false. */
  readonly keepdims?: boolean | undefined
}

/**
 * Make the node of a reduction.
 *
 * Not collective.
 *
 * @throws {ShapeError} The operands do not broadcast together.
 */
export function reduction(name: string, operands: readonly Elementwise[], options: ReductionOptions): Reduction {
  const { dtype, keepdims = false } = options
  const over = operands.map(({ shape }) => shape).reduce(broadcastShapes)
  const axes = options.axes ?? over.map((_, d) => d)
  const reduced = over.map((extent, d) => (axes.includes(d) ? 1 : extent))
  const shape = keepdims ? reduced : reduced.filter((_, d) => !axes.includes(d))
  const depth = 1 + Math.max(...operands.map((operand) => operand.depth))
  return { kind: 'reduction', name, dtype, shape, depth, operands, over, axes, keepdims }
}
