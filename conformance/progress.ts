import type { CheckResult, Verdict } from './result.js'
import type { Claims, Role } from './subject.js'

/**
 * What a rank reports while it works: one line of JSON each, written at once, so that what a crash leaves behind says how
 * far the rank came.
 */
export type Progress =
  | { readonly type: 'ready'; readonly roles: readonly Role[]; readonly subject: string }
  | ({ readonly type: 'refused' } & Refusal)
  | { readonly type: 'begin'; readonly case: string; readonly role: Role }
  | { readonly type: 'step'; readonly step: string }
  | { readonly type: 'result'; readonly result: CheckResult }
  | { readonly type: 'verdict'; readonly verdict: Verdict }
  | { readonly type: 'done'; readonly case: string; readonly role: Role }
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'end' }

/** Why a plug-in cannot be checked. */
export interface Refusal {
  readonly message: string
  /** Whether the mistake is in how it was plugged in, not in what it does; see {@link MisuseError}. */
  readonly isMisuse: boolean
}

/** Work for the ranks of one job, as a file. */
export interface WorkOrder {
  /** How to load the subject; see `subjects/load.ts`. */
  readonly subject: SubjectSource
  /** Names of the cases, in order. */
  readonly cases: readonly string[]
  /** The role and case to begin with: what comes before was done by an earlier job. */
  readonly from: { readonly case: string; readonly role: Role } | undefined
  /** Readings of the protocol's ambiguities. */
  readonly options: Readonly<Record<string, string>>
}

/** Where a subject comes from. */
export interface SubjectSource {
  readonly kind: 'module' | 'library'
  readonly path: string
  /** What it does not support, where somebody else says so: instead of what a module exports. */
  readonly claims?: Claims
}
