import { agree } from '../../bindings/agree.js'
import { Block } from '../../bindings/block.js'
import type { Communicator } from '../../bindings/communicator.js'
import { contiguousStrides, type StridedBuffer } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, formatOf, itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import type { LocalArray } from '../local-array.js'
import { requireBytes } from '../memory-check.js'
import { neededCount } from '../moving/axis-runs.js'
import { defaultChunkBytes, exchange, trafficOf } from '../moving/exchange.js'
import { LocalPiece } from '../moving/local-piece.js'
import { sideOf } from '../moving/memory-side.js'
import { type Need, placeOf } from '../moving/need.js'
import { needAmong } from '../moving/need-among.js'
import { type MovePlan, planOf, planSends, planWanted } from '../moving/plan.js'
import { Section } from '../section.js'
import type { Frame } from './rank-function.js'

/** Where an array is, or a result will be. */
export interface Place {
  readonly distribution: Distribution
  /** Engines; rank r of the distribution is `targets[r]`. */
  readonly targets: readonly number[]
}

/**
 * Bring the elements of an operand to the engines that hold the result which it broadcasts to.
 *
 * Collective over the targets of the call.
 *
 * @param array  This engine's piece; undefined when it has none.
 * @param from   Where the array is now, on some of the targets.
 * @param result Where it is needed, ghosts included, on some of the targets.
 * @returns      A new piece, row-major, with the local extents of the result, or 1 where the operand is stretched; undefined where
 *               nothing is needed. Owned by the caller, who calls `free()`.
 * @throws {MemoryError} It does not fit into the memory of a machine; on all targets, nothing is allocated.
 */
export function bring(
  frame: Frame,
  array: LocalArray | undefined,
  from: Place & { readonly dtype: DType },
  result: Place,
): LocalPiece | undefined {
  // The array's ranks first, in their order: then its distribution is one over the first ranks.
  const others = frame.targets.filter((engine) => !from.targets.includes(engine))
  const engines = [...from.targets, ...others]
  const comm = frame.among(engines) as Communicator
  const need = needAmong(engines, from.distribution, result)
  const plan = agree(comm, () => planFor(from.distribution, need, comm))
  const itemBytes = itemSize(from.dtype)
  const bytesAt = (rank: number): number =>
    need.reduce((bytes, axis, d) => bytes * neededCount(axis, from.distribution.shape[d] as number, placeOf(axis, rank)), itemBytes)
  requireBytes(
    comm,
    engines.map((_, rank) => bytesAt(rank)).reduce((sum, bytes) => sum + bytes, 0),
    bytesAt,
  )
  const traffic = trafficOf(comm, plan)
  let block: Block | undefined
  try {
    const buffer = agree(comm, () => {
      block = Block.allocate(product(plan.shape) * itemBytes)
      return bufferOver(block, plan.shape, from.dtype)
    })
    const source = sideOf(array?.buffer ?? { ...buffer, data: new Uint8Array(0), shape: buffer.shape.map(() => 0) })
    exchange(comm, plan, traffic, source, sideOf(buffer), itemBytes, defaultChunkBytes)
    if (result.targets.includes(frame.engine)) return new LocalPiece(new Section(from.dtype, buffer), block)
    block?.free()
    return undefined
  } catch (error) {
    block?.free()
    throw error
  }
}

function planFor(source: Distribution, need: Need, { rank, size }: Communicator): MovePlan {
  return planOf(planWanted(source, need, rank), rank < source.ranks ? planSends(source, need, rank, size) : [], rank)
}

function bufferOver(block: Block, shape: readonly number[], dtype: DType): StridedBuffer {
  return { data: new Uint8Array(block.buffer), shape, strides: contiguousStrides(shape, itemSize(dtype)), format: formatOf(dtype) }
}
