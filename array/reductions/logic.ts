import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { apply } from '../expression/build.js'
import { cast } from '../expression/node.js'
import { checkOptions, type MaskedOptions, maskedKeys } from './options.js'
import { asFound, reduce, takeReduced } from './reduce.js'

/**
 * Tell whether any element is true: not 0. NaN is true; of no elements none is.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 */
export function any(array: ArrayCore, options: MaskedOptions = {}): DistArray<'bool'> {
  return truth('any', 'any', array, options, 'bool') as DistArray<'bool'>
}

/** Tell whether all elements are true; of no elements all are. As {@link any} in everything else. */
export function all(array: ArrayCore, options: MaskedOptions = {}): DistArray<'bool'> {
  return truth('all', 'all', array, options, 'bool') as DistArray<'bool'>
}

/** Count the elements that are not 0. As {@link any} in everything else. */
export function countNonzero(array: ArrayCore, options: MaskedOptions = {}): DistArray<'int64'> {
  return truth('countNonzero', 'count', array, options, 'int64') as DistArray<'int64'>
}

function truth(
  name: string,
  kernel: 'any' | 'all' | 'count',
  array: ArrayCore,
  options: MaskedOptions,
  dtype: 'bool' | 'int64',
): DistArray {
  checkOptions(name, options, maskedKeys)
  const reduced = takeReduced(name, array, options)
  const { node, mask } = reduced
  const truths = cast(node, 'bool')
  const counted = mask === undefined ? truths : apply('where', [mask, truths, kernel === 'all'])
  return reduce(reduced, { kernel, operands: [counted], dtype, finish: asFound }, options.out)
}
