import type { InspectOptionsStylized } from 'node:util'
import { ArgumentError, expected, UnsupportedError } from '../protocol/errors.js'
import type { ContextEventMap } from './context-events.js'
import { ContextExpressions } from './context-expressions.js'
import { DistArray } from './dist-array.js'
import { EngineLostError } from './errors.js'
import { handle, requireUsable } from './handle.js'
import { type MakeArray, mergeResults } from './merge-results.js'
import { readTargets } from './targets.js'
import type { EngineStatus, Transport } from './transport.js'

/**
 * A user's hold on engines: makes distributed arrays there, runs functions on them, and tells what happens to them.
 *
 * Commands are handed over in order and carried out in order; nothing is waited for but values. A failure on an engine that nobody
 * asked about rejects the next promise of this context, once, with the place of the call that failed.
 *
 * The class is built in layers, a file each: arrays (context-creation.ts), random arrays (context-random.ts), functions and
 * variables (context-functions.ts), and the engines themselves, here. `Context` in cluster/ adds the ways to get engines.
 */
export class BaseContext extends ContextExpressions {
  private _closing: Promise<void> | undefined

  /**
   * Make a context over any transport.
   *
   * Not collective by itself.
   *
   * @param transport Is this context's alone, which closes it.
   */
  static overTransport(transport: Transport): BaseContext {
    return new BaseContext(transport)
  }

  /**
   * Wait until the engines have carried out everything so far.
   *
   * @throws {EngineError} Something of it failed that nobody had asked about.
   */
  async sync(): Promise<void> {
    await this.calls.request({ fn: 'session.names', args: [], targets: readTargets(undefined, this.engines) })
  }

  /**
   * Tell what memory the engines use and have left, after everything so far.
   *
   * @returns One status per engine, ascending, in bytes.
   */
  async memory(): Promise<readonly EngineStatus[]> {
    this.calls.flush()
    await this.sync()
    return this.transport.status()
  }

  /**
   * Have `listener` called for what happens on the engines: `'log'`, a line on an engine's console (written to this process's own
   * console while nobody listens); `'progress'`, how far a long call has come; `'engine-lost'`; `'warning'`, see `redistribution`.
   *
   * @throws {ArgumentError} No such event.
   */
  on<E extends keyof ContextEventMap>(event: E, listener: (happened: ContextEventMap[E]) => void): this {
    this.events.on(event, listener)
    return this
  }

  /** Undo {@link BaseContext.on}. */
  off<E extends keyof ContextEventMap>(event: E, listener: (happened: ContextEventMap[E]) => void): this {
    this.events.off(event, listener)
    return this
  }

  /**
   * Interrupt what the engines run; the promises of what was interrupted reject with InterruptError.
   *
   * @throws {UnsupportedError} In SPMD, where this program itself is what runs.
   */
  interrupt(): void {
    this.calls.requireOpen()
    this.transport.interrupt()
  }

  /**
   * Have working engines again, after one was lost or to start afresh. Arrays and variables are gone; registered functions are sent
   * again when they are called.
   *
   * @throws {UnsupportedError} In SPMD.
   */
  async restart(): Promise<void> {
    this.calls.requireOpen()
    await this.transport.restart()
    this.calls.restarted()
    this.functions.variables.clear()
  }

  /**
   * Let other clients of the same engines have an array under a name. They see each other's writes.
   *
   * @param array On all engines. Undefined takes the name back; who has the array keeps it.
   * @throws {UnsupportedError} There can be no other clients: in SPMD and MPI mode.
   */
  async share(name: string, array: DistArray | undefined): Promise<void> {
    const share = this.requireSharing('share')
    requireName(name)
    if (array === undefined) return share(name, undefined)
    const it = array[handle]()
    requireUsable(it, this.calls)
    it.becomeShared()
    this.calls.flush()
    return share(name, it.id())
  }

  /**
   * Have an array that another client of the same engines shares.
   *
   * @returns The same elements, not a copy; freed when every client that has it has freed it and the name is taken back.
   * @throws {UnsupportedError} There can be no other clients: in SPMD and MPI mode.
   * @throws {ContextError}     Nothing is shared under this name.
   */
  async shared(name: string): Promise<DistArray> {
    const shared = this.requireSharing('shared')
    requireName(name)
    const id = this.calls.allot()
    this.calls.flush()
    const pieces = await shared(name, id)
    const targets = pieces.map(({ engine }) => engine)
    const descriptions = pieces.map(({ description }) => description)
    const make: MakeArray = (_index, dtype, distribution) =>
      DistArray._of({ client: this, id, dtype, distribution, targets, isExposed: true, isShared: true })
    return mergeResults(`the array shared as '${name}'`, targets, descriptions, make) as DistArray
  }

  /**
   * End the context: its arrays are freed, and engines that were started for it end. Idempotent.
   *
   * @throws {EngineError} A call failed that nobody had asked about; the context is closed all the same.
   */
  close(): Promise<void> {
    // What failed is told once.
    if (this._closing) return this._closing.catch(() => undefined)
    this._closing = this.finish()
    return this._closing
  }

  /** As {@link BaseContext.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  override toString(): string {
    return `Context(${this.mode}, ${this.engines} engine${this.engines === 1 ? '' : 's'}${this.calls.isClosed ? ', closed' : ''})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: InspectOptionsStylized): string {
    return this.toString()
  }

  private async finish(): Promise<void> {
    const failure = await this.lastFailure()
    this.calls.close()
    await this.transport.close()
    if (failure !== undefined) throw failure
  }

  /** What failed without having been told. */
  private async lastFailure(): Promise<unknown> {
    const { session } = this.transport
    if (session) {
      // Another rank may be on its way out with an exception, and would not answer.
      const failures = session.takeFailures()
      return failures.length > 0 ? this.calls.errorOf(failures) : undefined
    }
    try {
      await this.sync()
      return undefined
    } catch (error) {
      // Engines that are gone have nothing more to tell, and whoever waited for them was told.
      return error instanceof EngineLostError ? undefined : error
    }
  }

  private requireSharing<K extends 'share' | 'shared'>(method: K): NonNullable<Transport[K]> {
    this.calls.requireOpen()
    const found = this.transport[method]
    if (!found)
      throw new UnsupportedError(`There are no other clients to share arrays with (${this.mode})`, {
        feature: `sharing arrays in mode ${this.mode}`,
      })
    return found.bind(this.transport) as NonNullable<Transport[K]>
  }
}

function requireName(name: unknown): void {
  if (typeof name !== 'string' || name === '') throw new ArgumentError(expected('a name', 'name', name))
}
