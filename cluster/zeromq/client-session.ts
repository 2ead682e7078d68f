import { answering } from '../pending-calls.js'
import type { ControllerMessage, RoutedInstruction, SessionId } from '../wire/messages.js'

/** The controller's end of a connection to a client. */
export interface ClientPort {
  send(message: ControllerMessage): void
}

/** A call whose answers are under way. */
export interface AskedCall {
  readonly missing: Set<number>
  hasFailure: boolean
}

/** What the controller keeps of a client's session. */
export class ClientSession {
  readonly id: SessionId
  readonly port: ClientPort
  /** Calls that were handed to engines and are not answered by all of them. */
  readonly asked = new Map<number, AskedCall>()
  /** The last call that was handed to engines. */
  lastCall = 0

  constructor(id: SessionId, port: ClientPort) {
    this.id = id
    this.port = port
  }

  /** Instructions are handed to engines. */
  note(list: readonly RoutedInstruction[], engines: number): void {
    for (const { call, reply, targets } of list) {
      if (call > this.lastCall) this.lastCall = call
      if (reply === 'none') continue
      this.asked.set(call, { missing: new Set(answering(reply, targets, engines)), hasFailure: false })
    }
  }

  /**
   * An engine answers.
   *
   * @returns The call while engines are missing of which one has failed: they may wait for it in vain.
   */
  answered(call: number, engine: number, hasFailure: boolean): AskedCall | undefined {
    const asked = this.asked.get(call)
    if (asked === undefined) return undefined
    asked.missing.delete(engine)
    asked.hasFailure ||= hasFailure
    if (asked.missing.size === 0) this.asked.delete(call)
    return asked.missing.size > 0 && asked.hasFailure ? asked : undefined
  }
}
