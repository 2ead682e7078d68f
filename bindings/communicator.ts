import { ArgumentError, expected } from '../protocol/errors.js'
import { largestInt, requireInteger, requireRank } from './comm/checks.js'
import { NonBlocking } from './comm/non-blocking.js'
import { type CommHandle, native } from './native.js'
import { startMpi } from './start.js'

/**
 * A group of ranks that communicate with each other and with nobody else.
 *
 * Made by {@link world}, {@link self}, {@link Communicator.dup}, {@link Communicator.split}, `createCart` and
 * `createDistGraphAdjacent`. Operations are synchronous, take typed arrays and copy nothing; they are for the main thread.
 *
 * The class is built in layers, a file each: identity (comm/base.ts), messages (comm/point-to-point.ts), collectives that move
 * data (comm/data-movement.ts) and that combine it (comm/reducing.ts), and the non-blocking forms (comm/non-blocking.ts).
 */
export class Communicator extends NonBlocking {
  /** @internal For the functions of bindings/ that make communicators. */
  static _wrap(handle: CommHandle): Communicator {
    return new Communicator(handle)
  }

  /**
   * Make a communicator with the same ranks, whose messages are apart from this one's.
   *
   * Collective over this communicator.
   *
   * @returns A new communicator owned by the caller, who frees it.
   * @throws {UseAfterFreeError} This communicator was freed.
   * @throws {MpiError} MPI_Comm_dup failed.
   * @see source: MPI standard, `MPI_Comm_dup`.
   */
  dup(): Communicator {
    return new Communicator(native().comm_dup(this.handle))
  }

  /**
   * Split the ranks into groups, each with a communicator of its own.
   *
   * Collective over this communicator.
   *
   * @param colour Ranks with the same colour come together; an integer >= 0, or null to be in no group.
   * @param key    Order of the ranks in the group, ties by rank here; an integer. Default: the order here.
   * @returns      A new communicator owned by the caller, who frees it; null when `colour` is null.
   * @throws {ArgumentError} `colour` or `key` is no int.
   * @throws {MpiError} MPI_Comm_split failed.
   * @see source: MPI standard, `MPI_Comm_split`.
   */
  split(colour: number | null, key = 0): Communicator | null {
    if (colour !== null) requireInteger(colour, 0, largestInt, 'colour')
    requireInteger(key, -largestInt, largestInt, 'key')
    const handle = native().comm_split(this.handle, colour ?? -1, key)
    return handle === undefined ? null : new Communicator(handle)
  }

  /**
   * Make a communicator of some of the ranks; the others take no part and go on undisturbed.
   *
   * Collective over the ranks of `ranks`, which all pass the same list and tag.
   *
   * @param ranks Ranks of this communicator, this one among them, each once; rank r of the new communicator is `ranks[r]`.
   * @param tag   Integer >= 0 that keeps calls apart that go on at the same time. Default 0.
   * @returns     A new communicator owned by the caller, who frees it.
   * @throws {ArgumentError} `ranks` is no such list, or `tag` is out of range. On this rank only, before anything is sent.
   * @throws {MpiError}      MPI_Comm_create_group failed.
   * @see source: MPI standard, `MPI_Comm_create_group`.
   */
  createGroup(ranks: ArrayLike<number>, tag = 0): Communicator {
    if (!(ranks?.length >= 0)) throw new ArgumentError(expected('an array of ranks', 'ranks', ranks))
    const members = Array.from(ranks)
    for (const [i, rank] of members.entries()) requireRank(rank, this.size, `ranks[${i}]`)
    if (new Set(members).size !== members.length) throw new ArgumentError(expected('each rank once', 'ranks', members))
    if (!members.includes(this.rank)) throw new ArgumentError(expected(`rank ${this.rank}, which calls this,`, 'ranks', members))
    this.requireTag(tag, 'tag')
    return new Communicator(native().comm_create_group(this.handle, Int32Array.from(members), tag))
  }
}

let worldComm: Communicator | undefined
let selfComm: Communicator | undefined

/**
 * The communicator of all ranks of the job. Starts MPI on first use.
 *
 * Collective over all ranks of the job at first use, then not collective.
 *
 * @returns The same object each time.
 * @throws {MpiError} MPI cannot be started, or was finalized.
 * @throws {BackendLoadError} The core addon is not built.
 */
export function world(): Communicator {
  if (worldComm === undefined) {
    startMpi()
    worldComm = Communicator._wrap(native().comm_world())
  }
  return worldComm
}

/**
 * The communicator of this process alone. Starts MPI on first use.
 *
 * Collective over all ranks of the job at first use of MPI, then not collective.
 *
 * @returns The same object each time.
 * @throws {MpiError} MPI cannot be started, or was finalized.
 * @throws {BackendLoadError} The core addon is not built.
 */
export function self(): Communicator {
  if (selfComm === undefined) {
    startMpi()
    selfComm = Communicator._wrap(native().comm_self())
  }
  return selfComm
}

/** @throws {ArgumentError} `value` is no Communicator. */
export function requireCommunicator(value: unknown, name = 'comm'): asserts value is Communicator {
  if (!(value instanceof Communicator)) throw new ArgumentError(expected('a Communicator', name, value))
}
