import { agree } from '../../bindings/agree.js'
import { Block } from '../../bindings/block.js'
import type { Communicator } from '../../bindings/communicator.js'
import { copyPicked, gather, scatter } from '../../bindings/gather.js'
import { gaplessOffset, type MemorySide, picked } from './memory-side.js'
import type { MovePlan, Part } from './plan.js'

/** Bytes of the buffers through which a move goes: they stay in the cache of a processor, and messages are long. */
export const defaultChunkBytes = 16 * 2 ** 20

/** What all ranks know of a move. */
export interface Traffic {
  /** Most ranks that one rank sends to or receives from, itself not counted. */
  readonly peers: number
  /** Most elements that one rank sends to another. */
  readonly longest: number
}

/**
 * Find out how much there is to exchange.
 *
 * Collective over `comm`.
 */
export function trafficOf(comm: Communicator, { sends, receives }: MovePlan): Traffic {
  const mine = Float64Array.of(Math.max(sends.length, receives.length), longestOf(sends))
  const [peers, longest] = comm.allreduce(mine, new Float64Array(2), 'max') as unknown as [number, number]
  return { peers, longest }
}

/**
 * Copy what the ranks need from where it is.
 *
 * Collective over `comm`. Goes through buffers of `chunkBytes` together, in as many rounds as that takes; what lies in memory
 * without gaps is sent from there, or received there.
 *
 * @param from This rank's piece.
 * @param to   Where this rank's need goes.
 */
export function exchange(
  comm: Communicator,
  plan: MovePlan,
  traffic: Traffic,
  from: MemorySide,
  to: MemorySide,
  itemBytes: number,
  chunkBytes: number,
): void {
  if (plan.kept) copyPicked(picked(to, plan.kept.to), picked(from, plan.kept.from), itemBytes, plan.kept.to.count)
  if (traffic.longest === 0) return
  const most = Math.max(1, Math.floor(chunkBytes / 2 / itemBytes / traffic.peers))
  using sending = new Flow(plan.sends, from, itemBytes, most)
  using receiving = new Flow(plan.receives, to, itemBytes, most)
  agree(comm, () => {
    sending.allocate()
    receiving.allocate()
  })
  let rounds = 1
  if (traffic.longest > most) {
    const mine = Math.max(...[sending, receiving].map((flow) => flow.rounds))
    rounds = comm.allreduce(Int32Array.of(mine), new Int32Array(1), 'max')[0]!
  }
  for (let round = 0; round < rounds; round++) {
    const outgoing = sending.sections(comm.size, round)
    const incoming = receiving.sections(comm.size, round)
    if (!sending.isDirect) sending.forEach(round, (part, at, range) => gather(picked(from, part), sending.data, at, itemBytes, range))
    comm.alltoallv(outgoing, incoming)
    if (!receiving.isDirect) receiving.forEach(round, (part, at, range) => scatter(picked(to, part), receiving.data, at, itemBytes, range))
  }
}

/** One direction of an exchange: its parts, cut into rounds, and the memory they go through. */
class Flow {
  /** Whether MPI uses the array's own memory. */
  readonly isDirect: boolean
  private readonly _offsets: (number | undefined)[]
  /** Elements of each part per round. */
  private readonly _lengths: number[]
  private _block: Block | undefined
  private _data: Uint8Array

  constructor(
    private readonly _parts: readonly Part[],
    side: MemorySide,
    private readonly _itemBytes: number,
    most: number,
  ) {
    this._offsets = _parts.map((part) => gaplessOffset(side, part, _itemBytes))
    this.isDirect = this._offsets.every((offset) => offset !== undefined)
    this._lengths = _parts.map((part) => wholeRows(part.shape, most))
    this._data = side.memory
  }

  get data(): Uint8Array {
    return this._data
  }

  get rounds(): number {
    return this._parts.reduce((most, { count }, k) => Math.max(most, Math.ceil(count / this._lengths[k]!)), 0)
  }

  /** @throws {MemoryError} There is no memory for a buffer. */
  allocate(): void {
    if (this.isDirect) return
    const elements = this._parts.reduce((sum, { count }, k) => sum + Math.min(count, this._lengths[k]!), 0)
    this._block = Block.allocate(elements * this._itemBytes)
    this._data = new Uint8Array(this._block.buffer)
  }

  /** Call `visit` with what goes of each part in a round, and the byte of the buffer where that starts. */
  forEach(round: number, visit: (part: Part, at: number, range: { first: number; count: number }, k: number) => void): void {
    let at = 0
    this._parts.forEach((part, k) => {
      const first = round * this._lengths[k]!
      const count = Math.min(this._lengths[k]!, part.count - first)
      if (count <= 0) return
      visit(part, at, { first, count }, k)
      at += count * this._itemBytes
    })
  }

  /** What goes in a round, for MPI. */
  sections(ranks: number, round: number): { data: Uint8Array; counts: Float64Array; displs: Float64Array } {
    const counts = new Float64Array(ranks)
    const displs = new Float64Array(ranks)
    this.forEach(round, (part, at, { first, count }, k) => {
      counts[part.rank] = count * this._itemBytes
      displs[part.rank] = this.isDirect ? this._offsets[k]! + first * this._itemBytes : at
    })
    return { data: this._data, counts, displs }
  }

  [Symbol.dispose](): void {
    this._block?.free()
  }
}

/** At most `most` elements, and whole rows when one fits: copying these is fastest. */
function wholeRows(shape: readonly number[], most: number): number {
  let row = 1
  for (let d = shape.length - 1; d >= 0 && row * shape[d]! <= most; d--) row *= shape[d]!
  return Math.floor(most / row) * row
}

function longestOf(parts: readonly Part[]): number {
  return parts.reduce((most, { count }) => Math.max(most, count), 0)
}
