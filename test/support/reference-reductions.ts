import type { Element } from '../../array/element.js'
import type { KernelReduction } from '../../bindings/reductions.js'
import { type DType, dtypes } from '../../protocol/dtype.js'
import { castElement, wrap } from './reference-loops.js'

/** A reduction, one element at a time. */
export interface Fold extends Pick<KernelReduction, 'name' | 'inputs' | 'state'> {
  readonly init: readonly Element[]
  fold(state: readonly Element[], elements: readonly Element[]): readonly Element[]
}

const isFloat = (dtype: DType): boolean => dtype.startsWith('float')
const isComplex = (dtype: DType): boolean => dtype.startsWith('complex')

function widest(dtype: DType): DType {
  if (isComplex(dtype)) return 'complex128'
  if (isFloat(dtype)) return 'float64'
  return dtype.startsWith('u') ? 'uint64' : 'int64'
}

function sum(dtype: DType): Fold {
  const state = widest(dtype)
  return {
    name: 'sum',
    inputs: [dtype],
    state: [state],
    init: [castElement(0, state)],
    fold([total], [element]) {
      if (typeof total === 'object' && typeof element === 'object') return [{ re: total.re + element.re, im: total.im + element.im }]
      if (typeof total === 'number') return [total + Number(element)]
      return [wrap(state, BigInt(total as bigint) + BigInt(element as bigint))]
    },
  }
}

function best(name: 'min' | 'max', dtype: DType): Fold {
  return {
    name,
    inputs: [dtype],
    state: [dtype, 'int64'],
    init: [castElement(0, dtype), 0n],
    fold([found, count], [element]) {
      const isFirst = count === 0n
      const wins = name === 'min' ? (element as number) < (found as number) : (element as number) > (found as number)
      const take = isFirst || wins || (Number.isNaN(element) && !Number.isNaN(found))
      return [(take && !(Number.isNaN(found) && !isFirst) ? element : found) as Element, (count as bigint) + 1n]
    },
  }
}

function argmin(dtype: DType): Fold {
  return {
    name: 'argmin',
    inputs: [dtype, 'int64'],
    state: [dtype, 'int64'],
    init: [castElement(0, dtype), -1n],
    fold([found, at], [element, index]) {
      const wins = at === -1n || (element as number) < (found as number)
      return wins ? [element as Element, index as Element] : [found as Element, at as Element]
    },
  }
}

/** The reductions that tests use. */
export function referenceReductions(): readonly Fold[] {
  const numbers = dtypes.filter((dtype) => dtype !== 'bool')
  const reals = dtypes.filter((dtype) => !isComplex(dtype))
  return [
    ...numbers.map(sum),
    ...reals.flatMap((dtype) => [best('min', dtype), best('max', dtype), argmin(dtype)]),
    { name: 'any', inputs: ['bool'], state: ['bool'], init: [false], fold: ([any], [element]) => [Boolean(any) || Boolean(element)] },
    { name: 'all', inputs: ['bool'], state: ['bool'], init: [true], fold: ([all], [element]) => [Boolean(all) && Boolean(element)] },
    { name: 'count', inputs: ['bool'], state: ['int64'], init: [0n], fold: ([n], [element]) => [(n as bigint) + (element ? 1n : 0n)] },
  ]
}
