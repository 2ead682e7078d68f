import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { apply } from '../expression/build.js'
import { cast, type Elementwise } from '../expression/node.js'
import { meanDType, type VarianceDType, varianceDType } from './dtypes.js'
import { checkOptions, type ReductionOptions, type Reproducible, reductionKeys } from './options.js'
import { asFound, type Recipe, reduce, requireElements, takeReduced } from './reduce.js'
import { squareOf } from './reproducible.js'

/** Options of norm. */
export interface NormOptions extends ReductionOptions, Reproducible {
  /** Which norm: 1, 2, any other p, Infinity and -Infinity (the greatest and least modulus), or 0 (how many are not 0). Default 2. */
  readonly ord?: number | undefined
}

const keys: readonly string[] = [...reductionKeys, 'ord', 'reproducible']

/**
 * Return vector norms, of all elements or along axes.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns In the real dtype of floating-point elements, float64 of others; sums are accumulated in float64.
 * @throws {ShapeError}    `ord` is infinite, and there are norms of no elements.
 * @throws {ArgumentError} `ord` is no number; an axis that the array has not, or one twice.
 */
export function norm<D extends DType>(array: ArrayCore<D>, options: NormOptions = {}): DistArray<VarianceDType<D>> {
  checkOptions('norm', options, keys)
  const { ord = 2, out, reproducible = false } = options
  if (typeof ord !== 'number' || Number.isNaN(ord)) throw new ArgumentError(expected('a number', 'ord', ord))
  const reduced = takeReduced('norm', array, options)
  if (!Number.isFinite(ord)) requireElements(ord > 0 ? 'maximum' : 'minimum', reduced)
  const node = cast(reduced.node, meanDType(reduced.node.dtype))
  const recipe = recipeOf(ord, node, reproducible ? 'binnedSum' : 'sum')
  return reduce(reduced, { ...recipe, dtype: varianceDType(reduced.node.dtype) }, out) as DistArray<VarianceDType<D>>
}

function recipeOf(ord: number, node: Elementwise, sum: 'sum' | 'binnedSum'): Omit<Recipe, 'dtype'> {
  const modulus = (): Elementwise => apply('abs', [node])
  switch (ord) {
    case Number.POSITIVE_INFINITY:
      return { kernel: 'max', operands: [modulus()], finish: asFound }
    case Number.NEGATIVE_INFINITY:
      return { kernel: 'min', operands: [modulus()], finish: asFound }
    case 0:
      return { kernel: 'count', operands: [cast(node, 'bool')], finish: asFound }
    case 1:
      return { kernel: sum, operands: [modulus()], finish: asFound }
    case 2:
      return { kernel: sum, operands: [squareOf(node)], finish: (total) => apply('sqrt', [total as Elementwise]) }
    default:
      return {
        kernel: sum,
        operands: [apply('pow', [modulus(), ord])],
        finish: (total) => apply('pow', [total as Elementwise, 1 / ord]),
      }
  }
}
