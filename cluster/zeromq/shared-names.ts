import type { Instruction, LocalArrayDescription } from '../../array/instruction.js'
import type { SharedPiece } from '../../array/transport.js'
import type { EngineMessage, SessionId } from '../wire/messages.js'
import { Gathering } from './gathering.js'
import type { Roster } from './roster.js'

type Shared = Extract<EngineMessage, { type: 'shared' }>

/** What sharing, or having, an array comes to. */
export interface SharedResult {
  readonly error?: string
  /** What each engine that holds the array says of it, ascending. */
  readonly descriptions?: readonly SharedPiece[]
}

/** Session that holds what is shared, so that it outlives the session that made it. */
export const commonSession: SessionId = '0'.repeat(16)
const answerMilliseconds = 600_000

/** Arrays that have a name in the cluster. */
export class SharedNames {
  private readonly _roster: Roster
  private readonly _gathering = new Gathering<Shared>()
  private readonly _names = new Map<string, number>()
  private _lastId = 0

  constructor(roster: Roster) {
    this._roster = roster
  }

  get names(): readonly string[] {
    return [...this._names.keys()]
  }

  /** Give an array a name; one that had it before loses it. */
  async share(session: SessionId, name: string, fromId: number): Promise<SharedResult> {
    const id = ++this._lastId
    const result = await this.order({ from: session, fromId, session: commonSession, id })
    if (result.error !== undefined) return result
    this.unshare(name)
    this._names.set(name, id)
    return result
  }

  /** Take a name back. */
  unshare(name: string): void {
    const id = this._names.get(name)
    if (id === undefined) return
    this._names.delete(name)
    const list: Instruction[] = [{ op: 'free', ids: [id] }]
    this._roster.order({ type: 'instructions', session: commonSession, list })
  }

  /** Have an array under an id of another session. */
  async have(session: SessionId, name: string, id: number): Promise<SharedResult> {
    const fromId = this._names.get(name)
    if (fromId !== undefined) return this.order({ from: commonSession, fromId, session, id })
    const known = this._names.size === 0 ? 'none is shared' : `there are ${[...this._names.keys()].map((text) => `'${text}'`).join(', ')}`
    return { error: `Expected the name of a shared array but received '${name}'; ${known}` }
  }

  /** An engine has done its part. */
  take(engine: number, message: Shared): void {
    this._gathering.take(message.query, engine, message)
  }

  /** Forget every name. The arrays go with the common session. */
  clear(): void {
    this._names.clear()
  }

  close(): void {
    this._gathering.close()
  }

  private async order(what: { from: SessionId; fromId: number; session: SessionId; id: number }): Promise<SharedResult> {
    const engines = Array.from({ length: this._roster.size }, (_, engine) => engine)
    const found = await this._gathering.ask(engines, answerMilliseconds, (query) => this._roster.order({ type: 'share', ...what, query }))
    const answers = engines.map((engine) => found.get(engine))
    const failed = answers.findIndex((answer) => answer === undefined || answer.error !== undefined)
    if (failed >= 0) return { error: `engine ${failed}: ${answers[failed]?.error ?? 'it gave no answer'}` }
    // An engine that does not hold the array describes nothing.
    const descriptions = answers.flatMap((answer, engine) =>
      answer?.description ? [{ engine, description: answer.description as LocalArrayDescription }] : [],
    )
    if (descriptions.length === 0)
      return { error: `Expected an array of this session but array ${what.fromId} is on no engine: it was freed` }
    return { descriptions }
  }
}
