import { deserialize, serialize } from 'node:v8'
import { agree } from '../bindings/agree.js'
import { allgatherObjects } from '../bindings/allgather-objects.js'
import type { Communicator } from '../bindings/communicator.js'
import { repeatedAllgather, repeatedBcast } from '../bindings/repeated.js'
import type { TypedArray } from '../protocol/dtype.js'
import { type Brief, briefBytes, readBrief, readElement, writeBrief, writeElement } from './brief-word.js'
import { type Answer, LocalArrayDescription, type RemoteFailure } from './instruction.js'
import { mapObjects } from './plain.js'
import type { Reply } from './transport.js'

/** What one rank has to say after a call that asks for a reply. */
interface Word {
  readonly answer: Answer | undefined
  /** The descriptions in the answer. Cloning keeps no classes, so in the answer boxed numbers stand for them. */
  readonly descriptions: readonly LocalArrayDescription[]
  readonly earlier: readonly RemoteFailure[]
}

/** Bytes of a rank's slot in the second message, for short words. */
const slotBytes = 256
/** Where a short word's bytes begin, after their number. */
const head = 4

const kinds = [
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
]

/**
 * Gives every rank the answers of all. Most are one element or none, for which one small message does; another one brings what is said
 * in few bytes.
 */
export class ReplyExchange {
  private readonly _communicator: Communicator
  private readonly _brief = new DataView(new ArrayBuffer(briefBytes))
  private readonly _allBrief: DataView
  private readonly _exchangeBrief: () => void
  private readonly _shareBrief: (engine: number) => void
  private readonly _own = new Uint8Array(slotBytes)
  private readonly _all: Uint8Array

  constructor(comm: Communicator) {
    this._communicator = comm
    this._allBrief = new DataView(new ArrayBuffer(briefBytes * comm.size))
    this._exchangeBrief = repeatedAllgather(comm, new Uint8Array(this._brief.buffer), new Uint8Array(this._allBrief.buffer))
    this._shareBrief = repeatedBcast(comm, new Uint8Array(this._brief.buffer))
    this._all = new Uint8Array(slotBytes * comm.size)
  }

  /**
   * Give every rank the one element that one of them answers: it does not wait for the others.
   *
   * Collective over the communicator.
   *
   * @param answer That of `engine`; of the others it does not matter.
   * @param isAll  Whether `engine` has nothing else to tell.
   * @returns      Undefined, on all ranks, where that is not all; then all have to {@link ReplyExchange.reply}.
   */
  element(engine: number, answer: Answer | undefined, isAll: boolean): Answer | undefined {
    if (this._communicator.rank === engine) {
      const isElement = isAll && answer !== undefined && 'value' in answer && writeElement(this._brief, 0, answer.value)
      if (!isElement) writeBrief(this._brief, 0, 'long')
    }
    this._shareBrief(engine)
    const brief = readBrief(this._brief, 0)
    return brief === 'long' ? undefined : { engine, value: readElement(this._brief, 0, brief) }
  }

  /**
   * Exchange answers.
   *
   * Collective over the communicator.
   *
   * @param answer  This rank's, undefined when it was not asked.
   * @param earlier Failures that this rank has not told yet.
   * @param isLent  Whether a typed array that is the answer may share memory with those of other ranks in the reply.
   * @returns       The same on every rank.
   * @throws {Error} An answer cannot be cloned; on all ranks.
   */
  reply(answer: Answer | undefined, earlier: readonly RemoteFailure[], isLent = false): Reply {
    const comm = this._communicator
    if (comm.size === 1) return { answers: answer === undefined ? [] : [answer], earlier }
    const own = isLent && earlier.length === 0 ? pieceOf(answer) : undefined
    if (own === undefined) this.write(answer, earlier)
    else this.announce(own)
    this._exchangeBrief()
    const answers: Answer[] = []
    let hasMore = false
    for (let engine = 0; engine < comm.size; engine++) {
      const at = engine * briefBytes
      const brief = readBrief(this._allBrief, at)
      if (brief === 'short' || brief === 'piece' || brief === 'long') hasMore = true
      else if (brief !== 'silent') answers.push({ engine, value: readElement(this._allBrief, at, brief) })
    }
    return hasMore ? this.readAll(answer, earlier, own) : { answers, earlier: none }
  }

  /** With what came in more than a few bytes. */
  private readAll(answer: Answer | undefined, earlier: readonly RemoteFailure[], own: Piece | undefined): Reply {
    const comm = this._communicator
    const briefs = Array.from({ length: comm.size }, (_, engine) => readBrief(this._allBrief, engine * briefBytes))
    const words = briefs.includes('long') ? allgatherObjects(comm, pack(answer, earlier)) : undefined
    if (words === undefined && briefs.includes('short')) comm.allgather(this._own, this._all)
    const pieces = words === undefined && briefs.includes('piece') ? this.exchangePieces(own, briefs) : undefined
    const answers: Answer[] = []
    const failures: RemoteFailure[] = []
    for (const [engine, brief] of briefs.entries()) {
      if (words === undefined && brief === 'silent') continue
      if (words === undefined && brief === 'piece') answers.push({ engine, value: pieces?.[engine] })
      else if (words === undefined && brief !== 'short')
        answers.push({ engine, value: readElement(this._allBrief, engine * briefBytes, brief) })
      else {
        const word = words ? words[engine]! : this.shortWord(engine * slotBytes)
        if (word.answer !== undefined) answers.push(unpack(word.answer, word.descriptions))
        failures.push(...word.earlier)
      }
    }
    return { answers, earlier: failures }
  }

  /** Typed arrays that are read from bytes are views of these, and the next exchange will overwrite ours. */
  private shortWord(start: number): Word {
    const length = new DataView(this._all.buffer).getUint32(start)
    return deserialize(this._all.slice(start + head, start + head + length)) as Word
  }

  private write(answer: Answer | undefined, earlier: readonly RemoteFailure[]): void {
    const value = answer !== undefined && 'value' in answer ? answer.value : undefined
    if (earlier.length === 0) {
      if (answer === undefined) {
        writeBrief(this._brief, 0, 'silent')
        return
      }
      if (writeElement(this._brief, 0, value)) return
    }
    writeBrief(this._brief, 0, this.writeShort(value, answer, earlier) ? 'short' : 'long')
  }

  private writeShort(value: unknown, answer: Answer | undefined, earlier: readonly RemoteFailure[]): boolean {
    if (isBulky(value)) return false
    const bytes = tryToSerialize(pack(answer, earlier))
    if (bytes === undefined || bytes.length > slotBytes - head) return false
    new DataView(this._own.buffer).setUint32(0, bytes.length)
    this._own.set(bytes, head)
    return true
  }

  private announce(own: Piece): void {
    writeBrief(this._brief, 0, 'piece')
    this._brief.setUint32(4, own.kind)
    this._brief.setFloat64(8, own.bytes.length)
  }

  /** Typed arrays of the ranks that announced one, which lie one behind the other. */
  private exchangePieces(own: Piece | undefined, briefs: readonly Brief[]): (TypedArray | undefined)[] {
    const comm = this._communicator
    const counts = briefs.map((brief, engine) => (brief === 'piece' ? this._allBrief.getFloat64(engine * briefBytes + 8) : 0))
    const total = counts.reduce((sum, count) => sum + count, 0)
    // May become the whole array. A block's memory would be free again only when the event loop turns, which it need not in SPMD.
    const data = agree(comm, () => new Uint8Array(Buffer.allocUnsafeSlow(total).buffer))
    comm.allgatherv(own?.bytes ?? new Uint8Array(), { data, counts })
    let at = 0
    return counts.map((bytes, engine) => {
      if (bytes === 0) return undefined
      const type = kinds[this._allBrief.getUint32(engine * briefBytes + 4)]!
      at += bytes
      return new type(data.buffer, at - bytes, bytes / type.BYTES_PER_ELEMENT)
    })
  }
}

const none: readonly RemoteFailure[] = Object.freeze([])

/** A typed array as it travels. */
interface Piece {
  /** Place in `kinds`. */
  readonly kind: number
  readonly bytes: Uint8Array
}

/** The typed array that an answer is, when it does not fit into a slot. */
function pieceOf(answer: Answer | undefined): Piece | undefined {
  if (answer === undefined || !('value' in answer) || !isBulky(answer.value)) return undefined
  const { value } = answer
  const kind = kinds.findIndex((type) => value instanceof type)
  if (kind === -1) return undefined
  const { buffer, byteOffset, byteLength } = value as TypedArray
  return { kind, bytes: new Uint8Array(buffer, byteOffset, byteLength) }
}

/** Whether it is known without serializing it that a value does not fit into a slot. */
function isBulky(value: unknown): boolean {
  return ArrayBuffer.isView(value) ? value.byteLength >= slotBytes : Array.isArray(value) && value.length >= slotBytes
}

/** What cannot be serialized is a long word: all ranks then learn of it together. */
function tryToSerialize(word: Word): Uint8Array | undefined {
  try {
    return serialize(word)
  } catch {
    return undefined
  }
}

function pack(answer: Answer | undefined, earlier: readonly RemoteFailure[]): Word {
  const descriptions: LocalArrayDescription[] = []
  if (answer === undefined || !('value' in answer)) return { answer, descriptions, earlier }
  const value = mapObjects(answer.value, (object) => {
    if (!(object instanceof LocalArrayDescription)) return object
    return Object(descriptions.push(object) - 1)
  })
  return { answer: { engine: answer.engine, value }, descriptions, earlier }
}

function unpack(answer: Answer, descriptions: readonly LocalArrayDescription[]): Answer {
  if (!('value' in answer)) return answer
  const value = mapObjects(answer.value, (object) => {
    if (!(object instanceof Number)) return object
    const { index, dtype, dimData } = descriptions[Number(object)]!
    return new LocalArrayDescription(index, dtype, dimData)
  })
  return { engine: answer.engine, value }
}
