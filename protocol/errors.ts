import type { Finding } from './findings.js'

/** Every error class by its code, so that an error can be rebuilt on another rank (see `agree` in bindings). */
const registry = new Map<string, ErrorConstructorFor>()

type ErrorConstructorFor = new (message: string, options?: ErrorOptions) => DistError

/**
 * Base class of every error this project throws on purpose.
 *
 * Not collective.
 *
 * @remarks `code` is a literal per class and stable across versions; compare codes, not messages.
 */
export abstract class DistError extends Error {
  /** Stable identifier of the error class, e.g. `'ERR_SHAPE'`. */
  abstract readonly code: string

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** A shape, length or number of dimensions that does not fit. */
export class ShapeError extends DistError {
  readonly code = 'ERR_SHAPE'
}

/** An element type that is unknown, or that an operation or library cannot hold. */
export class DTypeError extends DistError {
  readonly code = 'ERR_DTYPE'
}

/** An index outside its range, or not on this rank. */
export class SelectionError extends DistError {
  readonly code = 'ERR_SELECTION'
}

/** A distribution that cannot exist, or that does not fit the communicator. */
export class DistributionError extends DistError {
  readonly code = 'ERR_DISTRIBUTION'
}

/** An argument of the wrong type or value that no more specific class describes. */
export class ArgumentError extends DistError {
  readonly code = 'ERR_ARGUMENT'
}

/** Use of an object after its `free()`. */
export class UseAfterFreeError extends DistError {
  readonly code = 'ERR_USE_AFTER_FREE'
}

/** Something this build, runtime or library cannot do; `feature` says what. */
export class UnsupportedError extends DistError {
  readonly code = 'ERR_UNSUPPORTED'
  /** What is not supported, in a few words. */
  readonly feature: string

  constructor(message: string, options?: ErrorOptions & { feature?: string }) {
    super(message, options)
    this.feature = options?.feature ?? message
  }
}

/** An export that breaks a rule of the Distributed Array Protocol; `rule` names the first one. */
export class ProtocolError extends DistError {
  readonly code = 'ERR_PROTOCOL'
  /** Identifier of the broken rule, e.g. `'DAP-B3'`; empty when the object is no export at all. */
  readonly rule: string
  /** Everything that validation found, warnings included; empty when the object is no export at all. */
  readonly findings: readonly Finding[]

  constructor(message: string, options?: ErrorOptions & { rule?: string; findings?: readonly Finding[] }) {
    super(message, options)
    this.rule = options?.rule ?? ''
    this.findings = options?.findings ?? []
  }
}

/** A distribution that a neighbour cannot describe whole, or a neighbour's that the protocol cannot; `losses` lists all that is in the way. */
export class InteropError extends DistError {
  readonly code = 'ERR_INTEROP'
  /** What it was to be described as, e.g. `'ScaLAPACK descriptor'`. */
  readonly target: string
  /** Everything that would be lost, one sentence each, headed by the feature: `'periodic: dimension 0 is periodic; ...'`. */
  readonly losses: readonly string[]

  constructor(message: string, options?: ErrorOptions & { target?: string; losses?: readonly string[] }) {
    super(message, options)
    this.target = options?.target ?? ''
    this.losses = options?.losses ?? []
  }
}

/**
 * Make an error class known by its code, so that {@link rebuildError} can construct it.
 *
 * Not collective. Called once per class, at module load.
 *
 * @param code        The class's literal `code`.
 * @param type Takes `(message, options)`.
 */
export function registerErrorClass(code: string, type: ErrorConstructorFor): void {
  registry.set(code, type)
}

/**
 * Build an error of the class that `code` names; used to throw on every rank what one rank found.
 *
 * Not collective.
 *
 * @param code    A registered code; an unknown one gives an {@link ArgumentError}.
 * @param message The message, unchanged.
 * @returns       A new error, not thrown.
 */
export function rebuildError(code: string, message: string, options?: ErrorOptions): DistError {
  return new (registry.get(code) ?? ArgumentError)(message, options)
}

/**
 * Tell whether `error` is one of this project's errors, optionally with one of the given codes.
 *
 * Not collective.
 *
 * @param error Any value.
 * @param codes Codes to accept; none accepts every code.
 */
export function isDistError(error: unknown, ...codes: string[]): error is DistError {
  return isInstance(error) && (codes.length === 0 || codes.includes(error.code))
}

/** Anything can be thrown; asking a revoked proxy for its class throws. */
function isInstance(error: unknown): error is DistError {
  try {
    return error instanceof DistError
  } catch {
    return false
  }
}

/**
 * Word a complaint about an argument in the one form this project uses.
 *
 * Not collective.
 *
 * @param what     What was expected, e.g. `'a non-negative integer'`.
 * @param name     The argument, e.g. `'shape[1]'`.
 * @param received The value received; printed shortened, with its type.
 * @returns        `Expected <what> for <name> but received <value> of type <t>`.
 */
export function expected(what: string, name: string, received: unknown): string {
  return `Expected ${what} for ${name} but received ${describe(received)}`
}

/** Never throws, whatever the value: it also words complaints about foreign objects. */
function describe(value: unknown): string {
  try {
    return describeUnguarded(value)
  } catch {
    return 'an object that cannot be read'
  }
}

function describeUnguarded(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  const type = typeof value
  if (type === 'function') return 'a function'
  if (Array.isArray(value)) {
    const items = value.slice(0, 8).map((item) => (typeof item === 'object' && item !== null ? '{...}' : shorten(String(item))))
    return `[${items.join(', ')}${value.length > 8 ? ', ...' : ''}] of type Array`
  }
  if (type === 'object') return `an object of type ${String(Object.getPrototypeOf(value)?.constructor?.name ?? 'null-prototype object')}`
  return `${shorten(type === 'string' ? JSON.stringify(value) : String(value))} of type ${type}`
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

for (const type of [
  ShapeError,
  DTypeError,
  SelectionError,
  DistributionError,
  ArgumentError,
  UseAfterFreeError,
  UnsupportedError,
  ProtocolError,
  InteropError,
])
  registerErrorClass(new type('').code, type)
