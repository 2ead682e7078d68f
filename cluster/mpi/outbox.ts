import { mostBulk } from '../bulk.js'
import type { MpiLink } from './link.js'
import type { Frames } from './packet.js'

/** Calls of which an engine has not said yet that it carried them out; it says so every 512 at the latest. */
const mostCalls = 4096
/**
 * Bytes handed over to MPI for one engine, above which nothing more is. Of each its own: an engine that has much to take may wait in a
 * collective call for another one, which must get what comes first then.
 */
const mostBytes = 2 ** 26
/** Bytes that are sent together, about, and messages. */
const batchBytes = 2 ** 16
const batchMessages = 512

interface Item {
  readonly frames: Frames
  readonly bytes: number
  /** Number of the call; 0 for what is not acknowledged. */
  readonly call: number
  /** Bytes of its arguments, as the engine counts them. */
  readonly bulk: number
}

/** What is to be sent to one engine: in order, several messages together, and not more than the engine keeps up with. */
export class Outbox {
  private readonly _link: MpiLink
  private readonly _dest: number
  private _items: Item[] = []
  private _bytes = 0
  /** Calls that were sent and not acknowledged, ascending, from `_oldest` on. */
  private _sent: { readonly call: number; readonly bulk: number }[] = []
  private _oldest = 0
  /** Bytes of their arguments. */
  private _sentBulk = 0

  constructor(link: MpiLink, dest: number) {
    this._link = link
    this._dest = dest
  }

  /** The last call that the engine said it has carried out. */
  acknowledged = 0

  get isEmpty(): boolean {
    return this._items.length === 0
  }

  /** Bytes that wait to be sent. */
  get bytes(): number {
    return this._bytes
  }

  /** Put a message in, to leave with {@link flush}, or now when enough have come together. */
  push(frames: Frames, call = 0, bulk = 0): void {
    const bytes = frames.reduce((sum, { length }) => sum + length, 0)
    this._items.push({ frames, bytes, call, bulk })
    this._bytes += bytes
    if (this._bytes >= batchBytes || this._items.length >= batchMessages) this.flush()
  }

  /** Send what may be sent. */
  flush(): void {
    let next = 0
    const mayLeave = (): boolean =>
      this._sent.length - this._oldest < mostCalls && this._sentBulk < mostBulk && this._link.bytesUnderWay(this._dest) < mostBytes
    while (next < this._items.length && mayLeave()) {
      const first = next
      let bytes = 0
      while (next < this._items.length && bytes < batchBytes && next - first < batchMessages) {
        const item = this._items[next++]!
        bytes += item.bytes
        if (item.call === 0) continue
        this._sent.push(item)
        this._sentBulk += item.bulk
      }
      this._bytes -= bytes
      this._link.send(
        this._dest,
        this._items.slice(first, next).map(({ frames }) => frames),
      )
    }
    if (next > 0) this._items = this._items.slice(next)
  }

  /** The engine has carried out every call up to this one. */
  acknowledge(call: number): void {
    this.acknowledged = call
    for (; this._oldest < this._sent.length && this._sent[this._oldest]!.call <= call; this._oldest++)
      this._sentBulk -= this._sent[this._oldest]!.bulk
    if (this._oldest < 1024 && this._oldest < this._sent.length) return
    this._sent = this._sent.slice(this._oldest)
    this._oldest = 0
  }
}
