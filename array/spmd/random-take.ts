import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { scatter } from '../../bindings/gather.js'
import type { RandomKernel, RandomRequest } from '../../bindings/random.js'
import { contiguousStrides, type StridedBuffer } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, formatOf, itemSize } from '../../protocol/dtype.js'
import { bufferOf } from '../../protocol/memory.js'
import { requireWritable } from '../fill-value.js'
import { LocalArray } from '../local-array.js'
import { defaultChunkBytes, exchange, trafficOf } from '../moving/exchange.js'
import { type MemorySide, sideOf } from '../moving/memory-side.js'
import { type MappedAxis, type Need, needOf } from '../moving/need.js'
import { planOf, planWanted } from '../moving/plan.js'
import { exchangeRequests } from '../moving/request-exchange.js'
import type { Place } from './bring.js'
import { type DimensionRange, drawnIndices, requestOf, type TravellingRequest } from './drawn-indices.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/** Where an array is, as it travels. */
interface TravellingPlace {
  readonly layout: unknown
  readonly targets: readonly number[]
}

type TakeArguments = readonly [
  reference: unknown,
  dtype: DType,
  from: TravellingPlace,
  to: TravellingPlace,
  drawn: DimensionRange,
  kernel: RandomKernel,
  ...TravellingRequest,
]

type ShuffleArguments = readonly [reference: unknown, axis: number, kernel: RandomKernel, ...TravellingRequest]

/**
 * Make an array of the elements of another one at random indices along one dimension, which some dimensions of the result replace: none
 * or several, `drawn`. Every engine draws the indices of its own positions, and asks the owners for what is there.
 *
 * Collective over the targets of the call: the engines of both arrays.
 *
 * @returns The piece of the result; undefined on engines without one.
 * @throws {MemoryError} It does not fit into the memory of a machine; on all targets, nothing is allocated.
 */
export function takeDrawn(frame: Frame, ...args: readonly unknown[]): (LocalArray | undefined)[] {
  const [reference, dtype, from, to, drawn, kernel, ...request] = args as TakeArguments
  const piece = agree(frame.communicator, () => (from.targets.includes(frame.engine) ? frame.array(reference) : undefined))
  return [take(frame, piece, dtype, placeOf(from), placeOf(to), drawn, requestOf(kernel, request))]
}

/**
 * Put the elements of an array along one dimension in another order, ghosts included.
 *
 * Collective over the targets.
 *
 * @throws {UnsupportedError} The producer of the memory allows no writes.
 * @throws {MemoryError}      There is no memory for the elements in their new order.
 */
export function shuffleDrawn(frame: Frame, ...args: readonly unknown[]): void {
  const [reference, axis, kernel, ...request] = args as ShuffleArguments
  const [piece] = frame.take([reference]) as [LocalArray]
  const { communicator, distribution, dtype, shape } = piece
  agree(communicator, () => requireWritable(piece.buffer))
  const place = { distribution, targets: frame.targets }
  const drawn = { first: axis, count: 1 }
  using shuffled = take(frame, piece, dtype, place, place, drawn, requestOf(kernel, request)) as LocalArray
  const { data, size } = shuffled
  const bytes = new Uint8Array(bufferOf(data), data.byteOffset, data.byteLength)
  // Runs: start, count, step, and once.
  const whole = { ...sideOf(piece.buffer), axes: shape.map((extent) => Float64Array.of(0, extent, 1, 1, 0)) }
  scatter(whole, bytes, 0, itemSize(dtype), { first: 0, count: size })
}

function placeOf({ layout, targets }: TravellingPlace): Place {
  return { distribution: readLayout(layout), targets }
}

function take(
  frame: Frame,
  piece: LocalArray | undefined,
  dtype: DType,
  from: Place,
  to: Place,
  drawn: DimensionRange,
  request: RandomRequest,
): LocalArray | undefined {
  // The array's ranks first, in their order: then its distribution is one over the first ranks.
  const engines = [...from.targets, ...frame.targets.filter((engine) => !from.targets.includes(engine))]
  const comm = frame.among(engines) as Communicator
  const made = emptyAmong(comm, frame.among(to.targets), to.distribution, dtype)
  try {
    const { need, wanted } = agree(comm, () => {
      const need = needAmong(engines, to, drawn, engines[comm.rank] as number, request)
      return { need, wanted: planWanted(from.distribution, need, comm.rank) }
    })
    const plan = planOf(wanted, exchangeRequests(comm, from.distribution, need, wanted), comm.rank)
    const traffic = trafficOf(comm, plan)
    const itemBytes = itemSize(dtype)
    const source = piece ? sideOf(piece.buffer) : sideOver(undefined, from.distribution.shape, dtype)
    exchange(comm, plan, traffic, source, sideOver(made, plan.shape, dtype), itemBytes, defaultChunkBytes)
    return made
  } catch (error) {
    made?.free()
    throw error
  }
}

/** Allocate on some of the ranks, or fail on all. */
function emptyAmong(
  comm: Communicator,
  holders: Communicator | undefined,
  distribution: Distribution,
  dtype: DType,
): LocalArray | undefined {
  let made: LocalArray | undefined
  let failure: { readonly error: unknown } | undefined
  try {
    if (holders) made = LocalArray.empty(holders, distribution, dtype)
  } catch (error) {
    failure = { error }
  }
  return agree(comm, () => {
    if (failure) throw failure.error
    return made
  })
}

/** What each engine needs: the indices of what it holds of the result, and those that it has drawn. */
function needAmong(
  engines: readonly number[],
  { distribution, targets }: Place,
  drawn: DimensionRange,
  engine: number,
  request: RandomRequest,
): Need {
  const places = engines.map((one) => targets.indexOf(one))
  const kept = needOf(distribution).map((axis): MappedAxis => {
    const { map, coords } = axis as MappedAxis
    return { map, coords: places.map((rank) => (rank === -1 ? -1 : (coords[rank] as number))) }
  })
  const rank = targets.indexOf(engine)
  const mine = rank === -1 ? [] : drawnIndices(distribution, rank, drawn, request)
  return [...kept.slice(0, drawn.first), { mine }, ...kept.slice(drawn.first + drawn.count)]
}

/** The memory of a new array, whose drawn dimensions follow each other in memory as one; or of none. */
function sideOver(array: LocalArray | undefined, shape: readonly number[], dtype: DType): MemorySide {
  const data = array ? array.buffer.data : new Uint8Array(0)
  const buffer: StridedBuffer = { data, shape, strides: contiguousStrides(shape, itemSize(dtype)), format: formatOf(dtype) }
  return sideOf(buffer)
}
