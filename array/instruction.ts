import type { FullDim } from '../protocol/dim-data.js'
import type { DType } from '../protocol/dtype.js'

/**
 * The three things a client can ask of its engines (docs/architecture.md, "One execution model"). A transport carries them in
 * the order they were given; every engine carries them out in that order, one after the other.
 */
export type Instruction = DefineInstruction | CallInstruction | FreeInstruction

/** Names an array that lives on the engines: allotted by the client, unique in its session, never used twice. */
export type ArrayId = number

/** Ids that follow each other. */
export interface IdRange {
  readonly first: ArrayId
  readonly count: number
}

/** Install a user's function. */
export interface DefineInstruction {
  readonly op: 'define'
  /** How calls name it. */
  readonly fn: string
  /** Its text: a function expression. */
  readonly source: string
  /** The engine-side variables that it uses; their values are looked up at each call. */
  readonly variables: readonly string[]
}

/** Run a rank-level function. */
export interface CallInstruction {
  readonly op: 'call'
  /** 1 for the session's first call, then counted up. */
  readonly call: number
  /** A rank-level function of array/spmd/ (`'create.full'`) or one that was defined (`'user.1'`). */
  readonly fn: string
  /** Plain data, typed arrays, and {@link ArrayReference} for arrays, at any depth. */
  readonly args: readonly unknown[]
  /** Ids for the arrays it makes, `count` of them from `first` on; none when absent. */
  readonly out?: IdRange
  /** Arrays that it changes in place: when it fails, they are poisoned like its results. */
  readonly writes?: readonly ArrayId[]
  /** Who answers with the function's value: nobody, the lowest of `targets`, or each of them. */
  readonly reply: 'none' | 'first' | 'each'
  /** The engines that run it, ascending; all of them when absent. Rank r of what it makes is on `targets[r]`. */
  readonly targets?: readonly number[]
}

/** Give up arrays. An engine frees their memory; ids that it does not hold are ignored. */
export interface FreeInstruction {
  readonly op: 'free'
  /** A call that may have made many arrays gives up all its ids as one range. */
  readonly ids: readonly (ArrayId | IdRange)[]
}

/** Stands for an array among the arguments of a call. */
export class ArrayReference {
  readonly id: ArrayId

  constructor(id: ArrayId) {
    this.id = id
  }
}

/** Stands for an argument, or a part of one, that differs: `values[k]` goes to the k-th target and nowhere else. */
export class PerEngine {
  readonly values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.values = values
  }
}

/** Stands for an array in what a call returned: one engine's view of it. */
export class LocalArrayDescription {
  /** Place among the arrays that the call made: its id is `out.first + index`. */
  readonly index: number
  readonly dtype: DType
  /** This engine's dimension dictionaries; those of all engines together are the distribution. */
  readonly dimData: readonly FullDim[]

  constructor(index: number, dtype: DType, dimData: readonly FullDim[]) {
    this.index = index
    this.dtype = dtype
    this.dimData = dimData
  }
}

/** What one engine says of a call. */
export type Answer = { readonly engine: number; readonly value: unknown } | { readonly engine: number; readonly failure: RemoteFailure }

/** An error on an engine, as plain data. */
export interface RemoteFailure {
  /** The call that failed, which may be an earlier one that nobody asked about. */
  readonly call: number
  readonly engine: number
  readonly name: string
  readonly message: string
  readonly stack: string
  /** `code` of a DistError, else empty. */
  readonly code: string
  /** Own fields of the error that travel: numbers, strings, booleans and arrays of them. */
  readonly fields: Readonly<Record<string, unknown>>
}
