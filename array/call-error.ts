import { type DistError, isDistError, rebuildError } from '../protocol/errors.js'
import type { CallSite } from './call-sites.js'
import { EngineError } from './errors.js'
import type { RemoteFailure } from './instruction.js'

/** Errors that are about the engines, not about the function that ran: thrown as they are, whoever wrote the function. */
const ofTheEngines: ReadonlySet<string> = new Set(['ERR_INTERRUPT', 'ERR_ENGINE_LOST', 'ERR_CONTEXT'])

/**
 * Make the error for failures on engines: of the first call that failed, with those of further calls as its `cause`.
 *
 * Not collective.
 *
 * @param failures One or more, of any calls.
 * @param engines  Number of engines.
 * @param siteOf   Where a call was made.
 * @returns        An {@link EngineError}. When a function of this library failed with one class of error on all engines that
 *                 failed, an error of that class whose `cause` is the EngineError.
 */
export function errorOf(failures: readonly RemoteFailure[], engines: number, siteOf: (call: number) => CallSite | undefined): DistError {
  const first = failures.reduce((least, { call }) => Math.min(least, call), Number.POSITIVE_INFINITY)
  const mine = distinct(failures.filter(({ call }) => call === first))
  const others = failures.filter(({ call }) => call !== first)
  const cause = others.length > 0 ? errorOf(others, engines, siteOf) : undefined
  return callError(mine, engines, siteOf(first), cause)
}

/** One per engine, ascending. */
function distinct(failures: readonly RemoteFailure[]): RemoteFailure[] {
  const byEngine = new Map(failures.map((failure) => [failure.engine, failure]))
  return [...byEngine.values()].sort((a, b) => a.engine - b.engine)
}

function callError(failures: readonly RemoteFailure[], engines: number, site: CallSite | undefined, cause?: Error): DistError {
  const message = `${site?.label ?? 'A call'} failed on ${whereAndWhy(failures, engines)}`
  const options = { failures, ...(cause === undefined ? {} : { cause }) }
  const error = withFrames(new EngineError(message, options), site?.frames || fallbackFrames(failures))
  const [{ code, fields, message: reason }] = failures as [RemoteFailure, ...RemoteFailure[]]
  const isTyped = code !== '' && failures.every((failure) => failure.code === code) && (site?.builtin || ofTheEngines.has(code))
  if (!isTyped) return error
  const typed = Object.assign(rebuildError(code, site ? `${site.label}: ${withoutRank(reason)}` : reason, { cause: error }), fields)
  return withFrames(typed, site?.frames || fallbackFrames(failures))
}

/** `rank 1 of 4: <message>`, or the ranks by what happened to them. */
function whereAndWhy(failures: readonly RemoteFailure[], engines: number): string {
  // Where ranks agree on an error, those that had none repeat that of the lowest that had.
  const origin = failures.find(({ engine, message }) =>
    failures.every((other) => other.engine === engine || other.message === `rank ${engine}: ${message}`),
  )
  if (origin) return `rank ${origin.engine} of ${engines}: ${origin.message}`
  const byMessage = new Map<string, number[]>()
  for (const { engine, message } of failures) byMessage.set(message, [...(byMessage.get(message) ?? []), engine])
  if (byMessage.size === 1) return `${rankList(failures.map(({ engine }) => engine))} of ${engines}: ${failures[0]?.message}`
  const parts = [...byMessage].map(([message, ranks]) => `${rankList(ranks)}: ${message}`)
  return `${failures.length} of ${engines} ranks: ${parts.join('; ')}`
}

/** What `agree` puts before the message on the ranks that had no error themselves. */
function withoutRank(message: string): string {
  return message.replace(/^rank \d+: /, '')
}

function rankList(ranks: readonly number[]): string {
  if (ranks.length === 1) return `rank ${ranks[0]}`
  return `ranks ${ranks.slice(0, -1).join(', ')} and ${ranks.at(-1)}`
}

/** The engine's own stack, when nothing is known of the client's. */
function fallbackFrames(failures: readonly RemoteFailure[]): string {
  return (failures[0]?.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n')
}

function withFrames<E extends Error>(error: E, frames: string): E {
  error.stack = `${error.name}: ${error.message}\n${frames}`
  return error
}

/**
 * Make the error for a call that could not be carried out as a whole: of the same class, with the client's stack at the call.
 *
 * Not collective.
 */
export function rejectionOf(error: unknown, site: CallSite | undefined): unknown {
  if (!isDistError(error) || site === undefined) return error
  const { name: _name, message, code, cause: _cause, stack: _stack, ...fields } = error
  return withFrames(Object.assign(rebuildError(code, message, { cause: error }), fields), site.frames)
}
