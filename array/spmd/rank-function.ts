import type { Communicator } from '../../bindings/communicator.js'
import type { CallInstruction } from '../instruction.js'
import type { LocalArray } from '../local-array.js'
import type { Variables } from '../variables.js'

/** What a rank-level function of this library is given besides its arguments. */
export interface Frame {
  readonly call: CallInstruction
  /** The targets of the call. */
  readonly communicator: Communicator
  /** The engines that run the call, ascending. */
  readonly targets: readonly number[]
  /** This engine's number. */
  readonly engine: number
  /**
   * The communicator of some of the targets; undefined on the others. Collective over those at first use.
   *
   * @param engines In the order of the ranks.
   */
  among(engines: readonly number[]): Communicator | undefined
  /** The array that an argument refers to. */
  array(reference: unknown): LocalArray
  /** This engine's part of an argument that may differ between engines. */
  part(argument: unknown): unknown
  /** Give back the memory of a part, which nobody needs any more. */
  dispose(part: ArrayBufferView): void
  /** Whether what the function returns is on its way when the call ends, so that it may be a view of an array. */
  readonly lends: boolean
  /**
   * Arguments as users' functions and variables have them: parts and arrays in their places, at any depth. Collective over the
   * targets the first time that an array is used which a user's function made: it may have failed on some of them only.
   */
  take(args: readonly unknown[]): unknown[]
  /** A function that was defined, with the variables that it uses. */
  userFunction(name: unknown): (...args: unknown[]) => unknown
  /** Run what a user wrote, so that it can be interrupted; it must not be left half done between collectives. */
  invoke<T>(run: () => T): T
  /** What an earlier call made, as it leaves the engine. */
  describe(first: unknown): unknown
  readonly variables: Variables
}

/** Runs on every target in the same order; what it returns is the call's result on this engine. */
export type RankFunction = (frame: Frame, ...args: unknown[]) => unknown
