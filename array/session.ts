import type { Communicator } from '../bindings/communicator.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import { ArrayTable, Kept, type Made } from './array-table.js'
import { CompiledFunction } from './compiled-function.js'
import { failureOf } from './failure.js'
import { releaseUnheld } from './holders.js'
import {
  type Answer,
  type CallInstruction,
  type DefineInstruction,
  type FreeInstruction,
  LocalArrayDescription,
  type RemoteFailure,
} from './instruction.js'
import { LocalArray } from './local-array.js'
import { arraysIn, detach, mapObjects } from './plain.js'
import { _reportTo } from './progress.js'
import { SessionFrame, type Surroundings } from './session-frame.js'
import { rankFunctions } from './spmd/functions.js'
import { Variables } from './variables.js'

type AnyFunction = (...args: unknown[]) => unknown

/** What an engine does for its sessions. */
export interface SessionOptions {
  /** Calls a user's function; an engine makes it interruptible here. Default: calls it. */
  invoke?: <T>(run: () => T) => T
  /** Hears how far calls have come. */
  progress?: (happened: { call: number; done: number; total: number; message: string }) => void
  /** Arguments share memory with the program that gave them: users' functions get copies of typed arrays. Default false. */
  copiesArguments?: boolean
  /** Answers are copied or sent before anything else happens, so that they may share memory with arrays. Default false. */
  lendsAnswers?: boolean
}

/** One client's arrays, functions and variables on one engine, and the place where its instructions are carried out. */
export class Session {
  /** The engines; this engine's rank in it is its number. */
  readonly communicator: Communicator
  private readonly _options: SessionOptions
  private readonly _arrays = new ArrayTable()
  private readonly _functions = new Map<string, CompiledFunction>()
  private readonly _variables = new Variables()
  private _failures: RemoteFailure[] = []
  private _isAwaiting = false
  private readonly _surroundings: Surroundings

  /** @param comm A communicator of the engines' own; sessions of one engine share it. Not freed here. */
  constructor(comm: Communicator, options: SessionOptions = {}) {
    this.communicator = comm
    this._options = options
    this._surroundings = {
      communicator: comm,
      everyone: Array.from({ length: comm.size }, (_, engine) => engine),
      arrays: this._arrays,
      variables: this._variables,
      lends: options.lendsAnswers === true,
      copies: options.copiesArguments === true,
      invoke: options.invoke ?? ((run) => run()),
      userFunction: (name) => this.userFunction(name),
      describe: (first) => this.describe(first),
    }
  }

  /** Number of ids in use, and bytes of their arrays on this engine. */
  get usage(): { arrays: number; bytes: number } {
    return { arrays: this._arrays.arrays, bytes: this._arrays.bytes }
  }

  /**
   * Carry out an instruction.
   *
   * Collective over the targets of a call.
   *
   * @returns This engine's answer when the call asks it for one. A promise when a user's function returned one; the next
   *          instruction must wait for it. It does not reject.
   * @remarks Does not throw: what fails is an answer, or waits in {@link Session.takeFailures}.
   */
  run(instruction: DefineInstruction | CallInstruction | FreeInstruction): Answer | undefined | Promise<Answer | undefined> {
    switch (instruction.op) {
      case 'define':
        // Compiled at the first call, so that a text that cannot be parsed is a failure of the calls.
        this._functions.set(instruction.fn, new CompiledFunction(instruction.fn, instruction.source, instruction.variables))
        return undefined
      case 'call':
        return this.call(instruction)
      case 'free':
        this._arrays.free(instruction.ids)
        return undefined
      default:
        throw new ArgumentError(expected('define, call or free', 'op', instruction satisfies never))
    }
  }

  /** Number of failures that {@link Session.takeFailures} would return. */
  get untoldFailures(): number {
    return this._failures.length
  }

  /** Whether a call's promise has not settled: then the next instruction must wait. */
  get isAwaiting(): boolean {
    return this._isAwaiting
  }

  /** Failures of calls that nobody asked about, each told once. */
  takeFailures(): readonly RemoteFailure[] {
    if (this._failures.length === 0) return none
    const failures = this._failures
    this._failures = []
    return failures
  }

  /**
   * This engine's piece of an array.
   *
   * @returns The array itself; it belongs to the session, which frees it.
   * @throws {ArgumentError} There is none, or the call that was to make it failed.
   */
  local(id: number): LocalArray {
    return this._arrays.get(id)
  }

  /** Whether this engine was among the targets of the call that was to make an array. */
  knows(id: number): boolean {
    return this._arrays.knows(id)
  }

  /**
   * Put an array under an id of this session: one that was made elsewhere, or another session's. Its memory is freed when the last
   * id of any session lets go of it.
   *
   * Not collective.
   *
   * @throws {ArgumentError} The id is in use.
   */
  adopt(id: number, array: LocalArray): void {
    this._arrays.put(id, array)
  }

  /** Free everything. Idempotent. */
  close(): void {
    this._arrays.clear()
    this._variables.clear()
    this._functions.clear()
    this._failures = []
  }

  private call(call: CallInstruction): Answer | undefined | Promise<Answer | undefined> {
    const { communicator } = this
    const place = call.targets === undefined ? communicator.rank : call.targets.indexOf(communicator.rank)
    if (place === -1) return undefined
    const frame = new SessionFrame(this._surroundings, call, place)
    try {
      frame.meet()
      const value = this.start(frame)
      return isThenable(value) ? this.settle(frame, value) : this.finish(frame, value)
    } catch (error) {
      return this.fail(frame, error)
    }
  }

  private async settle(frame: SessionFrame, value: PromiseLike<unknown>): Promise<Answer | undefined> {
    this._isAwaiting = true
    try {
      return this.finish(frame, await value)
    } catch (error) {
      return this.fail(frame, error)
    } finally {
      this._isAwaiting = false
    }
  }

  private start(frame: SessionFrame): unknown {
    const { call, communicator } = frame
    const { progress } = this._options
    _reportTo(progress && ((done, total, message) => progress({ call: call.call, done, total, message })))
    const builtin = rankFunctions.get(call.fn)
    if (builtin) return builtin(frame, ...call.args)
    const args = frame.take(call.args)
    const run = this.userFunction(call.fn)
    return frame.invoke(() => run(...args, communicator))
  }

  private userFunction(name: unknown): AnyFunction {
    const compiled = this._functions.get(name as string)
    if (!compiled)
      throw new ArgumentError(`Expected a rank-level function or one that was defined but there is no '${name}' on this engine`)
    return compiled.bind(this._variables)
  }

  private finish(frame: SessionFrame, value: unknown): Answer | undefined {
    const { call, place } = frame
    try {
      const kept = call.out === undefined ? value : this.keep(frame, call.out, value)
      if (call.reply === 'none' || (call.reply === 'first' && place !== 0)) return undefined
      const { rank } = this.communicator
      if (call.out !== undefined) return { engine: rank, value: { value: described(kept) } }
      // What a builtin returns is its own, and of known form.
      return { engine: rank, value: isOpen(call.fn) ? detach(kept, refuseArray) : kept }
    } catch (error) {
      for (const array of arraysIn(value)) releaseUnheld(array) // nobody else will
      return this.fail(frame, error)
    }
  }

  /** Put what a call made under its ids. */
  private keep({ call, communicator }: SessionFrame, { first, count }: { first: number; count: number }, value: unknown): unknown {
    if (!isOpen(call.fn)) {
      if (value instanceof LocalArray) {
        this._arrays.put(first, value)
        return new Kept(0, value)
      }
      const made = value as readonly (LocalArray | undefined)[]
      for (let k = 0; k < made.length; k++) {
        const array = made[k]
        if (array) this._arrays.put(first + k, array)
      }
      return undefined
    }
    const arrays: LocalArray[] = []
    const kept = detach(value, (array, path) => {
      requireRanks(array, communicator, path)
      return new Kept(arrays.push(array) - 1, array)
    })
    if (arrays.length > count)
      throw new ArgumentError(`Expected at most ${count} arrays in the result of ${call.fn} but it has ${arrays.length}`)
    const made: Made = { first, count, communicator, isAgreed: false, value: kept, hasArrays: arrays.length > 0 }
    for (const [index, array] of arrays.entries()) this._arrays.put(first + index, array, made)
    this._arrays.record(made)
    return kept
  }

  private describe(first: unknown): { value: unknown } {
    const made = this._arrays.made(first as number)
    if (!made) {
      // A builtin's array has no record of its own.
      return { value: described(new Kept(0, this._arrays.get(first as number))) }
    }
    if (made.failure) this._arrays.get(made.first)
    // With arrays it can be asked again, until they are freed.
    if (!made.hasArrays) this._arrays.forget(made.first)
    return { value: described(made.value) }
  }

  private fail({ call, place, communicator }: SessionFrame, error: unknown): Answer | undefined {
    const { rank } = this.communicator
    const failure = failureOf(error, call.call, rank)
    // A builtin that makes an array fails on all targets alike.
    if (call.out) this._arrays.record({ ...call.out, communicator, isAgreed: !isOpen(call.fn), failure })
    for (const id of call.writes ?? []) this._arrays.poison(id, failure)
    const isOwn = failure.call === call.call && failure.engine === rank
    if (call.reply === 'none' || (call.reply === 'first' && place !== 0)) {
      // One that was carried over from an earlier call has been noted there.
      if (isOwn) this._failures.push(failure)
      return undefined
    }
    // Told now, so not once more.
    if (!isOwn) this._failures = this._failures.filter((pending) => pending.call !== failure.call || pending.engine !== failure.engine)
    return { engine: rank, failure }
  }
}

const none: readonly RemoteFailure[] = Object.freeze([])

/** Whether what a function does is a user's matter: its results have any form, and it may fail on some targets only. */
export function isOpen(fn: string): boolean {
  return !rankFunctions.has(fn) || fn === 'session.pull' || fn === 'session.execute'
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}

function refuseArray(_array: LocalArray, path: string): never {
  throw new ArgumentError(`Expected plain data for ${path} but received a LocalArray, and the call has no ids for arrays; make it with out`)
}

/** @throws {DistributionError} The array is not over the ranks of the call, so that its pieces would not be one array. */
function requireRanks(array: LocalArray, comm: Communicator, path: string): void {
  const { communicator } = array
  if (communicator.size !== comm.size || communicator.rank !== comm.rank)
    throw new ArgumentError(
      `Expected an array over the ${comm.size} ranks of the call for ${path} but received one over ${communicator.size}; make it with the communicator that the function is given`,
    )
}

/** A value as it leaves the engine, with descriptions in the place of arrays. */
function described(value: unknown): unknown {
  return mapObjects(value, (object) => {
    if (!(object instanceof Kept)) return object
    const { index, array } = object
    return new LocalArrayDescription(index, array.dtype, array.distribution.dimData(array.communicator.rank))
  })
}
