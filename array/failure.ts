import { DistError } from '../protocol/errors.js'
import type { RemoteFailure } from './instruction.js'

/** Thrown where a call uses what an earlier call failed to make; carries that call's failure. */
export class PoisonedError extends Error {
  constructor(readonly failure: RemoteFailure) {
    super(failure.message)
  }
}

/**
 * Write an error down as plain data.
 *
 * Not collective. Never throws, whatever was thrown.
 *
 * @param call   The call that failed.
 * @param engine The engine it failed on.
 * @returns      For a {@link PoisonedError} the failure that it carries.
 */
export function failureOf(error: unknown, call: number, engine: number): RemoteFailure {
  if (error instanceof PoisonedError) return error.failure
  try {
    return describe(error, call, engine)
  } catch {
    return { call, engine, name: 'Error', message: 'an error that cannot be read', stack: '', code: '', fields: {} }
  }
}

function describe(error: unknown, call: number, engine: number): RemoteFailure {
  if (!(error instanceof Error)) return { call, engine, name: 'Error', message: String(error), stack: '', code: '', fields: {} }
  const fields: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(error)) if (!ownWords.has(key) && travels(value)) fields[key] = value
  return {
    call,
    engine,
    name: String(error.name),
    message: String(error.message),
    stack: String(error.stack ?? ''),
    code: error instanceof DistError ? error.code : '',
    fields,
  }
}

/** What a failure says in its own places. */
const ownWords: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'code', 'cause'])

function travels(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(travels)
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
}
