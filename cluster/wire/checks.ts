import { WireError } from './errors.js'
import type { ClientMessage, EngineMessage, MonitorMessage } from './messages.js'
import { Sealed } from './sealed.js'

/*
 * What peers send is checked before it is used: who holds a key may still run another version, or be broken.
 */

type Check = (value: unknown) => boolean
type Fields = Readonly<Record<string, Check>>

const isText: Check = (value) => typeof value === 'string'
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isNumber: Check = (value) => typeof value === 'number'
const isSession: Check = (value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isAnything: Check = () => true
const isStream: Check = (value) => value === 'stdout' || value === 'stderr'
const isName: Check = (value) => typeof value === 'string' && value.length >= 1 && value.length <= 200

function optional(check: Check): Check {
  return (value) => value === undefined || check(value)
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check)
}

function object(fields: Fields): Check {
  return (value) => isObject(value) && Object.entries(fields).every(([key, check]) => check(value[key]))
}

const isAscending: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((item, i) => isCount(item) && (i === 0 || item > value[i - 1]))
const isSealed: Check = (value) => value instanceof Sealed
const isFailure = object({ call: isCount, engine: isCount, name: isText, message: isText, stack: isText, code: isText, fields: isObject })
const isAnswer: Check = (value) => isObject(value) && isCount(value.engine) && (value.failure === undefined || isFailure(value.failure))

const isRouted: Check = (value) => {
  if (!isObject(value) || !isCount(value.call) || !optional(isAscending)(value.targets)) return false
  if (!['none', 'first', 'each'].includes(value.reply as string)) return false
  return isSealed(value.parts) || listOf(isSealed)(value.parts)
}

const clientMessages: Readonly<Record<ClientMessage['type'], Fields>> = {
  hello: { wire: isCount, version: isText, session: isSession },
  instructions: { list: listOf(isRouted) },
  interrupt: {},
  status: { query: isCount },
  share: { query: isCount, name: isName, id: optional(isCount) },
  shared: { query: isCount, name: isName, id: isCount },
  goodbye: {},
  stop: {},
  clear: { query: isCount },
}

const isPosition = object({ engine: isCount, session: isText, call: isCount, fn: isText, mpi: isText, seconds: isNumber })
const isStatus = object({
  engine: isCount,
  host: isText,
  pid: isCount,
  sessionBytes: isNumber,
  liveBytes: isNumber,
  arrays: isNumber,
  availableBytes: isNumber,
  uptimeSeconds: isNumber,
})
const isHeld: Check = (value) => isObject(value) && Object.values(value).every(object({ bytes: isNumber, arrays: isNumber }))

const engineMessages: Readonly<Record<EngineMessage['type'] | MonitorMessage['type'], Fields>> = {
  hello: { wire: isCount, version: isText, engine: isCount, engines: isCount, host: isText, pid: isCount },
  answer: { session: isSession, call: isCount, answer: isAnswer, earlier: listOf(isFailure) },
  done: { session: isSession, call: isCount },
  shared: { query: isCount, error: optional(isText), description: isAnything },
  log: { session: (value) => value === '' || isSession(value), stream: isStream, text: isText },
  progress: { session: isSession, call: isCount, done: isNumber, total: isNumber, message: isText },
  bye: {},
  monitor: { wire: isCount, engine: isCount, pid: isCount },
  held: { query: isCount, begun: isCount },
  report: { query: isCount, position: isPosition, status: isStatus, sessions: isHeld },
}

/**
 * Check that a decoded message is one that a client sends.
 *
 * @throws {WireError} It is not.
 */
export function asClientMessage(message: unknown): ClientMessage {
  return checked<ClientMessage>(message, clientMessages)
}

/**
 * Check that a decoded message is one that an engine or its monitor sends.
 *
 * @throws {WireError} It is not.
 */
export function asEngineMessage(message: unknown): EngineMessage | MonitorMessage {
  return checked<EngineMessage | MonitorMessage>(message, engineMessages)
}

function checked<T>(message: unknown, table: Readonly<Record<string, Fields>>): T {
  const type = isObject(message) ? message.type : undefined
  if (typeof type !== 'string' || !Object.hasOwn(table, type)) throw new WireError('Expected a message of a known type')
  for (const [key, check] of Object.entries(table[type]!))
    if (!check((message as Record<string, unknown>)[key])) throw new WireError(`Expected another ${key} in a message of type ${type}`)
  return message as T
}
