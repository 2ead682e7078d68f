import { DistError, registerErrorClass } from '../protocol/errors.js'
import type { RemoteFailure } from './instruction.js'

/** A call failed on engines. `failures` has one entry per failing rank; the stack is the client's at the call. */
export class EngineError extends DistError {
  readonly code = 'ERR_ENGINE'
  readonly failures: readonly RemoteFailure[]

  constructor(message: string, options?: ErrorOptions & { failures?: readonly RemoteFailure[] }) {
    super(message, options)
    this.failures = options?.failures ?? []
  }
}

/** An engine is gone, and with it every array; `ctx.restart()` gives a working context. */
export class EngineLostError extends DistError {
  readonly code = 'ERR_ENGINE_LOST'
  /** Rank of the engine. */
  readonly engine: number

  constructor(message: string, options?: ErrorOptions & { engine?: number }) {
    super(message, options)
    this.engine = options?.engine ?? -1
  }
}

/** The user interrupted the call, or one before it that the engines were busy with. */
export class InterruptError extends DistError {
  readonly code = 'ERR_INTERRUPT'
}

/** The context was closed, or cannot be had: `message` says why and what to do. */
export class ContextError extends DistError {
  readonly code = 'ERR_CONTEXT'
}

/** The text of an expression is wrong; the message shows where. */
export class ExpressionError extends DistError {
  readonly code = 'ERR_EXPRESSION'
  /** Which of the template's strings the place is in; an interpolated value counts to the one before it. */
  readonly part: number
  /** Characters of that string before the place. */
  readonly offset: number

  constructor(message: string, options?: ErrorOptions & { part?: number; offset?: number }) {
    super(message, options)
    this.part = options?.part ?? 0
    this.offset = options?.offset ?? 0
  }
}

registerErrorClass('ERR_ENGINE', EngineError)
registerErrorClass('ERR_ENGINE_LOST', EngineLostError)
registerErrorClass('ERR_INTERRUPT', InterruptError)
registerErrorClass('ERR_CONTEXT', ContextError)
registerErrorClass('ERR_EXPRESSION', ExpressionError)
