import { type DType, itemSize } from '../protocol/dtype.js'
import { ShapeError } from '../protocol/errors.js'
import { ContextRanges } from './context-ranges.js'
import { countOf, integerOf, partArguments } from './creation/arguments.js'
import { pickedDistribution } from './creation/picked.js'
import { type PlacedOptions, readPlacing } from './creation/placing.js'
import { diagonalNode, eyeNode, triangleNode } from './creation/triangle.js'
import type { DistArray } from './dist-array.js'
import { resultType } from './dtypes/result-type.js'
import { constantOf } from './element.js'
import { apply } from './expression/build.js'
import { cast, constant, index, stretch } from './expression/node.js'
import { place } from './placement.js'

/** Options of {@link ContextMatrices.vander}. */
export interface VanderOptions extends Omit<PlacedOptions, 'dtype'> {
  /** Whether the powers ascend from left to right; default false. */
  readonly increasing?: boolean
}

/** The part of a context that makes matrices and takes them apart. What comes back is an expression, see {@link ContextRanges}. */
export abstract class ContextMatrices extends ContextRanges {
  /**
   * Make a matrix with ones on a diagonal, and zeros elsewhere: `eye(n)`, `eye(n, m)` or `eye(n, m, k)`, and then options.
   *
   * @param n Rows; `m` columns (default n); `k` the diagonal, above the main one when positive (default 0).
   * @throws {ArgumentError} Something that is no such number.
   */
  eye<D extends DType = 'float64'>(n: number, options?: PlacedOptions<D>): DistArray<D>
  eye<D extends DType = 'float64'>(n: number, m: number | undefined, options?: PlacedOptions<D>): DistArray<D>
  eye<D extends DType = 'float64'>(n: number, m: number | undefined, k: number, options?: PlacedOptions<D>): DistArray<D>
  eye(...given: unknown[]): DistArray {
    const { numbers, options } = partArguments<PlacedOptions>('eye', ['n', 'm', 'k'], given)
    const { dtype = 'float64' } = options
    itemSize(dtype) // refuses what is no dtype
    const rows = countOf(numbers[0], 'n of eye')
    const columns = numbers[1] === undefined ? rows : countOf(numbers[1], 'm of eye')
    return this.expressed(eyeNode([rows, columns], integerOf(numbers[2] ?? 0, 'k of eye'), dtype), options)
  }

  /** Make the identity matrix of n rows. As {@link ContextMatrices.eye} in everything else. */
  identity<D extends DType = 'float64'>(n: number, options: PlacedOptions<D> = {}): DistArray<D> {
    return this.eye(n, options)
  }

  /**
   * Return a matrix, or each one of a stack of them, with zeros above the diagonal `k`.
   *
   * @throws {ShapeError} Fewer than two dimensions.
   */
  tril<D extends DType>(x: DistArray<D>, k = 0): DistArray<D> {
    return this.triangle('tril', x, k)
  }

  /** Return a matrix, or each one of a stack of them, with zeros below the diagonal `k`. As {@link ContextMatrices.tril} in everything else. */
  triu<D extends DType>(x: DistArray<D>, k = 0): DistArray<D> {
    return this.triangle('triu', x, k)
  }

  /**
   * Make the matrix that has a vector on its diagonal `k` and zeros elsewhere, or return the diagonal `k` of a matrix.
   *
   * No element moves between ranks for the diagonal itself; where the result is computed they are brought to its distribution, by default
   * that of a new array.
   *
   * @param x One or two dimensions.
   * @param k Above the main diagonal when positive.
   * @throws {ShapeError} Another number of dimensions.
   */
  diag<D extends DType>(x: DistArray<D>, k = 0, options: Omit<PlacedOptions, 'dtype'> = {}): DistArray<D> {
    this.requireOwn(x)
    integerOf(k, 'k of diag')
    if (x.ndim === 1) return this.matrixOf(x, k, options)
    if (x.ndim === 2) return this.diagonalOf(x, k, options)
    throw new ShapeError(`Expected an array of 1 or 2 dimensions for diag but received shape [${x.shape.join(', ')}]`)
  }

  /**
   * Make the matrix whose columns are powers of a vector: n - 1, ..., 1, 0, or ascending.
   *
   * Integers and bool give int64, float32 gives float64, as in NumPy.
   *
   * @param n Number of columns; default as many as elements.
   * @throws {ShapeError} More or fewer dimensions than one.
   */
  vander(x: DistArray, n: number | undefined = undefined, options: VanderOptions = {}): DistArray {
    this.requireOwn(x)
    const { increasing = false, ...placing } = options
    if (x.ndim !== 1) throw new ShapeError(`Expected an array of 1 dimension for vander but received shape [${x.shape.join(', ')}]`)
    const columns = countOf(n ?? x.size, 'n of vander')
    const along = index([1, columns], 1)
    const powers = increasing ? along : apply('subtract', [constant('int64', BigInt(columns - 1)), along])
    const dtype = resultType(x.dtype, 'int64')
    const { node, sources, end } = this.turnedNode(x, 2, 0)
    const matrix = this.expressed(apply('pow', [cast(node, dtype), cast(powers, dtype)]), placing, sources)
    end()
    return matrix
  }

  private triangle<D extends DType>(name: 'tril' | 'triu', x: DistArray<D>, k: number): DistArray<D> {
    this.requireOwn(x)
    const { node, sources } = x._node()
    return this.express({ node: triangleNode(name, node, integerOf(k, `k of ${name}`)), sources }) as DistArray<D>
  }

  private matrixOf<D extends DType>(x: DistArray<D>, k: number, options: PlacedOptions): DistArray<D> {
    const size = x.size + Math.abs(k)
    // The vector along the columns: moved to the right by k, or with zeros after it.
    const offsets = [-Math.max(0, k)]
    const placement = k === 0 ? undefined : { distribution: pickedDistribution(x.distribution, size, offsets), targets: x.targets }
    const { node, sources, end } = placement ? this.pickedNode(x, placement, 0, offsets) : { ...x._node(), end: () => undefined }
    const isOn = diagonalNode([size, size], k, 'equal')
    const matrix = this.expressed(apply('where', [isOn, node, constant(x.dtype, constantOf(x.dtype, 0))]), options, sources)
    end()
    return matrix as DistArray<D>
  }

  private diagonalOf<D extends DType>(x: DistArray<D>, k: number, options: PlacedOptions): DistArray<D> {
    const offsets = [Math.max(0, -k), Math.max(0, k)]
    const length = Math.max(0, Math.min(...x.shape.map((extent, d) => extent - (offsets[d] as number))))
    const { targets } = x
    const { node, sources, end } = this.pickedNode(
      x,
      { distribution: pickedDistribution(x.distribution, length, offsets), targets },
      0,
      offsets,
    )
    const placement = readPlacing([length], options, this.engines) ?? place([length], {}, this.engines)
    const diagonal = this.express({ node: stretch(node, [length]), sources, placement })
    end()
    return diagonal as DistArray<D>
  }
}
