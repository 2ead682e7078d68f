import type { ConformanceCase } from './case.js'
import { type Launcher, runJob } from './job.js'
import type { Refusal, SubjectSource } from './progress.js'
import type { CaseRecord } from './result.js'
import type { Role } from './subject.js'
import type { Task } from './watch.js'

export interface RunOptions {
  readonly subject: SubjectSource
  /** What to check, in this order. */
  readonly cases: readonly ConformanceCase[]
  /** Readings of the protocol's ambiguities. */
  readonly options: Readonly<Record<string, string>>
  /** Seconds that one case may take. */
  readonly timeout: number
  readonly launch: Launcher
  /** Takes what the subject prints. */
  readonly onOutput: (text: string) => void
  /** Takes each case when it is done. */
  readonly onRecord: (record: CaseRecord) => void
}

/** What came of a run. */
export interface RunEnd {
  /** Name of the subject and what it can do; undefined when it was never loaded. */
  readonly subject: { readonly name: string; readonly roles: readonly Role[] } | undefined
  /** Why the subject cannot be checked at all. */
  readonly refusal: Refusal | undefined
}

/** So many times a subject may be lost at one number of ranks before the rest is given up. */
const patience = 3

/**
 * Check a subject against cases: one job per number of ranks, and another one wherever the subject crashed or hung.
 *
 * Not collective: for the process that starts the jobs.
 */
export async function runConformance(options: RunOptions): Promise<RunEnd> {
  let subject: RunEnd['subject']
  const counts = [...new Set(options.cases.map(({ ranks }) => ranks))].sort((a, b) => a - b)
  for (const ranks of counts) {
    const cases = options.cases.filter((one) => one.ranks === ranks)
    let done = 0 // cases in their roles that were reported
    const onRecord = (record: CaseRecord): void => {
      done++
      options.onRecord(record)
    }
    let from: Task | undefined
    for (let losses = 1; ; losses++) {
      const order = { subject: options.subject, options: options.options, cases: cases.map(({ name }) => name), from }
      const { ready, ...end } = await runJob({ ...options, ranks, order, onRecord })
      if (ready) subject = { name: ready.subject, roles: ready.roles }
      if (end.kind === 'complete') break
      if (end.kind === 'refused') return { subject, refusal: end.refusal }
      if (!subject) return { subject, refusal: { message: end.message, isMisuse: false } }
      const tasks = tasksOf(cases, subject.roles)
      // A subject that is lost after its last case is still a subject that is lost.
      const lost = tasks[Math.min(done, tasks.length - 1)]!
      onRecord(lostRecord(lost, end.message, end.record))
      if (losses === patience)
        for (const task of tasks.slice(done)) onRecord(lostRecord(task, `Not run: at ${ranks} ranks it was lost ${losses} times already`))
      from = tasks[done]
      if (!from) break
    }
  }
  return { subject, refusal: undefined }
}

/** In the order in which the ranks go through them. */
export function tasksOf(cases: readonly Pick<ConformanceCase, 'name' | 'ranks'>[], roles: readonly Role[]): (Task & { ranks: number })[] {
  return cases.flatMap(({ name, ranks }) => roles.map((role) => ({ case: name, role, ranks })))
}

function lostRecord(task: Task & { ranks: number }, message: string, begun?: CaseRecord): CaseRecord {
  const result = { check: 'survival', ...task, rank: null, pass: false, required: true, message } as const
  return { case: task.case, role: task.role, results: [...(begun?.results ?? []), result], verdicts: begun?.verdicts ?? [] }
}
