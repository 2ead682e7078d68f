import { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import { product } from '../../protocol/integers.js'
import { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import type { PlacementOptions, ShapeOrDistribution } from '../placement.js'
import { readAxis } from '../reductions/axes.js'
import { readWeights, requireCount } from './parameters.js'
import type { Draw } from './random-arrays.js'
import { RandomDraws } from './random-draws.js'

/** How things are chosen, and how the result is distributed. */
export interface ChoiceOptions extends PlacementOptions {
  /** Whether one can be chosen again; default true. */
  readonly replace?: boolean
  /** Probabilities of the things, shape [n]; by default all have the same. Every engine has all of them. */
  readonly p?: ArrayLike<number>
}

/** Which dimension of an array is put in order, or chosen from. */
export interface AlongAxis {
  /** A dimension, counted from the last one when negative; default 0. */
  readonly axis?: number
}

/** Random orders of things, and choices from them. */
export abstract class RandomOrders extends RandomDraws {
  /**
   * Draw an order of 0 to n - 1: a permutation as a list of indices. Or make an array of the elements of another one in such an order.
   *
   * @param x       An array: what has the same index along the axis, rows of a matrix for axis 0, stays together.
   * @param options How the result is distributed; by default as `x`.
   * @returns       For an array the elements at index i are those that `x` has at index i of `permutation(n)`.
   * @throws {ArgumentError} `n` is no integer, zero or more, or `axis` no dimension of the array.
   * @remarks Up to 65536 a true shuffle, which every engine makes whole. Beyond, a keyed bijection, of which every engine computes its
   *          own entries: statistically a random order, but not one of all n! (nor would any seed suffice for those).
   */
  permutation(n: number, options?: PlacementOptions): DistArray<'int64'>
  permutation<D extends DType>(x: DistArray<D>, options?: PlacementOptions & AlongAxis): DistArray<D>
  permutation(x: number | DistArray, options: PlacementOptions & AlongAxis = {}): DistArray {
    if (!(x instanceof ArrayCore)) {
      requireCountOrArray(x)
      return this.draw(orderOf(x), 'int64', [x], options)
    }
    const { axis, placing } = readAlong('permutation', x, options)
    const isPlaced = Object.values(placing).some((value) => value !== undefined)
    return this.taken(orderOf(x.shape[axis] as number), x, { axis, count: 1 }, isPlaced ? x.shape : undefined, placing)
  }

  /**
   * Put the elements of an array along an axis in a random order, ghosts included: with axis 0 the rows of a matrix change places. Each of
   * them is moved to where it belongs; no engine has more than before and once more its own.
   *
   * @param x Is written to.
   * @returns `x`, at once. It has the elements that `permutation(x)` would have had.
   * @throws {ArgumentError} `axis` is no dimension of the array.
   */
  shuffle<D extends DType>(x: DistArray<D>, options: AlongAxis = {}): DistArray<D> {
    if (!(x instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', 'x of shuffle', x))
    const { axis, placing } = readAlong('shuffle', x, options)
    const [unknown] = Object.keys(placing)
    if (unknown !== undefined) throw new ArgumentError(expected("the option 'axis' only", 'the options of shuffle', unknown))
    this.arrays.shuffle(orderOf(x.shape[axis] as number), () => this.takeSource(), x, axis)
    return x
  }

  /**
   * Choose from 0 to n - 1, or from what an array has along an axis: elements of a vector, rows of a matrix.
   *
   * @param shape   Of what is chosen, shape [...chosen]. For an array of several dimensions it takes the place of the axis: 10 rows of a
   *                matrix of shape [1000, 3] are an array of shape [10, 3]. A Distribution is one of the whole result.
   * @returns       Indices; or for an array what it has at these indices.
   * @throws {ArgumentError} `p` are no probabilities, or there is not enough to choose from.
   * @throws {ShapeError}    A Distribution whose other extents are not those of the array.
   * @example
   * const batch = ctx.random.choice(samples, 64, { replace: false })
   */
  choice(n: number, shape: ShapeOrDistribution, options?: ChoiceOptions): DistArray<'int64'>
  choice<D extends DType>(x: DistArray<D>, shape: ShapeOrDistribution, options?: ChoiceOptions & AlongAxis): DistArray<D>
  choice(x: number | DistArray, shape: ShapeOrDistribution, options: ChoiceOptions & AlongAxis = {}): DistArray {
    const { replace, p, ...rest } = options
    if (!(x instanceof ArrayCore)) {
      requireCountOrArray(x)
      return this.draw(choiceOf(x, sizeOf(shape), replace, p), 'int64', shape, rest)
    }
    const { axis, placing } = readAlong('choice', x, rest)
    const { chosen, whole } = shapesOf(x, axis, shape)
    const draw = choiceOf(x.shape[axis] as number, product(chosen), replace, p)
    return this.taken(draw, x, { axis, count: chosen.length }, whole, placing)
  }

  private taken<D extends DType>(
    draw: Draw,
    x: DistArray<D>,
    at: { readonly axis: number; readonly count: number },
    shape: ShapeOrDistribution | undefined,
    placing: PlacementOptions,
  ): DistArray<D> {
    return this.arrays.take(draw, () => this.takeSource(), x, at, shape, placing)
  }
}

/** @throws {ArgumentError} Neither a count nor an array. */
function requireCountOrArray(x: unknown): asserts x is number {
  if (typeof x === 'number') requireCount(x, 'n')
  else throw new ArgumentError(`${expected('a number of things, or a distributed array of them,', 'n', x)}; make arrays with fromArray`)
}

function readAlong<O extends AlongAxis>(name: string, x: ArrayCore, options: O): { axis: number; placing: Omit<O, 'axis'> } {
  const { axis = 0, ...placing } = options
  return { axis: readAxis(name, axis, x.ndim), placing }
}

function orderOf(n: number): Draw {
  return { kernel: 'permutation', integers: [BigInt(n)] }
}

/** Which indices are drawn to choose `size` of `n` things. */
function choiceOf(n: number, size: number, replace = true, p?: ArrayLike<number>): Draw {
  const weights = p === undefined ? undefined : readWeights(p, n)
  const most = replace ? (n === 0 ? 0 : Number.POSITIVE_INFINITY) : (weights?.filter((weight) => weight > 0).length ?? n)
  if (size > most) throw new ArgumentError(expected(`at most ${most} elements, for there are no more to choose from,`, 'shape', size))
  if (!replace) return weights ? { kernel: 'weighted', weights, integers: [BigInt(size)] } : orderOf(n)
  return weights ? { kernel: 'choice', weights } : { kernel: 'integers', integers: [0n, BigInt(n)] }
}

/** Number of elements; what is no shape is refused elsewhere. */
function sizeOf(shape: ShapeOrDistribution): number {
  if (typeof shape === 'number') return shape
  return product(shape instanceof Distribution ? shape.shape : shape)
}

/** The shape of what is chosen along an axis, and that of the result or its distribution. */
function shapesOf(
  { shape: from, ndim }: ArrayCore,
  axis: number,
  shape: ShapeOrDistribution,
): { chosen: readonly number[]; whole: readonly number[] | Distribution } {
  const before = from.slice(0, axis)
  const after = from.slice(axis + 1)
  if (!(shape instanceof Distribution)) {
    const chosen = typeof shape === 'number' ? [shape] : shape
    return { chosen, whole: [...before, ...chosen, ...after] }
  }
  const chosen = shape.shape.slice(axis, Math.max(axis, shape.ndim - (ndim - 1 - axis)))
  const whole = [...before, ...chosen, ...after]
  if (whole.length !== shape.ndim || whole.some((extent, d) => extent !== shape.shape[d]))
    throw new ShapeError(
      `Expected a distribution of shape [${[...before, '...', ...after].join(', ')}] for a choice along axis ${axis} but received one of shape [${shape.shape.join(', ')}]`,
    )
  return { chosen, whole: shape }
}
