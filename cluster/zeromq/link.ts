import type { KeepAlive } from '../keep-alive.js'
import type { ClientMessage, ControllerMessage } from '../wire/messages.js'
import { openSealed } from '../wire/seal.js'
import { Sealed } from '../wire/sealed.js'
import type { SharedFolder } from '../wire/shared-folder.js'
import { Channel } from './channel.js'
import type { Access, Controller } from './controller.js'

/** A client's end of its connection to a controller. */
export interface ClientLink {
  /** Where large arrays are left that engines send. */
  shared: SharedFolder | undefined
  send(message: ClientMessage): void
  /** Idempotent. What was sent still leaves. */
  close(): void
}

/** Makes a connection; `onEnd` is told once when it ends by itself. */
export type OpenLink = (onMessage: (message: ControllerMessage) => void, onEnd: (reason: string) => void) => ClientLink

/** A connection to a controller of this process. */
export function linkWithin(controller: Controller): OpenLink {
  return (onMessage) => {
    let isClosed = false
    const handle = controller.connect({
      send: (message) => {
        if (!isClosed) onMessage(opened(message, link.shared))
      },
    })
    const close = (): void => {
      if (!isClosed) handle.gone()
      isClosed = true
    }
    const link: ClientLink = { shared: undefined, send: (message) => handle.take(message), close }
    return link
  }
}

/**
 * A connection to a controller of another process.
 *
 * @param keepAlive Lets the program end although the connection stands; it is kept alive when absent.
 */
export function linkTo({ endpoint, serverKey, publicKey, secretKey }: Access, keepAlive?: KeepAlive): OpenLink {
  return (onMessage, onEnd) =>
    new Channel({
      endpoint,
      serverKey,
      keys: { publicKey, secretKey },
      keepAlive,
      onMessage: (message) => onMessage(message as ControllerMessage),
      onEnd,
    })
}

/** What an engine sealed is opened at the end of its way; decoding does that where the way led through a socket. */
function opened(message: ControllerMessage, shared: SharedFolder | undefined): ControllerMessage {
  if (message.type !== 'answer' || !('value' in message.answer) || !(message.answer.value instanceof Sealed)) return message
  return { ...message, answer: { ...message.answer, value: openSealed(message.answer.value, shared?.take) } }
}
