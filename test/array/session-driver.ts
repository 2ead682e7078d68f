import { DirectTransport } from '../../array/direct-transport.js'
import { type Answer, ArrayReference, type CallInstruction, type FreeInstruction } from '../../array/instruction.js'
import type { Session } from '../../array/session.js'
import type { Reply } from '../../array/transport.js'
import type { Communicator } from '../../bindings/communicator.js'
import { Distribution, type DistributionOptions, type FullDim } from '../../protocol/index.js'

/** What one engine said: its value, or the message of its failure. */
export type Said = { engine: number; value: unknown } | { engine: number; message: string; call: number; from: number }

/** A client without a context: numbers calls and ids, and hands instructions to the engines of an SPMD job. */
export class SessionDriver {
  readonly transport: DirectTransport
  readonly everyone: readonly number[]
  calls = 0
  private _nextId = 1

  constructor(comm: Communicator) {
    this.transport = new DirectTransport(comm)
    this.everyone = Array.from({ length: comm.size }, (_, rank) => rank)
  }

  get session(): Session {
    return this.transport.session
  }

  /** A call instruction. */
  call(fn: string, args: readonly unknown[], rest: Partial<CallInstruction> = {}): CallInstruction {
    return { op: 'call', call: ++this.calls, fn, args, reply: 'none', ...rest }
  }

  /** Make a call that nobody waits for. */
  send(fn: string, args: readonly unknown[], rest: Partial<CallInstruction> = {}): void {
    this.transport.send(this.call(fn, args, rest))
  }

  /** Make a call and wait for the answers. */
  async ask(fn: string, args: readonly unknown[], rest: Partial<CallInstruction> = {}): Promise<Reply> {
    return await this.transport.request(this.call(fn, args, { reply: 'each', ...rest }))
  }

  /** The answers of a call, in short. */
  async answers(fn: string, args: readonly unknown[], rest: Partial<CallInstruction> = {}): Promise<Said[]> {
    return (await this.ask(fn, args, rest)).answers.map(short)
  }

  /** The values of a call that must not fail, one per target. */
  async values(fn: string, args: readonly unknown[], rest: Partial<CallInstruction> = {}): Promise<unknown[]> {
    return (await this.answers(fn, args, rest)).map((said) => {
      if (!('value' in said)) throw new Error(`engine ${said.engine}: ${said.message}`)
      return said.value
    })
  }

  define(fn: string, source: string, variables: readonly string[] = []): void {
    this.transport.send({ op: 'define', fn, source, variables })
  }

  free(...ids: FreeInstruction['ids']): void {
    this.transport.send({ op: 'free', ids })
  }

  ids(count = 1): { first: number; count: number } {
    this._nextId += count
    return { first: this._nextId - count, count }
  }

  /** A distribution over some of the engines as it travels. */
  layout(distribution: Distribution): FullDim[][] {
    return Array.from({ length: distribution.ranks }, (_, rank) => distribution.dimData(rank))
  }

  /** Make an array of one value, distributed over its first dimension. */
  full(shape: readonly number[], value: unknown, dtype = 'float64', options: Partial<DistributionOptions> = {}): ArrayReference {
    const dist = 'bnnn'.slice(0, shape.length)
    const distribution = Distribution.from(shape, { dist, ranks: this.everyone.length, ...options })
    const out = this.ids()
    this.send('create.full', [this.layout(distribution), dtype, value], { out })
    return new ArrayReference(out.first)
  }
}

function short(answer: Answer): Said {
  if ('value' in answer) return answer
  const { message, call, engine: from } = answer.failure
  return { engine: answer.engine, message, call, from }
}
