import { endianness } from 'node:os'
import { fillRandom, type RandomKernel, type RandomRequest } from '../../bindings/random.js'
import type { Distribution } from '../../protocol/distribution.js'
import { product } from '../../protocol/integers.js'
import { pieceIndices } from './piece-indices.js'

/** The parts of a request, in the order in which they travel. */
export type TravellingRequest = readonly [
  source: RandomRequest['source'],
  reals: RandomRequest['reals'],
  integers: RandomRequest['integers'],
  weights: RandomRequest['weights'],
]

/** Put together what travelled. */
export function requestOf(kernel: RandomKernel, [source, reals, integers, weights]: TravellingRequest): RandomRequest {
  return { kernel, source, ...(reals ? { reals } : {}), ...(integers ? { integers } : {}), ...(weights ? { weights } : {}) }
}

/** Dimensions of a result: `count` of them from the first on. */
export interface DimensionRange {
  readonly first: number
  readonly count: number
}

/**
 * Draw the indices that some dimensions of an array stand for, as an array of these dimensions alone has them: those of the positions that
 * a rank holds, ghosts included, row-major.
 *
 * Not collective.
 *
 * @param request Draws integers.
 * @returns       Shape [product of the rank's extents of these dimensions].
 */
export function drawnIndices(
  distribution: Distribution,
  rank: number,
  { first, count }: DimensionRange,
  request: RandomRequest,
): Float64Array {
  const pieces = pieceIndices(distribution, rank).slice(first, first + count)
  const drawn = new BigInt64Array(product(pieces.map((piece) => (piece instanceof Float64Array ? piece.length : piece.count))))
  fillRandom(request, 'int64', distribution.shape.slice(first, first + count), pieces, drawn)
  return numbersOf(drawn)
}

/** Integers from 0 to 2^53 as numbers, half by half: a bigint for each would cost more than all the rest. */
function numbersOf(integers: BigInt64Array): Float64Array {
  const halves = new Uint32Array(integers.buffer)
  const [low, high] = endianness() === 'LE' ? [0, 1] : [1, 0]
  const numbers = new Float64Array(integers.length)
  for (let i = 0; i < numbers.length; i++) numbers[i] = (halves[2 * i + low] as number) + (halves[2 * i + high] as number) * 2 ** 32
  return numbers
}
