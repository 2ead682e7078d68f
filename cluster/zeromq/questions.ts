import { ContextError } from '../../array/errors.js'
import type { ControllerMessage } from '../wire/messages.js'

/** Milliseconds that a controller gets to answer a question of a client. */
const answerMilliseconds = 10_000

type Question = (message: ControllerMessage) => void

/** The questions of a client that its controller has not answered. */
export class Questions {
  private readonly _remedy: string
  private readonly _open = new Map<number, Question>()
  private _last = 0

  /** @param remedy What to do when there is no answer. */
  constructor(remedy: string) {
    this._remedy = remedy
  }

  /**
   * Ask.
   *
   * @param type Of the answer.
   * @param send Sends the question, which has to carry the number `query`.
   * @throws {ContextError} The answer is a refusal or another than expected, or there is none in time.
   */
  ask<T extends ControllerMessage['type']>(type: T, send: (query: number) => void): Promise<Extract<ControllerMessage, { type: T }>> {
    return new Promise((resolve, reject) => {
      const query = ++this._last
      const timer = setTimeout(() => {
        this._open.delete(query)
        reject(new ContextError(`The controller gives no answer within ${answerMilliseconds / 1000} s. ${this._remedy}`))
      }, answerMilliseconds)
      this._open.set(query, (answer) => {
        clearTimeout(timer)
        if (answer.type === type) resolve(answer as Extract<ControllerMessage, { type: T }>)
        else reject(new ContextError(answer.type === 'refused' ? answer.reason : `Expected ${type} but received ${answer.type}`))
      })
      send(query)
    })
  }

  /** Take an answer; one that nobody waits for is ignored. */
  take(query: number, answer: ControllerMessage): void {
    const question = this._open.get(query)
    this._open.delete(query)
    question?.(answer)
  }

  /** No more answers will come. */
  refuseAll(reason: string): void {
    for (const query of [...this._open.keys()]) this.take(query, { type: 'refused', reason })
  }
}
