import { DistError, rebuildError } from '../protocol/errors.js'
import { inPlace } from './comm/buffer.js'
import { type Communicator, requireCommunicator } from './communicator.js'

/** An error as it travels from the rank that threw it to the others. */
interface Report {
  /** `code` of a DistError, else empty. */
  code: string
  /** Class name of any other error. */
  name: string
  message: string
  /** Own fields of a DistError that JSON can carry. */
  fields: Record<string, unknown>
}

const builtins: Record<string, ErrorConstructor> = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }

/**
 * Run `local` on every rank and let all ranks go on, or all throw.
 *
 * Collective over `comm`.
 *
 * @param comm  Communicator of the ranks that must agree.
 * @param local Checks or prepares something on this rank; must not communicate. A promise is not waited for.
 * @returns     What `local` returned on this rank, when it threw on no rank.
 * @throws {ArgumentError} `comm` is no Communicator.
 * @throws      What `local` threw on the lowest failing rank. That rank throws it as it is; the other ranks throw one of the
 *              same class, code, fields and message, the message after `rank r: `, with their own error, if any, as cause.
 * @remarks     One small allreduce; only a failure costs more.
 * @example
 * agree(world(), () => checkedShape(shape))
 */
export function agree<T>(comm: Communicator, local: () => T): T {
  requireCommunicator(comm)
  let result: T | undefined
  let failure: { error: unknown } | undefined
  try {
    result = local()
  } catch (error) {
    failure = { error }
  }
  const failing = comm.allreduce(inPlace, Int32Array.of(failure ? comm.rank : comm.size), 'min')[0]!
  if (failing === comm.size) return result as T
  return failTogether(comm, failing, failure?.error)
}

/**
 * Throw on every rank what was thrown on one of them; as {@link agree}, for ranks that know already which one it is.
 *
 * Collective over `comm`.
 *
 * @param failing The lowest rank that failed; the same on all ranks.
 * @param error   What this rank threw, if it did.
 */
export function failTogether(comm: Communicator, failing: number, error: unknown): never {
  const report = shareReport(comm, failing, error)
  if (failing === comm.rank) throw error
  throw rebuild(report, failing, error)
}

function shareReport(comm: Communicator, root: number, error: unknown): Report {
  const text = comm.rank === root ? new TextEncoder().encode(serialize(reportOf(error))) : new Uint8Array(0)
  const length = comm.bcast(Int32Array.of(text.length), root)[0]!
  const bytes = comm.bcast(comm.rank === root ? text : new Uint8Array(length), root)
  return JSON.parse(new TextDecoder().decode(bytes)) as Report
}

// A throw here would leave the other ranks waiting, and anything can be thrown: a proxy, an object without toString.
function reportOf(error: unknown): Report {
  try {
    return readReport(error)
  } catch {
    return { code: '', name: 'Error', message: 'something was thrown that cannot be read', fields: {} }
  }
}

function readReport(error: unknown): Report {
  if (!(error instanceof Error)) return { code: '', name: 'Error', message: String(error), fields: {} }
  if (!(error instanceof DistError)) return { code: '', name: error.name, message: error.message, fields: {} }
  const { name: _name, cause: _cause, stack: _stack, message, code, ...fields } = error
  return { code, name: error.name, message, fields }
}

// A throw here would leave the other ranks waiting: fields that JSON cannot carry stay behind.
function serialize(report: Report): string {
  try {
    return JSON.stringify(report)
  } catch {
    return JSON.stringify({ ...report, fields: {} })
  }
}

function rebuild(report: Report, rank: number, cause: unknown): Error {
  const message = `rank ${rank}: ${report.message}`
  const options = cause === undefined ? {} : { cause }
  if (report.code === '') return new (builtins[report.name] ?? Error)(message, options)
  return Object.assign(rebuildError(report.code, message, options), report.fields)
}
