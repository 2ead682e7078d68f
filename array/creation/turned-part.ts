import { Distribution } from '../../protocol/distribution.js'
import type { ArrayCore } from '../array-core.js'
import { type Elementwise, stretch } from '../expression/node.js'
import { ArrayReference } from '../instruction.js'
import type { Placement } from '../placement.js'
import type { StoredArray } from '../stored-array.js'
import { turnedDistribution } from './picked.js'
import { turned } from './turned.js'

/** A part of an expression that was made for it. */
export interface Part {
  readonly node: Elementwise
  readonly sources: readonly StoredArray[]
  /** Let go of what was made; to be called when the expression has been made. */
  readonly end: () => void
}

/**
 * Return the elements of an array as those of one with more dimensions, of which the others have extent 1.
 *
 * Collective over the ranks of the context in SPMD, where the array has elements of its own.
 *
 * @param ndim Of the result.
 * @param dims The dimension that each dimension of the array becomes, in any order.
 */
export function turnedPart(array: ArrayCore, ndim: number, dims: readonly number[]): Part {
  const { node, sources } = array._node()
  // Broadcasting puts missing dimensions in front.
  if (dims.every((dim, d) => dim === ndim - dims.length + d)) return { node, sources, end: nothing }
  const [dim] = dims
  if (sources.length === 0 && dims.length === 1) return { node: turned(node, ndim, dim as number), sources, end: nothing }
  // Processes are numbered in the order of the dimensions.
  const isInOrder = dims.every((dim, d) => d === 0 || dim > (dims[d - 1] as number))
  const source = isInOrder ? array : alongOne(array)
  const client = array.context
  client.compute(source)
  const [stored] = source._node().sources as [StoredArray]
  const placement: Placement = { distribution: turnedDistribution(source.distribution, ndim, dims), targets: source.targets }
  const args = [new ArrayReference(stored.id), client.calls.layout(placement.distribution), [...dims]]
  const made = client.make({ fn: 'turn', args }, array.dtype, placement)
  if (source !== array) source.free()
  return { ...made._node(), end: () => made.free() }
}

function nothing(): void {}

/** The same array with one dimension in blocks at most. */
function alongOne(array: ArrayCore): ArrayCore {
  const { shape, targets, distribution } = array
  if (distribution.gridShape.filter((extent) => extent > 1).length < 2) return array
  const { node, sources } = array._node()
  const dist = shape.map((_, d) => (d === 0 ? 'b' : 'n')).join('')
  const placement = { distribution: Distribution.from(shape, { ranks: targets.length, dist }), targets }
  return array.context.express({ node: stretch(node, shape), sources, placement })
}
