import type { Answer, CallInstruction, RemoteFailure } from '../array/instruction.js'
import type { Reply } from '../array/transport.js'
import type { EnginePosition } from './wire/messages.js'

interface Waiting {
  readonly missing: Set<number>
  readonly answers: Answer[]
  readonly earlier: RemoteFailure[]
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** The calls of a client that wait for answers. */
export class PendingCalls {
  private readonly _calls = new Map<number, Waiting>()

  /** Whether nothing is waited for. */
  get isEmpty(): boolean {
    return this._calls.size === 0
  }

  /** Wait for the answers of `engines`. */
  wait(call: number, engines: readonly number[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this._calls.set(call, { missing: new Set(engines), answers: [], earlier: [], resolve, reject })
    })
  }

  /** Take an engine's answer; one that nobody waits for is ignored. */
  answer(call: number, answer: Answer, earlier: readonly RemoteFailure[]): void {
    const waiting = this._calls.get(call)
    if (!waiting?.missing.delete(answer.engine)) return
    waiting.answers.push(answer)
    waiting.earlier.push(...earlier)
    if (waiting.missing.size === 0) this.settle(call, waiting)
  }

  /** What engines have failed at, as far as answers to calls that still wait have told. */
  failures(): RemoteFailure[] {
    return [...this._calls.values()].flatMap(({ answers, earlier }) => [
      ...answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : [])),
      ...earlier,
    ])
  }

  /** Engines that have not answered this call never will: say for them where they are. */
  giveUp(call: number, positions: readonly EnginePosition[]): void {
    const waiting = this._calls.get(call)
    if (waiting === undefined) return
    for (const engine of waiting.missing) {
      const position = positions.find((candidate) => candidate.engine === engine)
      waiting.answers.push({ engine, failure: stuckFailure(call, engine, position) })
    }
    this.settle(call, waiting)
  }

  /** Reject every call that waits. */
  rejectAll(error: () => Error): void {
    const waiting = [...this._calls.values()]
    this._calls.clear()
    for (const { reject } of waiting) reject(error())
  }

  private settle(call: number, { answers, earlier, resolve }: Waiting): void {
    this._calls.delete(call)
    resolve({ answers: answers.sort((a, b) => a.engine - b.engine), earlier })
  }
}

function stuckFailure(call: number, engine: number, position: EnginePosition | undefined): RemoteFailure {
  const where =
    position === undefined
      ? 'it gives no sign'
      : `it waits in ${position.mpi} of ${position.fn}, call ${position.call}, since ${position.seconds.toFixed(1)} s`
  const message = `the engine waits in vain for one that has failed: ${where}. The engines cannot be used any more; restart() gives new ones`
  return { call: position?.call || call, engine, name: 'StuckError', message, stack: '', code: '', fields: {} }
}

/** The engines that answer a call, ascending. */
export function answering(reply: CallInstruction['reply'], targets: readonly number[] | undefined, engines: number): readonly number[] {
  if (reply === 'none') return []
  const all = targets ?? Array.from({ length: engines }, (_, engine) => engine)
  return reply === 'first' ? all.slice(0, 1) : all
}
