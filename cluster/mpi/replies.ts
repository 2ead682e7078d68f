import type { Answer, CallInstruction, RemoteFailure } from '../../array/instruction.js'
import type { Reply } from '../../array/transport.js'

/** A call whose answers have not all come. */
interface Open {
  readonly call: CallInstruction
  /** Engines that have not answered. */
  readonly missing: Set<number>
  readonly answers: Answer[]
  readonly earlier: RemoteFailure[]
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** The calls that a client waits for. */
export class Replies {
  private readonly _open = new Map<number, Open>()

  get isEmpty(): boolean {
    return this._open.size === 0
  }

  /** Await the answers of a call, from `recipients` or the first of them. */
  await(call: CallInstruction, recipients: readonly number[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const missing = new Set(call.reply === 'first' ? recipients.slice(0, 1) : recipients)
      this._open.set(call.call, { call, missing, answers: [], earlier: [], resolve, reject })
    })
  }

  /** Take an answer; the last one of a call settles its promise. */
  take(call: number, answer: Answer, earlier: readonly RemoteFailure[]): void {
    const open = this._open.get(call)
    if (open === undefined) return
    open.answers.push(answer)
    open.earlier.push(...earlier)
    open.missing.delete(answer.engine)
    if (open.missing.size > 0) return
    this._open.delete(call)
    open.resolve({ answers: open.answers.sort((a, b) => a.engine - b.engine), earlier: open.earlier })
  }

  /** What engines have failed at in calls that are still waited for. */
  failures(): RemoteFailure[] {
    const failures: RemoteFailure[] = []
    for (const { answers, earlier } of this._open.values()) {
      for (const answer of answers) if ('failure' in answer) failures.push(answer.failure)
      failures.push(...earlier)
    }
    return failures
  }

  /** Give up waiting. */
  rejectAll(error: Error): void {
    for (const { reject } of this._open.values()) reject(error)
    this._open.clear()
  }
}
