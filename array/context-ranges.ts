import { type DType, itemSize } from '../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../protocol/errors.js'
import { checkOptions } from './check-options.js'
import type { DTypeOf } from './context-creation.js'
import { ContextLikes } from './context-likes.js'
import type { ArrayValues } from './create-array.js'
import { type Range, rangeLength, rangeNode } from './creation/arange.js'
import { countOf, partArguments } from './creation/arguments.js'
import { partGridArguments } from './creation/grid-arguments.js'
import type { PlacedOptions } from './creation/placing.js'
import { type End, geometricNode, linearNode, logarithmicNode, type Spaced, spacedDType, stepOf } from './creation/spaces.js'
import type { DistArray } from './dist-array.js'
import { isWeakScalar } from './dtypes/weak-scalar.js'
import type { Complex, Element } from './element.js'
import { cast, type Elementwise, index } from './expression/node.js'
import { type MeshgridOptions, meshgrid } from './functions/meshgrid.js'
import { placedOptions } from './placement.js'

/** How numbers in an interval are distributed, and whether the end is one of them. */
export interface SpaceOptions<D extends DType = DType> extends PlacedOptions<D> {
  /** Whether the last number is `stop`; default true. */
  readonly endpoint?: boolean
}

/** Options of {@link ContextRanges.linspace}. */
export interface LinspaceOptions<D extends DType = DType> extends SpaceOptions<D> {
  /** Whether the distance of neighbours is returned as well; default false. */
  readonly retstep?: boolean
}

/** The dtype of numbers in an interval. */
export type SpacedDType<A, B> = A extends object ? 'complex128' : B extends object ? 'complex128' : 'float64'

/**
 * The part of a context that makes arrays whose elements follow from their index. They are expressions: they take no memory before
 * somebody wants their values, and none at all in an expression with others.
 */
export abstract class ContextRanges extends ContextLikes {
  /**
   * Make the numbers start, start + step, ... before stop: `arange(stop)`, `arange(start, stop)` or `arange(start, stop, step)`, and
   * then options.
   *
   * There are ceil((stop - start) / step) of them, and number i is start + i * step, rounded once for the product and once for the sum.
   * Numbers give float64, as everywhere, and bigints int64, unless `dtype` says otherwise.
   *
   * @throws {ArgumentError} A step of 0, no finite number of them, or numbers that the dtype cannot hold.
   * @throws {DTypeError}    bool.
   * @example
   * ctx.arange(0, 10, 2, { dtype: 'int32', dist: 'c' })
   */
  arange<V extends number | bigint, D extends DType = DTypeOf<V>>(stop: V, options?: PlacedOptions<D>): DistArray<D>
  arange<V extends number | bigint, D extends DType = DTypeOf<V>>(start: V, stop: V, options?: PlacedOptions<D>): DistArray<D>
  arange<V extends number | bigint, D extends DType = DTypeOf<V>>(start: V, stop: V, step: V, options?: PlacedOptions<D>): DistArray<D>
  arange(...given: unknown[]): DistArray {
    const { numbers, options } = partArguments<PlacedOptions>('arange', ['start', 'stop', 'step'], given)
    const range = rangeOf(numbers)
    const { dtype = Object.values(range).some((value) => typeof value === 'bigint') ? 'int64' : 'float64' } = options
    itemSize(dtype) // refuses what is no dtype
    return this.expressed(rangeNode(range, rangeLength(range), dtype), options)
  }

  /**
   * Make numbers at even distances from start to stop: number i is start + i * step, and the last one is exactly stop.
   *
   * @param num     How many; default 50.
   * @param options `endpoint: false` leaves stop out. Integer dtypes round down.
   * @returns       The numbers; with `retstep` a list of them and of the step, which is NaN where there is none.
   * @throws {ArgumentError} Ends that are no numbers, or a `num` that is no count.
   */
  linspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num: number | undefined,
    options: LinspaceOptions<D> & { readonly retstep: true },
  ): [DistArray<D>, Element<SpacedDType<A, B>>]
  linspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num?: number,
    options?: SpaceOptions<D> & { readonly retstep?: false },
  ): DistArray<D>
  linspace(start: End, stop: End, num = 50, options: LinspaceOptions = {}): DistArray | [DistArray, number | Complex] {
    checkOptions('linspace', options, ['endpoint', 'retstep', ...placedOptions])
    const { retstep = false, ...rest } = options
    if (typeof retstep !== 'boolean') throw new ArgumentError(expected('a boolean', 'retstep', retstep))
    const made = this.spaced('linspace', { start, stop, num }, rest, linearNode)
    return retstep ? [made, stepOf({ start, stop, num, endpoint: rest.endpoint ?? true })] : made
  }

  /**
   * Make powers whose exponents are at even distances from start to stop. As {@link ContextRanges.linspace} in everything else.
   *
   * @param options `base` is that of the powers; default 10. Powers of a complex base are complex.
   */
  logspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num = 50,
    options: SpaceOptions<D> & { readonly base?: End } = {},
  ): DistArray<D> {
    checkOptions('logspace', options, ['endpoint', 'base', ...placedOptions])
    const { base = 10, ...rest } = options
    if (!isWeakScalar(base) || typeof base === 'boolean') throw new ArgumentError(expected('a number', 'base of logspace', base))
    return this.spaced(
      'logspace',
      { start, stop, num },
      rest,
      (spaced, dtype) => logarithmicNode(spaced, base, dtype),
      typeof base === 'object',
    )
  }

  /**
   * Make numbers whose quotients are equal, from start to stop. As {@link ContextRanges.linspace} in everything else.
   *
   * @throws {ArgumentError} An end is 0, or both are real and of different signs.
   */
  geomspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num = 50,
    options: SpaceOptions<D> = {},
  ): DistArray<D> {
    checkOptions('geomspace', options, ['endpoint', ...placedOptions])
    return this.spaced('geomspace', { start, stop, num }, options, geometricNode)
  }

  /**
   * Make the indices of an array: one array for each dimension, of the whole shape, with the index along that dimension.
   *
   * @param options The dtype is by default int64.
   * @returns       A list, where NumPy has one array of one dimension more: `const [i, j] = ctx.indices([4, 3])`.
   * @throws As `zeros`.
   */
  indices<D extends DType = 'int64'>(shape: readonly number[], options: PlacedOptions<D> = {}): DistArray<D>[] {
    const { dtype = 'int64' } = options
    itemSize(dtype) // refuses what is no dtype
    if (!Array.isArray(shape)) throw new ShapeError(expected('an array of extents', 'shape', shape))
    const extents = shape.map((extent, d) => countOf(extent, `shape[${d}]`))
    return extents.map((_, d) => this.expressed(cast(index(extents, d), dtype), options) as DistArray<D>)
  }

  /**
   * Make the coordinates of all points of a grid out of those along its axes: as the function {@link meshgrid}, also of values.
   *
   * @param axes Arrays of one dimension, or values for such, and then options: `indexing`, `sparse`, and how the results are distributed.
   * @throws As {@link meshgrid} and `asarray`.
   * @example
   * const [x, y] = ctx.meshgrid(ctx.linspace(-2, 2, 400), ctx.linspace(-1, 1, 200)) // shape [200, 400]
   */
  meshgrid(...axes: [...(DistArray | ArrayValues)[], MeshgridOptions] | (DistArray | ArrayValues)[]): DistArray[] {
    const { values, options } = partGridArguments<MeshgridOptions>(axes)
    const made = values.map((axis) => this.asarray(axis as DistArray))
    try {
      return meshgrid(...made, options)
    } finally {
      for (const [k, axis] of made.entries()) if (axis !== values[k]) axis.free()
    }
  }

  private spaced<D extends DType>(
    name: string,
    { start, stop, num }: Omit<Spaced, 'endpoint'>,
    given: SpaceOptions<D>,
    make: (spaced: Spaced, dtype: DType) => Elementwise,
    isComplex = false,
  ): DistArray<D> {
    const { endpoint = true, ...options } = given
    if (typeof endpoint !== 'boolean') throw new ArgumentError(expected('a boolean', 'endpoint', endpoint))
    const spaced = { start, stop, num: countOf(num, `num of ${name}`), endpoint }
    const own = spacedDType(name, spaced)
    const { dtype = isComplex ? 'complex128' : own } = options
    itemSize(dtype) // refuses what is no dtype
    return this.expressed(make(spaced, dtype), options) as DistArray<D>
  }
}

function rangeOf([first, second, step]: readonly (number | bigint | undefined)[]): Range {
  if (first === undefined) throw new ArgumentError(expected('a number', 'stop of arange', first))
  const zero = typeof first === 'bigint' ? 0n : 0
  return { start: second === undefined ? zero : first, stop: second ?? first, step: step ?? (typeof first === 'bigint' ? 1n : 1) }
}
