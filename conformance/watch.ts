import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress, Refusal } from './progress.js'
import type { CaseRecord, CheckResult, Verdict } from './result.js'
import type { Role } from './subject.js'

/** A case in a role. */
export interface Task {
  readonly case: string
  readonly role: Role
}

/** How far one rank has come. */
interface RankState {
  file: number | undefined
  rest: string
  at: Task | undefined
  /** The call of the subject it is in; empty between calls. */
  step: string
  exitCode: number | undefined
  hasEnded: boolean
  results: CheckResult[]
  verdicts: Verdict[]
  /** Records of the cases it is through with, in order. */
  done: CaseRecord[]
}

/** Follows what the ranks of one job write down. */
export class Watch {
  /** The plug-in cannot be loaded, and why. */
  refusal: Refusal | undefined
  /** What the plug-in can do, and its name; undefined until it was loaded. */
  ready: Extract<Progress, { type: 'ready' }> | undefined
  private readonly _ranks: RankState[]
  private _delivered = 0

  constructor(
    private readonly _folder: string,
    ranks: number,
  ) {
    this._ranks = Array.from({ length: ranks }, () => ({
      file: undefined,
      rest: '',
      at: undefined,
      step: '',
      exitCode: undefined,
      hasEnded: false,
      results: [],
      verdicts: [],
      done: [],
    }))
  }

  /**
   * Read what is new.
   *
   * @returns Records that are complete now: every rank is through with them.
   */
  poll(): CaseRecord[] {
    for (const [rank, state] of this._ranks.entries()) this.read(rank, state)
    const complete = Math.min(...this._ranks.map(({ done }) => done.length))
    const records: CaseRecord[] = []
    for (; this._delivered < complete; this._delivered++) records.push(merged(this._ranks.map(({ done }) => done[this._delivered]!)))
    return records
  }

  /** Whether every rank came to its end. */
  get hasEnded(): boolean {
    return this._ranks.every(({ hasEnded }) => hasEnded)
  }

  /** The case that not every rank is through with, if any was begun: what there is of it, and where each rank was. */
  unfinished(): { record: CaseRecord; where: string } | undefined {
    const states = this._ranks.filter(({ at, done }) => at !== undefined && done.length === this._delivered)
    const at = states[0]?.at
    if (!at) return undefined
    const parts = this._ranks.map((state) => {
      if (state.done.length > this._delivered) return state.done[this._delivered]!
      return { ...at, results: state.results, verdicts: state.verdicts }
    })
    return { record: merged(parts), where: this._ranks.map((state, rank) => placeOf(state, rank)).join(', ') }
  }

  close(): void {
    for (const { file } of this._ranks) if (file !== undefined) closeSync(file)
  }

  private read(rank: number, state: RankState): void {
    try {
      state.file ??= openSync(join(this._folder, `${rank}.ndjson`), 'r')
    } catch {
      return // it has not begun
    }
    const piece = Buffer.alloc(1 << 16)
    for (let length = readSync(state.file, piece); length > 0; length = readSync(state.file, piece)) {
      const lines = (state.rest + piece.toString('latin1', 0, length)).split('\n')
      state.rest = lines.pop()!
      for (const line of lines) this.take(state, JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as Progress)
    }
  }

  private take(state: RankState, progress: Progress): void {
    switch (progress.type) {
      case 'ready':
        this.ready = progress
        break
      case 'refused':
        this.refusal ??= progress
        break
      case 'begin':
        state.at = { case: progress.case, role: progress.role }
        break
      case 'step':
        state.step = progress.step
        break
      case 'result':
        state.results.push(progress.result)
        break
      case 'verdict':
        state.verdicts.push(progress.verdict)
        break
      case 'done':
        state.done.push({ case: progress.case, role: progress.role, results: state.results, verdicts: state.verdicts })
        state.at = undefined
        state.results = []
        state.verdicts = []
        break
      case 'exit':
        state.exitCode = progress.code
        break
      case 'end':
        state.hasEnded = true
        break
      default:
        progress satisfies never
    }
  }
}

function placeOf({ step, exitCode, at }: RankState, rank: number): string {
  const place = step ? `in ${step}` : at ? 'waiting for the others' : 'through with it'
  return exitCode === undefined ? `rank ${rank} ${place}` : `rank ${rank} ended with code ${exitCode} ${place}`
}

/** The records of all ranks as one. */
function merged(records: readonly CaseRecord[]): CaseRecord {
  const { case: name, role } = records[0]!
  return {
    case: name,
    role,
    results: records.flatMap(({ results }) => results),
    verdicts: records.flatMap(({ verdicts }) => verdicts),
  }
}
