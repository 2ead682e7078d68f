import type { DType } from '../../protocol/dtype.js'
import { isdtype } from '../dtypes/isdtype.js'

/** In what sums and products of a dtype are accumulated. */
function accumulated(dtype: DType): DType {
  if (isdtype(dtype, 'complex floating')) return 'complex128'
  if (isdtype(dtype, 'real floating')) return 'float64'
  return isdtype(dtype, 'unsigned integer') ? 'uint64' : 'int64'
}

/**
 * Return the dtypes of what a reduction's result is made of: the components of its state, or for a state of a form of its own what the
 * kernels make of it.
 *
 * Not collective.
 *
 * @param name  As the kernels call it.
 * @param dtype Of the first operand.
 */
export function stateOf(name: string, dtype: DType): readonly DType[] {
  switch (name) {
    case 'sum':
    case 'prod':
      return [accumulated(dtype)]
    case 'min':
    case 'max':
    case 'fmin':
    case 'fmax':
      return [dtype, 'int64']
    case 'argmin':
    case 'argmax':
      return [dtype, 'int64']
    case 'any':
    case 'all':
      return ['bool']
    case 'count':
      return ['int64']
    case 'moments':
    case 'momentsWhere':
      return ['int64', dtype, 'float64', dtype]
    case 'binnedSum':
      return ['float64']
    default:
      throw new TypeError(`Expected a reduction of the kernels but received '${name}'`)
  }
}
