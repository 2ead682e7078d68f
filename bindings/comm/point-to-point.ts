import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { native } from '../native.js'
import { Request } from '../request.js'
import { CommBase } from './base.js'
import { countOf, type DTypeOption, dtypeOption, pinBuffers, requireApart, typeOf } from './buffer.js'
import { largestInt, requireInteger, requireRank } from './checks.js'
import { elementTypeNamed, elementTypeOf } from './element-type.js'
import { rawStatus, readStatus, type Status } from './status.js'

/** Source of a receive that takes messages from every rank. */
export const anySource = -1
/** Tag of a receive that takes messages with every tag. */
export const anyTag = -1

/** A peer's number as the addon takes it: -2 for nobody. */
const nobody = -2

const bytes = elementTypeNamed('uint8')

function microseconds(milliseconds: number, name: string): number {
  if (!(milliseconds >= 0 && milliseconds <= largestInt))
    throw new ArgumentError(expected(`a number in [0, ${largestInt}]`, name, milliseconds))
  return milliseconds * 1000
}

/** Options of {@link PointToPoint.sendrecv}. */
export interface SendrecvOptions extends DTypeOption {
  /** Tag of the message sent, >= 0. Default 0. */
  sendTag?: number
  /** Tag of the message received. Default `anyTag`. */
  recvTag?: number
}

/** Options of {@link PointToPoint.probeFor}. */
export interface ProbeForOptions {
  /** For how many of the milliseconds to look without pause: that finds a message within a microsecond. Default 0. */
  spin?: number
  /** Milliseconds between looks after that, up to which a message may wait. Default 1, for which a processor is busy by about one percent. */
  pause?: number
}

const sendrecvKeys: ReadonlySet<string> = new Set(['dtype', 'sendTag', 'recvTag'])

/**
 * Messages between two ranks.
 *
 * A rank given as null is nobody: the operation does nothing, as at the edge of a grid. A receive's buffer may be longer than
 * the message; a shorter one makes the receive fail.
 */
export abstract class PointToPoint extends CommBase {
  #largestTag: number | undefined

  /**
   * Send a message.
   *
   * Not collective; blocks until `data` may be changed again, for long messages until the receiver takes it.
   *
   * @param data Typed array, any length. Unchanged.
   * @param dest Receiving rank; null for nobody.
   * @param tag  Integer >= 0 by which the receiver can choose. Default 0.
   * @throws {DTypeError}    `data` is no typed array, or does not hold `options.dtype`.
   * @throws {ArgumentError} `dest` is no rank of this communicator, or `tag` is out of range.
   * @throws {MpiError}      MPI_Send failed.
   * @see source: MPI standard, `MPI_Send`.
   */
  send(data: TypedArray, dest: number | null, tag = 0, options?: DTypeOption): void {
    const type = typeOf(data, options, 'data')
    native().send(this.handle, data, countOf(data, type, 'data'), type.code, this.#dest(dest), this.#sentTag(tag, 'tag'))
  }

  /**
   * Start {@link send}. `data` must not change until the request is done.
   *
   * Not collective.
   *
   * @returns A request without result.
   * @throws As {@link send}.
   * @see source: MPI standard, `MPI_Isend`.
   */
  isend(data: TypedArray, dest: number | null, tag = 0, options?: DTypeOption): Request<void> {
    pinBuffers(data)
    const type = typeOf(data, options, 'data')
    const count = countOf(data, type, 'data')
    return Request._start(native().isend(this.handle, data, count, type.code, this.#dest(dest), this.#sentTag(tag, 'tag')), () => undefined)
  }

  /**
   * Receive a message.
   *
   * Not collective; blocks until the message is there.
   *
   * @param data   Typed array of the sender's dtype, at least as long as the message; its start is overwritten.
   * @param source Sending rank; null for nobody. Default `anySource`.
   * @param tag    Tag to wait for. Default `anyTag`.
   * @returns      Who sent how much with which tag.
   * @throws {DTypeError}    `data` is no typed array, or does not hold `options.dtype`.
   * @throws {ArgumentError} `source` is no rank of this communicator, or `tag` is out of range.
   * @throws {MpiError}      The message is longer than `data`, or MPI_Recv failed otherwise.
   * @see source: MPI standard, `MPI_Recv`.
   */
  recv(data: TypedArray, source: number | null = anySource, tag = anyTag, options?: DTypeOption): Status {
    const type = typeOf(data, options, 'data')
    native().recv(this.handle, data, countOf(data, type, 'data'), type.code, this.#source(source), this.#wantedTag(tag, 'tag'), rawStatus)
    return readStatus(type)
  }

  /**
   * Start {@link recv}. `data` must not be touched until the request is done.
   *
   * Not collective.
   *
   * @returns A request whose result is the status.
   * @throws As {@link recv}; a failure of the receive itself is thrown by the request.
   * @see source: MPI standard, `MPI_Irecv`.
   */
  irecv(data: TypedArray, source: number | null = anySource, tag = anyTag, options?: DTypeOption): Request<Status> {
    pinBuffers(data)
    const type = typeOf(data, options, 'data')
    const count = countOf(data, type, 'data')
    const handle = native().irecv(this.handle, data, count, type.code, this.#source(source), this.#wantedTag(tag, 'tag'))
    const finish = (done: typeof handle) => {
      native().request_status(done, rawStatus)
      return readStatus(type)
    }
    return Request._start(handle, finish, true)
  }

  /**
   * Send one message and receive another, without the deadlock of two ranks that send first.
   *
   * Not collective; blocks until both are done.
   *
   * @param send   Typed array to send. Unchanged.
   * @param dest   Receiving rank; null for nobody.
   * @param recv   Typed array to receive into, with memory of its own; may be of another kind than `send`.
   * @param source Sending rank; null for nobody. Default `anySource`.
   * @returns      Status of the message received.
   * @throws {DTypeError}    A buffer is no typed array, or does not hold `options.dtype`, which then is that of both.
   * @throws {ArgumentError} A rank or tag is out of range, or the buffers share memory.
   * @throws {MpiError}      The message is longer than `recv`, or MPI_Sendrecv failed otherwise.
   * @see source: MPI standard, `MPI_Sendrecv`.
   */
  sendrecv(
    send: TypedArray,
    dest: number | null,
    recv: TypedArray,
    source: number | null = anySource,
    options: SendrecvOptions = {},
  ): Status {
    const dtype = dtypeOption(options, sendrecvKeys)
    const out = elementTypeOf(send, dtype, 'send')
    const into = elementTypeOf(recv, dtype, 'recv')
    requireApart(send, 'send', recv, 'recv')
    native().sendrecv(
      this.handle,
      send,
      countOf(send, out, 'send'),
      out.code,
      this.#dest(dest),
      this.#sentTag(options.sendTag ?? 0, 'sendTag'),
      recv,
      countOf(recv, into, 'recv'),
      into.code,
      this.#source(source),
      this.#wantedTag(options.recvTag ?? anyTag, 'recvTag'),
      rawStatus,
    )
    return readStatus(into)
  }

  /**
   * Wait for a message and describe it, without receiving it.
   *
   * Not collective; blocks until the message is there.
   *
   * @param source Sending rank; null for nobody. Default `anySource`.
   * @param tag    Tag to wait for. Default `anyTag`.
   * @param options `dtype` in whose elements `count` is. Default `'uint8'`: bytes.
   * @throws {ArgumentError} `source` is no rank of this communicator, or `tag` is out of range.
   * @throws {DTypeError}    `options.dtype` is unknown.
   * @throws {MpiError}      MPI_Probe failed.
   * @see source: MPI standard, `MPI_Probe`.
   */
  probe(source: number | null = anySource, tag = anyTag, options?: DTypeOption): Status {
    const type = elementTypeNamed(dtypeOption(options) ?? 'uint8')
    native().probe(this.handle, this.#source(source), this.#wantedTag(tag, 'tag'), rawStatus)
    return readStatus(type)
  }

  /**
   * As {@link probe}, without waiting.
   *
   * Not collective.
   *
   * @returns The status of a message that waits; null when none does.
   * @throws As {@link probe}.
   * @see source: MPI standard, `MPI_Iprobe`.
   */
  iprobe(source: number | null = anySource, tag = anyTag, options?: DTypeOption): Status | null {
    const type = elementTypeNamed(dtypeOption(options) ?? 'uint8')
    return native().iprobe(this.handle, this.#source(source), this.#wantedTag(tag, 'tag'), rawStatus) ? readStatus(type) : null
  }

  /**
   * As {@link probe}, waiting for so long at most, and without keeping a processor busy.
   *
   * Not collective; blocks for up to `milliseconds`.
   *
   * @param milliseconds How long to wait, >= 0.
   * @param source       Sending rank; null for nobody. Default `anySource`.
   * @param tag          Tag to wait for. Default `anyTag`.
   * @param options      See {@link ProbeForOptions}.
   * @returns            The status of a message that waits, its `count` in bytes; null when none came.
   * @throws {ArgumentError} `source` is no rank of this communicator, `tag` or a time is out of range, or an option is unknown.
   * @throws {MpiError}      MPI_Iprobe failed.
   * @see source: MPI standard, `MPI_Iprobe`.
   */
  probeFor(milliseconds: number, source: number | null = anySource, tag = anyTag, options: ProbeForOptions = {}): Status | null {
    const { spin = 0, pause = 1, ...unknown } = options
    for (const key in unknown) throw new ArgumentError(`Unknown option '${key}'; the options are: spin, pause`)
    const times = [microseconds(milliseconds, 'milliseconds'), microseconds(spin, 'spin'), microseconds(pause, 'pause')] as const
    const from = this.#source(source)
    return native().probe_for(this.handle, from, this.#wantedTag(tag, 'tag'), rawStatus, ...times) ? readStatus(bytes) : null
  }

  #dest(rank: number | null): number {
    if (rank === null) return nobody
    requireRank(rank, this.size, 'dest')
    return rank
  }

  #source(rank: number | null): number {
    if (rank === null) return nobody
    if (rank !== anySource) requireRank(rank, this.size, 'source')
    return rank
  }

  /** @throws {ArgumentError} `tag` is no tag of a message. */
  protected requireTag(tag: number, name: string): void {
    this.#largestTag ??= Math.min(native().comm_tag_ub(this.handle), largestInt)
    requireInteger(tag, 0, this.#largestTag, name)
  }

  #sentTag(tag: number, name: string): number {
    this.requireTag(tag, name)
    return tag
  }

  #wantedTag(tag: number, name: string): number {
    return tag === anyTag ? tag : this.#sentTag(tag, name)
  }
}
