import type { Instruction } from '../../array/instruction.js'
import type { EngineOrder, SessionId } from '../wire/messages.js'

/** One thing to do. */
export type Task = { readonly session: SessionId; readonly instruction: Instruction } | { readonly order: EngineOrder }

/** Orders in the order they came, taken apart into single instructions. */
export class OrderQueue {
  private _orders: EngineOrder[] = []
  private _next = 0
  private _instruction = 0

  push(order: EngineOrder): void {
    this._orders.push(order)
  }

  get isEmpty(): boolean {
    return this._next >= this._orders.length
  }

  /** Take the next thing out; undefined when nothing waits. */
  shift(): Task | undefined {
    for (let order = this._orders[this._next]; order !== undefined; order = this._orders[this._next]) {
      if (order.type !== 'instructions') {
        this.advance()
        return { order }
      }
      const instruction = order.list[this._instruction++]
      if (this._instruction >= order.list.length) this.advance()
      if (instruction !== undefined) return { session: order.session, instruction }
    }
    return undefined
  }

  private advance(): void {
    this._instruction = 0
    this._next++
    if (this._next < this._orders.length) return
    this._orders = []
    this._next = 0
  }
}
