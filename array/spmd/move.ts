import { agree } from '../../bindings/agree.js'
import { Block } from '../../bindings/block.js'
import { contiguousStrides, type StridedBuffer } from '../../protocol/buffer.js'
import { type DType, formatOf, itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { bufferOf } from '../../protocol/memory.js'
import type { LocalArray } from '../local-array.js'
import { requireBytes } from '../memory-check.js'
import { neededCount } from '../moving/axis-runs.js'
import { defaultChunkBytes, exchange, type Traffic, trafficOf } from '../moving/exchange.js'
import { regularIndices } from '../moving/index-runs.js'
import { LocalPiece } from '../moving/local-piece.js'
import { sideOf } from '../moving/memory-side.js'
import { checkNeed, type Need, placeOf } from '../moving/need.js'
import { isMine, type MovePlan, planOf, planSends, planWanted } from '../moving/plan.js'
import { cachedPlan } from '../moving/plan-cache.js'
import { exchangeRequests } from '../moving/request-exchange.js'
import { Section } from '../section.js'

/** Options of a move, the same on every rank. */
export interface MoveOptions {
  /** Whether the result may be a view of the array's memory, when every rank has what it needs at regular strides. Default false. */
  readonly share?: boolean
  /** Bytes of the buffers through which the elements go. Default 16 MiB. */
  readonly chunkBytes?: number
}

/**
 * Bring the elements of a distributed array to the ranks that need them.
 *
 * Collective over the array's communicator.
 *
 * @param piece This rank's piece. Elements come from their owners, never from ghosts.
 * @param need  What each rank needs, the same on every rank but for `mine` axes.
 * @returns     A new piece, row-major, with as many entries per dimension as this rank needs indices of it; owned by the
 *              caller, who calls `free()`. With `share`, a view of the array's memory where nothing has to move.
 * @throws {ArgumentError}     `need` is no need of such an array.
 * @throws {SelectionError}    An index that the array has not.
 * @throws {MemoryError}       The result does not fit into the memory of a machine; on all ranks, nothing is allocated.
 * @throws {UseAfterFreeError} The array was freed.
 */
export function move<D extends DType>(
  piece: LocalArray<D>,
  need: Need,
  { share = false, chunkBytes = defaultChunkBytes }: MoveOptions = {},
): LocalPiece<D> {
  const { communicator: comm, dtype } = piece
  const itemBytes = itemSize(dtype)
  const { plan, source } = prepareMove(piece, need)
  const traffic = trafficOf(comm, plan)
  if (share && traffic.longest === 0) {
    const view = viewOf(piece.buffer, plan, itemBytes)
    if (comm.allreduce(Int32Array.of(view ? 1 : 0), new Int32Array(1), 'min')[0] === 1)
      return new LocalPiece(new Section(dtype, view as StridedBuffer), undefined)
  }
  requireNeeded(piece, need, itemBytes)
  let block: Block | undefined
  try {
    const section = agree(comm, () => {
      block = Block.allocate(product(plan.shape) * itemBytes)
      const { shape } = plan
      const buffer = { data: new Uint8Array(block.buffer), shape, strides: contiguousStrides(shape, itemBytes), format: formatOf(dtype) }
      return new Section(dtype, buffer)
    })
    exchange(comm, plan, traffic, source, sideOf(section.buffer), itemBytes, chunkBytes)
    return new LocalPiece(section, block)
  } catch (error) {
    block?.free()
    throw error
  }
}

/**
 * Bring elements into memory that this rank has already.
 *
 * Collective over the array's communicator.
 *
 * @param target Of the extents that this rank needs; does not overlap the piece.
 */
export function moveInto(piece: LocalArray, need: Need, target: StridedBuffer, { chunkBytes = defaultChunkBytes }: MoveOptions = {}): void {
  const { plan, source } = prepareMove(piece, need)
  const traffic: Traffic = trafficOf(piece.communicator, plan)
  exchange(piece.communicator, plan, traffic, source, sideOf(target), itemSize(piece.dtype), chunkBytes)
}

/** Check the arguments on every rank, and plan. */
function prepareMove(piece: LocalArray, need: Need): { plan: MovePlan; source: ReturnType<typeof sideOf> } {
  const { communicator: comm, distribution } = piece
  const { rank } = comm
  const { source, plan, wanted } = agree(comm, () => {
    checkNeed(need, distribution.ndim, comm.size)
    const source = sideOf(piece.buffer)
    if (need.some(isMine)) return { source, wanted: planWanted(distribution, need, rank), plan: undefined }
    const plan = cachedPlan(distribution, need, rank, () =>
      planOf(planWanted(distribution, need, rank), planSends(distribution, need, rank), rank),
    )
    return { source, plan, wanted: undefined }
  })
  return { source, plan: plan ?? planOf(wanted, exchangeRequests(comm, distribution, need, wanted), rank) }
}

/** Make sure that what all ranks need fits into memory. */
function requireNeeded({ communicator: comm, distribution }: LocalArray, need: Need, itemBytes: number): void {
  const bytesAt = (rank: number): number =>
    need.reduce((bytes, axis, d) => bytes * neededCount(axis, distribution.shape[d]!, placeOf(axis, rank)), itemBytes)
  const all = new Float64Array(comm.size)
  // The length of a list that only its rank knows.
  if (need.some(isMine)) comm.allgather(Float64Array.of(bytesAt(comm.rank)), all)
  else for (let rank = 0; rank < comm.size; rank++) all[rank] = bytesAt(rank)
  requireBytes(
    comm,
    all.reduce((sum, bytes) => sum + bytes, 0),
    (rank) => all[rank]!,
  )
}

/** What this rank needs as a view of its piece; undefined when that is not possible. */
function viewOf({ data, strides, ...rest }: StridedBuffer, { shape, kept }: MovePlan, itemBytes: number): StridedBuffer | undefined {
  if (shape.includes(0)) return { ...rest, data: new Uint8Array(0), shape, strides: contiguousStrides(shape, itemBytes) }
  if (!kept || kept.to.count !== product(shape)) return undefined
  let offset = data.byteOffset
  const apart: number[] = []
  for (const [d, axis] of kept.from.axes.entries()) {
    const regular = regularIndices(axis, shape[d]!)
    if (!regular) return undefined
    offset += regular.start * strides[d]!
    apart.push(regular.step * strides[d]!)
  }
  const reach = apart.reduce((bytes, stride, d) => bytes + Math.max(0, stride * (shape[d]! - 1)), itemBytes)
  return { ...rest, data: new Uint8Array(bufferOf(data), offset, reach), shape, strides: apart }
}
