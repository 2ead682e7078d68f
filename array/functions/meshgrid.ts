import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import { partGridArguments } from '../creation/grid-arguments.js'
import { readPlacing } from '../creation/placing.js'
import { turnedPart } from '../creation/turned-part.js'
import type { DistArray } from '../dist-array.js'
import { ContextError } from '../errors.js'
import { shapeText } from '../expression/broadcast.js'
import { stretch } from '../expression/node.js'
import type { PlacingOptions } from './matrices.js'

/** Options of {@link meshgrid}. */
export interface MeshgridOptions extends PlacingOptions {
  /** `'xy'` (default): the first array varies along the second dimension, as on paper; `'ij'`: along the first. */
  readonly indexing?: 'xy' | 'ij'
  /** Whether the results have extent 1 along the other dimensions, and broadcast to the grid. Default false. */
  readonly sparse?: boolean
}

/**
 * Make the coordinates of all points of a grid out of those along its axes.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param axes Arrays of one dimension at most, and then options: `indexing`, `sparse`, and how the results are distributed.
 * @returns    An array for each axis, of the grid's shape and the axis' dtype.
 * @throws {ShapeError}    An axis of more dimensions.
 * @throws {ArgumentError} Another `indexing` or `sparse`, or an axis that is no array.
 * @throws {ContextError}  Axes of several contexts.
 * @example
 * const [x, y] = meshgrid(columns, rows, { sparse: true }) // shapes [1, 400] and [200, 1]
 */
export function meshgrid(...axes: [...ArrayCore[], MeshgridOptions] | ArrayCore[]): DistArray[] {
  const { values, options } = partGridArguments<MeshgridOptions>(axes)
  const { indexing = 'xy', sparse = false, ...placing } = options
  if (indexing !== 'xy' && indexing !== 'ij') throw new ArgumentError(expected("'xy' or 'ij'", 'indexing', indexing))
  if (typeof sparse !== 'boolean') throw new ArgumentError(expected('a boolean', 'sparse', sparse))
  for (const [k, axis] of values.entries()) requireAxis(axis, k)
  const arrays = values as readonly ArrayCore[]
  if (arrays.some(({ context }) => context !== arrays[0]?.context))
    throw new ContextError('Expected axes of one context for meshgrid; move values between contexts by toArray and fromArray')
  const dims = arrays.map((_, k) => (indexing === 'xy' && k < 2 && arrays.length > 1 ? 1 - k : k))
  const shape = dims.map((_, d) => arrays[dims.indexOf(d)]?.size as number)
  return arrays.map((axis, k) => {
    const { node, sources, end } = turnedPart(axis, shape.length, axis.ndim === 0 ? [] : [dims[k] as number])
    const own = sparse ? shape.map((extent, d) => (d === dims[k] ? extent : 1)) : shape
    const placement = readPlacing(own, placing, axis.context.engines)
    const grid = axis.context.express({ node: stretch(node, own), sources, placement })
    end()
    return grid
  })
}

function requireAxis(axis: unknown, k: number): void {
  if (!(axis instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', `axis ${k} of meshgrid`, axis))
  if (axis.ndim > 1) throw new ShapeError(`Expected axes of one dimension for meshgrid but received shape ${shapeText(axis.shape)}`)
}
