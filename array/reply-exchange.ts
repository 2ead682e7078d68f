import { deserialize, serialize } from 'node:v8'
import { agree } from '../bindings/agree.js'
import { allgatherObjects } from '../bindings/allgather-objects.js'
import type { Communicator } from '../bindings/communicator.js'
import type { TypedArray } from '../protocol/dtype.js'
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

/** Bytes of a rank's slot in the first message: a short word, or the announcement of a long one. */
const slotBytes = 256
/** Where a short word's bytes begin. */
const head = 8

/** What the first bytes of a slot say; any other number is the length of a short word. */
const silent = 0
const oneNumber = 0xffffffff
const long = 0xfffffffe
/** A typed array, which travels by itself as it lies in memory: its kind and its length in bytes follow. */
const piece = 0xfffffffd

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

/** Gives every rank the answers of all. Most words are short, so that one small message does; numbers are not even serialized. */
export class ReplyExchange {
  private readonly _communicator: Communicator
  private readonly _own = new Uint8Array(slotBytes)
  private readonly _all: Uint8Array
  private readonly _ownView: DataView
  private readonly _allView: DataView

  constructor(comm: Communicator) {
    this._communicator = comm
    this._all = new Uint8Array(slotBytes * comm.size)
    this._ownView = new DataView(this._own.buffer)
    this._allView = new DataView(this._all.buffer)
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
    comm.allgather(this._own, this._all)
    const answers: Answer[] = []
    const failures: RemoteFailure[] = []
    const words = this.someone(long) ? allgatherObjects(comm, pack(answer, earlier)) : undefined
    const pieces = words === undefined && this.someone(piece) ? this.exchangePieces(own) : undefined
    for (let engine = 0; engine < comm.size; engine++) {
      const start = engine * slotBytes
      const said = this._allView.getUint32(start)
      if (words === undefined && said === silent) continue
      if (words === undefined && said === oneNumber) {
        answers.push({ engine, value: this._allView.getFloat64(start + head) })
        continue
      }
      if (pieces !== undefined && said === piece) {
        answers.push({ engine, value: pieces[engine] })
        continue
      }
      const word = words ? words[engine]! : this.shortWord(start + head, said)
      if (word.answer !== undefined) answers.push(unpack(word.answer, word.descriptions))
      failures.push(...word.earlier)
    }
    return { answers, earlier: failures }
  }

  /** Typed arrays that are read from bytes are views of these, and the next exchange will overwrite ours. */
  private shortWord(start: number, length: number): Word {
    return deserialize(this._all.slice(start, start + length)) as Word
  }

  private write(answer: Answer | undefined, earlier: readonly RemoteFailure[]): void {
    const value = answer !== undefined && 'value' in answer ? answer.value : undefined
    let said = long
    if (answer === undefined && earlier.length === 0) said = silent
    else if (typeof value === 'number' && earlier.length === 0) {
      said = oneNumber
      this._ownView.setFloat64(head, value)
    } else if (!isBulky(value)) {
      const bytes = tryToSerialize(pack(answer, earlier))
      if (bytes !== undefined && bytes.length <= slotBytes - head) {
        said = bytes.length
        this._own.set(bytes, head)
      }
    }
    this._ownView.setUint32(0, said)
  }

  private announce(own: Piece): void {
    this._ownView.setUint32(0, piece)
    this._ownView.setUint32(4, own.kind)
    this._ownView.setFloat64(head, own.bytes.length)
  }

  private someone(says: number): boolean {
    for (let engine = 0; engine < this._communicator.size; engine++) if (this._allView.getUint32(engine * slotBytes) === says) return true
    return false
  }

  /** Typed arrays of the ranks that announced one, which lie one behind the other. */
  private exchangePieces(own: Piece | undefined): (TypedArray | undefined)[] {
    const comm = this._communicator
    const starts = Array.from({ length: comm.size }, (_, engine) => engine * slotBytes)
    const counts = starts.map((start) => (this._allView.getUint32(start) === piece ? this._allView.getFloat64(start + head) : 0))
    const total = counts.reduce((sum, count) => sum + count, 0)
    // May become the whole array. A block's memory would be free again only when the event loop turns, which it need not in SPMD.
    const data = agree(comm, () => new Uint8Array(Buffer.allocUnsafeSlow(total).buffer))
    comm.allgatherv(own?.bytes ?? new Uint8Array(), { data, counts })
    let at = 0
    return starts.map((start, engine) => {
      const bytes = counts[engine]!
      if (bytes === 0) return undefined
      const type = kinds[this._allView.getUint32(start + 4)]!
      at += bytes
      return new type(data.buffer, at - bytes, bytes / type.BYTES_PER_ELEMENT)
    })
  }
}

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
