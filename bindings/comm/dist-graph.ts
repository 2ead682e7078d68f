import { ArgumentError, expected } from '../../protocol/errors.js'
import type { Communicator } from '../communicator.js'
import type { CommHandle } from '../handles.js'
import { native } from '../native.js'
import { largestInt, requireInteger, requireRank } from './checks.js'
import { TopologyCommunicator } from './topology.js'

/** Ranks with neighbours of one's own choice. */
export class GraphCommunicator extends TopologyCommunicator {
  private constructor(handle: CommHandle, sources: readonly number[], destinations: readonly number[]) {
    super(handle, sources, destinations, { handle, sends: range(destinations.length), receives: range(sources.length) })
  }

  /** @internal For {@link createDistGraphAdjacent}. */
  static _wrapGraph(handle: CommHandle, sources: readonly number[], destinations: readonly number[]): GraphCommunicator {
    return new GraphCommunicator(handle, sources, destinations)
  }
}

/** Options of {@link createDistGraphAdjacent}. */
export interface GraphOptions {
  /** How much comes from each source, integers >= 0, dimensionless; a hint. Given on all ranks or on none, with `destinationWeights`. */
  sourceWeights?: ArrayLike<number>
  /** How much goes to each destination, as `sourceWeights`. */
  destinationWeights?: ArrayLike<number>
}

const known = new Set(['sourceWeights', 'destinationWeights'])

/**
 * Make a communicator in which each rank has the neighbours it names.
 *
 * Collective over `comm`.
 *
 * @param comm         Communicator of all ranks of the graph. The ranks keep their numbers.
 * @param sources      Ranks this one receives from; each of them must name this rank as a destination.
 * @param destinations Ranks this one sends to; each of them must name this rank as a source.
 * @returns            A new communicator owned by the caller, who frees it.
 * @throws {ArgumentError} A neighbour is no rank, the weights do not fit, or an option is unknown.
 * @throws {MpiError}      MPI_Dist_graph_create_adjacent failed.
 * @see source: MPI standard, `MPI_Dist_graph_create_adjacent`.
 */
export function createDistGraphAdjacent(
  comm: Communicator,
  sources: ArrayLike<number>,
  destinations: ArrayLike<number>,
  options: GraphOptions = {},
): GraphCommunicator {
  for (const key in options)
    if (!known.has(key)) throw new ArgumentError(`Unknown option '${key}'; the options are: ${[...known].join(', ')}`)
  const from = neighbors(sources, comm.size, 'sources')
  const to = neighbors(destinations, comm.size, 'destinations')
  const { sourceWeights, destinationWeights } = options
  if ((sourceWeights === undefined) !== (destinationWeights === undefined))
    throw new ArgumentError('Expected sourceWeights and destinationWeights together but received only one of them')
  const handle = native().dist_graph_create_adjacent(
    comm.handle,
    from,
    to,
    sourceWeights === undefined ? null : weights(sourceWeights, from.length, 'sourceWeights'),
    destinationWeights === undefined ? null : weights(destinationWeights, to.length, 'destinationWeights'),
    false,
  )
  return GraphCommunicator._wrapGraph(handle, [...from], [...to])
}

function neighbors(list: ArrayLike<number>, size: number, name: string): Int32Array {
  if (typeof list !== 'object' || list === null) throw new ArgumentError(expected('a list of ranks', name, list))
  const ranks = Array.from(list)
  for (const [i, rank] of ranks.entries()) requireRank(rank, size, `${name}[${i}]`)
  return Int32Array.from(ranks)
}

function weights(list: ArrayLike<number>, n: number, name: string): Int32Array {
  const values = Array.from(list)
  if (values.length !== n) throw new ArgumentError(expected(`${n} weights, one per neighbour,`, name, list))
  for (const [i, weight] of values.entries()) requireInteger(weight, 0, largestInt, `${name}[${i}]`)
  return Int32Array.from(values)
}

function range(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => i)
}
