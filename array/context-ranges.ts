import { type DType, itemSize } from '../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../protocol/errors.js'
import { requireObject } from './check-options.js'
import type { DTypeOf } from './context-creation.js'
import { ContextLikes } from './context-likes.js'
import type { ArrayValues } from './create-array.js'
import { type Range, rangeLength, rangeNode } from './creation/arange.js'
import { countOf, partArguments } from './creation/arguments.js'
import { partGridArguments } from './creation/grid-arguments.js'
import { turnedDistribution } from './creation/picked.js'
import type { PlacedOptions } from './creation/placing.js'
import { type End, geometricNode, linearNode, logarithmicNode, type Spaced, spacedDType } from './creation/spaces.js'
import { turned } from './creation/turned.js'
import type { DistArray } from './dist-array.js'
import { cast, type Elementwise, index, stretch } from './expression/node.js'
import { ArrayReference } from './instruction.js'
import type { Placement } from './placement.js'
import type { StoredArray } from './stored-array.js'

/** How numbers in an interval are distributed, and whether the end is one of them. */
export interface SpaceOptions<D extends DType = DType> extends PlacedOptions<D> {
  /** Whether the last number is `stop`; default true. */
  readonly endpoint?: boolean
}

/** Options of {@link ContextRanges.meshgrid}. */
export interface MeshgridOptions extends Omit<PlacedOptions, 'dtype'> {
  /** `'xy'` (default): the first array varies along the second dimension, as on paper; `'ij'`: along the first. */
  readonly indexing?: 'xy' | 'ij'
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
   * @throws {ArgumentError} Ends that are no numbers, or a `num` that is no count.
   */
  linspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num = 50,
    options: SpaceOptions<D> = {},
  ): DistArray<D> {
    return this.spaced('linspace', { start, stop, num }, options, linearNode)
  }

  /**
   * Make powers whose exponents are at even distances from start to stop. As {@link ContextRanges.linspace} in everything else.
   *
   * @param options `base` is that of the powers; default 10.
   */
  logspace<A extends End, B extends End, D extends DType = SpacedDType<A, B>>(
    start: A,
    stop: B,
    num = 50,
    options: SpaceOptions<D> & { readonly base?: number } = {},
  ): DistArray<D> {
    const { base = 10, ...rest } = options
    if (typeof base !== 'number') throw new ArgumentError(expected('a number', 'base of logspace', base))
    return this.spaced('logspace', { start, stop, num }, rest, (spaced, dtype) => logarithmicNode(spaced, base, dtype))
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
   * Make the coordinates of all points of a grid out of those along its axes.
   *
   * @param axes    Arrays of one dimension, or values for such, and then options: `indexing`, and how the results are distributed.
   * @returns       An array for each axis, of the grid's shape and the axis' dtype.
   * @throws {ShapeError}    An axis of more dimensions.
   * @throws {ArgumentError} Another `indexing`.
   * @example
   * const [x, y] = ctx.meshgrid(ctx.linspace(-2, 2, 400), ctx.linspace(-1, 1, 200)) // shape [200, 400]
   */
  meshgrid(...axes: [...(DistArray | ArrayValues)[], MeshgridOptions] | (DistArray | ArrayValues)[]): DistArray[] {
    const { values, options } = partGridArguments<MeshgridOptions>(axes)
    const { indexing = 'xy', ...placing } = options
    if (indexing !== 'xy' && indexing !== 'ij') throw new ArgumentError(expected("'xy' or 'ij'", 'indexing', indexing))
    const made = values.map((axis) => this.asarray(axis as DistArray))
    const long = made.find(({ ndim }) => ndim > 1)
    if (long) throw new ShapeError(`Expected axes of one dimension for meshgrid but received shape [${long.shape.join(', ')}]`)
    const dims = made.map((_, k) => (indexing === 'xy' && k < 2 && made.length > 1 ? 1 - k : k))
    const shape = dims.map((_, d) => made[dims.indexOf(d)]?.size as number)
    const grids = made.map((axis, k) => {
      const { node, sources, end } = this.turnedNode(axis, shape.length, dims[k] as number)
      const grid = this.expressed(stretch(node, shape), placing, sources)
      end()
      return grid
    })
    for (const [k, axis] of made.entries()) if (axis !== values[k]) axis.free()
    return grids
  }

  /**
   * The elements of an array of one dimension as one of several, of which the others have extent 1.
   *
   * @returns `end` has to be called when the expression has been used.
   */
  protected turnedNode(vector: DistArray, ndim: number, dim: number): Part {
    const { node, sources } = vector._node()
    const isThere = dim === ndim - 1 || vector.ndim === 0
    if (isThere) return { node, sources, end: () => undefined }
    if (sources.length === 0) return { node: turned(node, ndim, dim), sources, end: () => undefined }
    const { distribution, targets } = vector
    return this.pickedNode(vector, { distribution: turnedDistribution(distribution, ndim, dim), targets }, dim, [0])
  }

  /** Have the engines pick elements that they own, see the rank-level function. */
  protected pickedNode(from: DistArray, placement: Placement, dim: number, offsets: readonly number[]): Part {
    this.compute(from)
    const [stored] = from._node().sources as [StoredArray]
    const args = [new ArrayReference(stored.id), this.calls.layout(placement.distribution), dim, [...offsets]]
    const made = this.make({ fn: 'pick', args }, from.dtype, placement)
    return { ...made._node(), end: () => made.free() }
  }

  private spaced<D extends DType>(
    name: string,
    { start, stop, num }: Omit<Spaced, 'endpoint'>,
    given: SpaceOptions<D>,
    make: (spaced: Spaced, dtype: DType) => Elementwise,
  ): DistArray<D> {
    requireObject('a new array', given, ['dtype'])
    const { endpoint = true, ...options } = given
    if (typeof endpoint !== 'boolean') throw new ArgumentError(expected('a boolean', 'endpoint', endpoint))
    const spaced = { start, stop, num: countOf(num, `num of ${name}`), endpoint }
    const own = spacedDType(name, spaced)
    const { dtype = own } = options
    itemSize(dtype) // refuses what is no dtype
    return this.expressed(make(spaced, dtype), options) as DistArray<D>
  }
}

/** A part of an expression that was made for it. */
interface Part {
  readonly node: Elementwise
  readonly sources: readonly StoredArray[]
  /** Let go of what was made. */
  readonly end: () => void
}

function rangeOf([first, second, step]: readonly (number | bigint | undefined)[]): Range {
  if (first === undefined) throw new ArgumentError(expected('a number', 'stop of arange', first))
  const zero = typeof first === 'bigint' ? 0n : 0
  return { start: second === undefined ? zero : first, stop: second ?? first, step: step ?? (typeof first === 'bigint' ? 1n : 1) }
}
