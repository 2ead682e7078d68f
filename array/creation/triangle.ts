import type { DType } from '../../protocol/dtype.js'
import { ShapeError } from '../../protocol/errors.js'
import { constantOf } from '../element.js'
import { apply } from '../expression/build.js'
import { cast, constant, type Elementwise, index } from '../expression/node.js'

/**
 * Make the node that tells where elements are relative to the diagonal `k` of the last two dimensions: column - row compared with k.
 *
 * Not collective.
 *
 * @param comparison Of the operations' table.
 */
export function diagonalNode(shape: readonly number[], k: number, comparison: 'equal' | 'lessEqual' | 'greaterEqual'): Elementwise {
  const rows = index(shape, shape.length - 2)
  const columns = index(shape, shape.length - 1)
  return apply(comparison, [columns, apply('add', [rows, constant('int64', BigInt(k))])])
}

/**
 * Make the node of a matrix with ones on a diagonal.
 *
 * Not collective.
 */
export function eyeNode(shape: readonly [number, number], k: number, dtype: DType): Elementwise {
  return cast(diagonalNode(shape, k, 'equal'), dtype)
}

/**
 * Make the node that has the elements of another one on one side of a diagonal, and 0 on the other.
 *
 * Not collective.
 *
 * @param name `'tril'` keeps what is below, `'triu'` what is above.
 * @throws {ShapeError} Fewer than two dimensions.
 */
export function triangleNode(name: 'tril' | 'triu', node: Elementwise, k: number): Elementwise {
  const { shape, dtype } = node
  if (shape.length < 2)
    throw new ShapeError(`Expected an array of at least 2 dimensions for ${name} but received shape [${shape.join(', ')}]`)
  const isKept = diagonalNode(shape, k, name === 'tril' ? 'lessEqual' : 'greaterEqual')
  return apply('where', [isKept, node, constant(dtype, constantOf(dtype, 0))])
}
