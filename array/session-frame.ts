import type { Communicator } from '../bindings/communicator.js'
import { giveBack } from '../bindings/temporary.js'
import { ArgumentError, expected } from '../protocol/errors.js'
import type { ArrayTable } from './array-table.js'
import { ArrayReference, type CallInstruction, PerEngine } from './instruction.js'
import type { LocalArray } from './local-array.js'
import type { Frame } from './spmd/rank-function.js'
import { subCommunicator } from './sub-communicators.js'
import { takeArguments } from './take-arguments.js'
import type { Variables } from './variables.js'

/** What the calls of one session have in common. */
export interface Surroundings {
  /** The engines; this engine's rank in it is its number. */
  readonly communicator: Communicator
  /** All engines, ascending. */
  readonly everyone: readonly number[]
  readonly arrays: ArrayTable
  readonly variables: Variables
  /** Whether answers may share memory with arrays. */
  readonly lends: boolean
  /** Whether arguments share memory with the program that gave them. */
  readonly copies: boolean
  invoke<T>(run: () => T): T
  userFunction(name: unknown): (...args: unknown[]) => unknown
  describe(first: unknown): unknown
}

/** A call under way, as the functions of this library see it. A class, so that a call costs one object and no closures. */
export class SessionFrame implements Frame {
  readonly call: CallInstruction
  /** This engine's place among the targets. */
  readonly place: number
  private _communicator: Communicator | undefined
  private readonly _around: Surroundings

  constructor(around: Surroundings, call: CallInstruction, place: number) {
    this.call = call
    this.place = place
    this._around = around
    if (call.targets === undefined) this._communicator = around.communicator
  }

  /**
   * Make the communicator of the targets, before any of them can fail. That of one engine waits for nobody and is hardly ever used, so it
   * is made when it is.
   *
   * Collective over the targets.
   */
  meet(): void {
    if (this.targets.length > 1) void this.communicator
  }

  /** Of the targets. */
  get communicator(): Communicator {
    this._communicator ??= subCommunicator(this._around.communicator, this.targets)
    return this._communicator
  }

  get targets(): readonly number[] {
    return this.call.targets ?? this._around.everyone
  }

  get engine(): number {
    return this._around.communicator.rank
  }

  get lends(): boolean {
    return this._around.lends
  }

  get variables(): Variables {
    return this._around.variables
  }

  among(engines: readonly number[]): Communicator | undefined {
    return engines.includes(this.engine) ? subCommunicator(this._around.communicator, engines) : undefined
  }

  array(reference: unknown): LocalArray {
    if (reference instanceof ArrayReference) return this._around.arrays.get(reference.id)
    throw new ArgumentError(expected('an array', `an argument of ${this.call.fn}`, reference))
  }

  part(argument: unknown): unknown {
    return argument instanceof PerEngine ? argument.values[this.place] : argument
  }

  dispose(part: ArrayBufferView): void {
    if (!this._around.copies) giveBack(part)
  }

  take(args: readonly unknown[]): unknown[] {
    const { call, place, communicator } = this
    const { arrays, copies } = this._around
    return takeArguments(args, { call, place, communicator, arrays, copies })
  }

  userFunction(name: unknown): (...args: unknown[]) => unknown {
    return this._around.userFunction(name)
  }

  invoke<T>(run: () => T): T {
    return this._around.invoke(run)
  }

  describe(first: unknown): unknown {
    return this._around.describe(first)
  }
}
