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
  const numbers = new Float64Array(5 * shape.length).fill(1)
  const lists = pieces.map((piece, d) => {
    numbers[5 * d] = shape[d] as number
    if (piece instanceof Float64Array) return piece
    numbers.set([piece.start, piece.step, piece.width, piece.count], 5 * d + 1)
    return null
  })
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
