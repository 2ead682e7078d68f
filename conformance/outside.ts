import type { Communicator } from '../bindings/communicator.js'
import { expected } from '../protocol/errors.js'
import { describeThrown } from './attempt.js'
import type { ConformanceCase } from './case.js'
import { unwell } from './collective.js'
import { MisuseError } from './misuse.js'
import { type Claims, claimsFor, type Role, type RoleClaims } from './subject.js'

/**
 * Return why a case is outside what a subject claims to support, or undefined when it is inside.
 *
 * Not collective.
 *
 * @throws {MisuseError} `claims.except` threw, or returned something else.
 */
export function outsideClaims(claims: RoleClaims, one: ConformanceCase): string | undefined {
  const feature = one.features.find((name) => claims.unsupported?.includes(name))
  if (feature !== undefined) return `claims no support for ${feature}`
  if (claims.dtypes && !claims.dtypes.includes(one.dtype)) return `claims no support for ${one.dtype}`
  const letters = one.sections.flatMap(({ dim_data }) => dim_data.map(({ dist_type }) => dist_type ?? 'b'))
  const letter = letters.find((name) => claims.distTypes && !claims.distTypes.includes(String(name)))
  if (letter !== undefined) return `claims no support for dist_type '${letter}'`
  return claims.except && excepted(claims.except, one)
}

function excepted(except: NonNullable<RoleClaims['except']>, one: ConformanceCase): string | undefined {
  let reason: unknown
  try {
    reason = except(one)
  } catch (thrown) {
    throw new MisuseError(`claims.except threw ${describeThrown(thrown)} for the case ${one.name}`, { cause: thrown })
  }
  if (reason === undefined || typeof reason === 'string') return reason
  throw new MisuseError(expected('a reason, a string, or undefined', `claims.except of the case ${one.name}`, reason))
}

/** What a producer is not asked for. */
function outsideProducers(one: ConformanceCase): string | undefined {
  if (one.expect === 'refuse') return 'a case to refuse'
  if (one.version !== '0.10.0') return 'producers export version 0.10.0'
  return one.features.includes('strided') ? 'a producer chooses its own memory' : undefined
}

/**
 * Return why a subject is not asked about a case in a role, or undefined when it is.
 *
 * Not collective.
 *
 * @throws {MisuseError} As {@link outsideClaims}.
 */
export function outsideOf(claims: Claims, role: Role, one: ConformanceCase): string | undefined {
  return (role === 'producer' ? outsideProducers(one) : undefined) ?? outsideClaims(claimsFor(claims, role), one)
}

/** A case in a role, and why the subject is not asked about it. */
export interface PlannedTask {
  readonly one: ConformanceCase
  readonly role: Role
  readonly outside: string | undefined
}

/**
 * Find out what is outside the claims before anything is run: whether a case is run must be the same everywhere.
 *
 * Collective over `comm`.
 *
 * @returns The tasks in order, as skipped on one rank as on another; undefined where another rank throws.
 * @throws {MisuseError} `claims.except` failed here, or differs between ranks.
 */
export function planTasks(comm: Communicator, claims: Claims, tasks: readonly Omit<PlannedTask, 'outside'>[]): PlannedTask[] | undefined {
  let planned: PlannedTask[] = []
  let problem: unknown
  try {
    planned = tasks.map((task) => ({ ...task, outside: outsideOf(claims, task.role, task.one) }))
  } catch (error) {
    problem = error
  }
  const failing = unwell(comm, problem === undefined)
  if (problem !== undefined) throw problem
  if (failing.length > 0) return undefined
  const isOutside = Int32Array.from(planned, ({ outside }) => (outside === undefined ? 0 : 1))
  const somewhere = comm.allreduce(isOutside, new Int32Array(isOutside.length), 'max')
  const everywhere = comm.allreduce(isOutside, new Int32Array(isOutside.length), 'min')
  const at = planned.find((_, i) => somewhere[i] !== everywhere[i])
  if (at) throw new MisuseError(`Expected claims.except to say the same of the case ${at.one.name} on every rank but it does not`)
  return planned
}
