import { ArgumentError, expected } from '../protocol/errors.js'
import { native } from './native.js'
import type { RequestHandle } from './native-mpi.js'

/**
 * A non-blocking operation under way.
 *
 * Keeps the memory of its buffers until it is done, even when their Block is freed meanwhile; do not touch it before (a send's
 * may be read). A request that is dropped goes on, and keeps the memory until MPI is done with it. ArrayBuffers of such
 * operations are untransferable from their start on, for good: posting one copies it (Node.js 20) or throws (21 and later).
 * Do not call `ArrayBuffer.prototype.transfer` (22 and later), which does not ask, before the request is done.
 */
export class Request<R> {
  #state: 'under way' | 'done' | 'failed' = 'under way'
  #result: R | undefined
  #error: unknown

  private constructor(
    private readonly handle: RequestHandle,
    private readonly finish: (handle: RequestHandle) => R,
    private readonly isReceive: boolean,
  ) {}

  /** @internal For the functions of bindings/ that start operations. */
  static _start<R>(handle: RequestHandle, finish: (handle: RequestHandle) => R, isReceive = false): Request<R> {
    return new Request(handle, finish, isReceive)
  }

  /** True when the operation has ended, as the last test or wait found. */
  get done(): boolean {
    return this.#state !== 'under way'
  }

  /**
   * Ask whether the operation is done, and let MPI work on it.
   *
   * Not collective.
   *
   * @throws {MpiError} The operation failed; thrown again by each later call.
   * @see source: MPI standard, `MPI_Test`.
   */
  test(): boolean {
    if (this.#state === 'under way') this.#conclude(() => native().request_test(this.handle))
    if (this.#state === 'failed') throw this.#error
    return this.#state === 'done'
  }

  /**
   * Wait until the operation is done.
   *
   * Not collective; blocks until the other ranks have done their part.
   *
   * @returns The operation's result: the receive buffer, the {@link Status} of an irecv, nothing for an isend. The same
   *          at each later call.
   * @throws {MpiError} The operation failed, e.g. a message was longer than the buffer; thrown again by each later call.
   * @see source: MPI standard, `MPI_Wait`.
   */
  wait(): R {
    if (this.#state === 'under way')
      this.#conclude(() => {
        native().request_wait(this.handle)
        return true
      })
    if (this.#state === 'failed') throw this.#error
    return this.#result as R
  }

  /**
   * Ask MPI to give up a receive that no message has matched yet. Complete it with {@link wait} or {@link test}; the
   * status then says whether it was cancelled.
   *
   * Not collective.
   *
   * @throws {ArgumentError} This is no irecv: MPI cannot cancel collective operations, and sends only with loss.
   * @see source: MPI standard, `MPI_Cancel`.
   */
  cancel(): void {
    if (!this.isReceive) throw new ArgumentError('Only an irecv can be cancelled; wait for the other operations')
    if (this.#state === 'under way') native().request_cancel(this.handle)
  }

  /** @internal The handle, for waits on many. */
  get _handle(): RequestHandle {
    return this.handle
  }

  #conclude(step: () => boolean): void {
    try {
      if (!step()) return
      this.#result = this.finish(this.handle)
      this.#state = 'done'
    } catch (error) {
      this.#error = error
      this.#state = 'failed'
    }
  }
}

type Results<T extends readonly Request<unknown>[]> = { -readonly [K in keyof T]: T[K] extends Request<infer R> ? R : never }

/**
 * Wait until all operations are done.
 *
 * Not collective.
 *
 * @param requests Any mix of requests, also finished ones.
 * @returns        Their results, in the same order.
 * @throws {MpiError} The first failure, after all operations have ended.
 * @see source: MPI standard, `MPI_Waitall`.
 */
export function waitAll<const T extends readonly Request<unknown>[]>(requests: T): Results<T> {
  requireRequests(requests)
  const failures: unknown[] = []
  // MPI works on all requests while it waits for one, so waiting in turn costs nothing.
  const results = requests.map((request) => {
    try {
      return request.wait()
    } catch (error) {
      failures.push(error)
      return undefined
    }
  })
  if (failures.length > 0) throw failures[0]
  return results as Results<T>
}

/**
 * Wait until one operation is done.
 *
 * Not collective.
 *
 * @param requests Any mix of requests; finished ones are passed over.
 * @returns        Position in `requests` and result of one that has ended; null when all had ended before.
 * @throws {MpiError} That operation failed.
 * @see source: MPI standard, `MPI_Waitany`.
 */
export function waitAny<R>(requests: readonly Request<R>[]): { index: number; result: R } | null {
  requireRequests(requests)
  const open = requests.map((request, index) => ({ request, index })).filter(({ request }) => !request.done)
  if (open.length === 0) return null
  const { request, index } = open[native().request_waitany(open.map(({ request }) => request._handle))]!
  return { index, result: request.wait() }
}

/**
 * Ask whether all operations are done, and let MPI work on them.
 *
 * Not collective.
 *
 * @throws {MpiError} One of them failed.
 * @see source: MPI standard, `MPI_Testall`.
 */
export function testAll(requests: readonly Request<unknown>[]): boolean {
  requireRequests(requests)
  return requests.map((request) => request.test()).every(Boolean)
}

function requireRequests(requests: readonly unknown[]): void {
  if (!Array.isArray(requests)) throw new ArgumentError(expected('an array of Requests', 'requests', requests))
  for (const [i, request] of requests.entries())
    if (!(request instanceof Request)) throw new ArgumentError(expected('a Request', `requests[${i}]`, request))
}
