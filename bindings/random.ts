import { type DType, itemSize } from '../protocol/dtype.js'
import { native } from './native.js'

/** The random distributions that the addon knows. */
export type RandomKernel =
  | 'uniform'
  | 'normal'
  | 'exponential'
  | 'integers'
  | 'bytes'
  | 'gamma'
  | 'beta'
  | 'poisson'
  | 'binomial'
  | 'permutation'
  | 'choice'
  | 'weighted'

/** What random elements are made from, besides their indices. */
export interface RandomRequest {
  readonly kernel: RandomKernel
  /** The two words of the key, which stand for seed and stream, and the number of the draw: all three in [0, 2^64), shape [3]. */
  readonly source: BigUint64Array
  /**
   * The distribution's parameters: uniform a + b u, at most limit; normal a + b z; exponential a - b log(u); gamma of shape a times b;
   * beta of a and b; poisson of mean a; binomial of a trials with probability b. Default zeros.
   */
  readonly reals?: readonly [a: number, b: number, limit?: number]
  /** integers: the lowest, and how many there are (0 for 2^64); permutation: of how many; weighted: how many are drawn. Default zeros. */
  readonly integers?: readonly [first: bigint, second?: bigint]
  /** choice and weighted: the weights of 0, 1, ...; at least one is positive. */
  readonly weights?: Float64Array
}

/** Indices of one dimension in local order: blocks of `width` that start at start, start + step, ...; `count` indices altogether. */
export interface IndexBlocks {
  readonly start: number
  readonly step: number
  /** At least 1. */
  readonly width: number
  readonly count: number
}

/** Which indices of one dimension of an array a piece has, in local order: blocks, or those of a list. */
export type PieceIndices = IndexBlocks | Float64Array

/**
 * Fill a piece of an array with random elements. Element i, by the global row-major flat index, depends on the request and i alone.
 *
 * Not collective.
 *
 * @param shape  Extents of the whole array, shape [ndim]; together below 2^53 elements.
 * @param pieces Which indices of each dimension the piece has, shape [ndim].
 * @param out    Contiguous memory of the piece, row-major.
 * @throws {ArgumentError} The distribution has no elements of this dtype, or `out` is not the size of the piece.
 * @remarks
 * Philox4x64-10 with the words that NumPy's `Philox` makes. The counter words, lowest first: block + 1, attempt, draw, 0.
 * Block k has the words of elements 4 k to 4 k + 3 (bytes: 32 elements); where a deviate is found by rejection, element i has the
 * blocks (i, attempt), and fixed words of each. Two normal deviates are made from two words, elements 2 j and 2 j + 1, by Box and
 * Muller's method. What is needed of log, sin, cos and exp is made of sums, products, quotients and roots, so that all processors
 * which round as IEEE 754 says give the same bits.
 * @see source: Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC'11)
 */
export function fillRandom(
  request: RandomRequest,
  dtype: DType,
  shape: readonly number[],
  pieces: readonly PieceIndices[],
  out: ArrayBufferView,
): void {
  const [a = 0, b = 0, limit = 0] = request.reals ?? []
  const [first = 0n, second = 0n] = request.integers ?? []
  const [key0 = 0n, key1 = 0n, draw = 0n] = request.source
  const words = BigUint64Array.of(key0, key1, draw, first, second)
  const { numbers, lists } = packed(shape, pieces)
  native().random_fill(
    request.kernel,
    itemSize(dtype),
    words,
    Float64Array.of(a, b, limit),
    request.weights ?? new Float64Array(0),
    numbers,
    lists,
    out,
  )
}

/** The distributions whose parameters can differ from element to element. */
export type DifferingKernel = 'uniform' | 'normal' | 'exponential' | 'integers' | 'gamma' | 'beta' | 'poisson' | 'binomial'

/** A parameter of all elements of a piece. */
export interface RandomParameter {
  /** int64 for integers, or uint64 where these are; float64 for all others. */
  readonly data: Float64Array | BigInt64Array | BigUint64Array
  /** Elements per dimension of the piece, shape [ndim]; 0 broadcasts. */
  readonly strides: readonly number[]
}

/** What random elements are made from whose parameters differ. */
export interface DifferingRequest {
  readonly kernel: DifferingKernel
  /** As in {@link RandomRequest}. */
  readonly source: BigUint64Array
  /**
   * uniform: low and high; normal: mean and standard deviation; exponential: scale, and anything; integers: low and high; gamma: shape
   * and scale; beta: a and b; poisson: mean, and anything; binomial: trials and probability. What is no such parameter of a
   * distribution has been refused; but low above high is here.
   */
  readonly parameters: readonly [RandomParameter, RandomParameter]
  /** integers: whether high can come out. Default false. */
  readonly endpoint?: boolean
}

/**
 * Fill a piece of an array with random elements, each by its own parameters: those that {@link fillRandom} makes with them.
 *
 * Not collective.
 *
 * @throws {ArgumentError} As {@link fillRandom}; low is above high for an element.
 */
export function fillRandomEach(
  { kernel, source, parameters, endpoint = false }: DifferingRequest,
  dtype: DType,
  shape: readonly number[],
  pieces: readonly PieceIndices[],
  out: ArrayBufferView,
): void {
  const [first, second] = parameters
  const { numbers, lists } = packed(shape, pieces)
  native().random_fill_each(
    kernel,
    itemSize(dtype),
    source,
    Int32Array.of(endpoint ? 1 : 0, first.data instanceof BigUint64Array ? 1 : 0),
    [first.data, second.data],
    Float64Array.of(...first.strides, ...second.strides),
    numbers,
    lists,
    out,
  )
}

/** Extents and indices as the addon takes them. */
function packed(
  shape: readonly number[],
  pieces: readonly PieceIndices[],
): { numbers: Float64Array; lists: readonly (Float64Array | null)[] } {
  const numbers = new Float64Array(5 * shape.length).fill(1)
  const lists = pieces.map((piece, d) => {
    numbers[5 * d] = shape[d] as number
    if (piece instanceof Float64Array) return piece
    numbers.set([piece.start, piece.step, piece.width, piece.count], 5 * d + 1)
    return null
  })
  return { numbers, lists }
}
