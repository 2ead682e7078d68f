import type { Communicator } from '../bindings/communicator.js'
import type { DType } from '../protocol/dtype.js'
import type { CaseSection, ConformanceCase } from './case.js'

/** What is being checked: everything the engine needs from a plug-in of any kind. Either function may be absent. */
export interface Subject {
  /** Named in reports, e.g. the path of the module. */
  readonly name: string
  readonly claims: Claims
  /**
   * Make this rank's section of the case's array, every element with its value (`conformance/value.ts`).
   *
   * Collective over `context.comm` when the implementation wants it to be: every rank calls it, in the same order.
   *
   * @returns An object with `__distarray__()`, or an export; may be a promise.
   * @throws  When it cannot: the case fails.
   */
  produce?(context: CaseContext): unknown
  /**
   * Take an export, without copying its elements, and give the array back.
   *
   * Collective over `context.comm` when the implementation wants it to be.
   *
   * @param exported This rank's export, a dictionary; nobody but the consumer refers to it or its memory afterwards.
   * @returns An object with `__distarray__()`, or an export: the same array, as the consumer exports it again; may be a promise.
   * @throws  To refuse. An error with a property `rule`, or with a rule's identifier in its message, says why.
   */
  consume?(context: CaseContext, exported: unknown): unknown
  /**
   * Tell whether what came out of it says itself that it is a copy; undefined when it says nothing, and the claims count.
   * @param out What {@link produce} or {@link consume} returned.
   */
  isCopy?(out: unknown): boolean | undefined
  /** Whether the rules of ownership are looked at: a {@link PluginError} is about one of them. Default: there are none. */
  readonly hasOwnership?: boolean
  /** Called once, on every rank, after the last case. */
  close?(): void
}

/** The case that a subject is asked about, and this rank's part in it. */
export interface CaseContext {
  /** The subject's own communicator over all ranks of the case. */
  readonly comm: Communicator
  readonly case: ConformanceCase
  readonly rank: number
  /** `case.sections[rank]`. */
  readonly section: CaseSection
}

/**
 * What an implementation says of itself. Cases that need more are skipped, with the reason, and do not count.
 *
 * Absent entries claim everything; `producer` and `consumer` replace entries for one of the two.
 */
export interface Claims extends RoleClaims {
  producer?: RoleClaims
  consumer?: RoleClaims
}

export interface RoleClaims {
  /** Features that it does not support: those of {@link ConformanceCase.features}. */
  unsupported?: readonly string[]
  /** The only dtypes that it supports. */
  dtypes?: readonly DType[]
  /** The only dist_types that it supports: 'b', 'c', 'u'; `{}` counts as 'b'. */
  distTypes?: readonly string[]
  /**
   * True: memory is shared, and writes must be seen on both sides. False: elements are copied. Default: writes are tried,
   * and an implementation that copies is told so without failing.
   */
  zeroCopy?: boolean
  /** A last word on single cases, the same on every rank: why this one is not supported, or undefined when it is. */
  except?: (one: ConformanceCase) => string | undefined
}

/** The two things that an implementation can do. */
export type Role = 'producer' | 'consumer'

/** The claims that hold for one role. */
export function claimsFor(claims: Claims, role: Role): RoleClaims {
  const { producer, consumer, ...both } = claims
  return { ...both, ...(role === 'producer' ? producer : consumer) }
}
