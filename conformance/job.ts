import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Refusal, WorkOrder } from './progress.js'
import type { CaseRecord } from './result.js'
import { Watch } from './watch.js'

/** Starts a Node program on several ranks and waits for its end; given by whoever knows how to. */
export type Launcher = (job: {
  ranks: number
  file: string
  args: readonly string[]
  nodeOptions: readonly string[]
  /** Ends the job. */
  signal: AbortSignal
  /** Takes what the ranks print. */
  onOutput: (text: string) => void
}) => Promise<number>

export interface JobOptions {
  readonly ranks: number
  readonly order: WorkOrder
  /** Seconds that one case may take. */
  readonly timeout: number
  readonly launch: Launcher
  readonly onOutput: (text: string) => void
  readonly onRecord: (record: CaseRecord) => void
}

/** How a job ended. */
export type JobEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Lost in a case, or before the first one. */
  | { readonly kind: 'lost'; readonly record: CaseRecord | undefined; readonly message: string }

const worker = fileURLToPath(new URL('./worker.js', import.meta.url))
// With more ranks than cores, helper threads of the collector only get in each other's way.
const nodeOptions = ['--expose-gc', '--single-threaded-gc']
const pollMilliseconds = 40
/** Starting MPI on a busy machine takes longer than any case. */
const startSeconds = 60

/** Run cases on so many ranks until all are done, or until the subject is lost. */
export async function runJob(options: JobOptions): Promise<JobEnd & { readonly ready: Watch['ready'] }> {
  const { ranks, order, timeout, launch, onRecord } = options
  const folder = mkdtempSync(join(tmpdir(), 'distarray-conformance-'))
  const watch = new Watch(folder, ranks)
  const stop = new AbortController()
  let lastWords = ''
  const onOutput = (text: string): void => {
    lastWords = (lastWords + text).slice(-600)
    options.onOutput(text)
  }
  try {
    writeFileSync(join(folder, 'order.json'), JSON.stringify(order))
    let code: number | undefined
    const job = launch({ ranks, file: worker, args: [folder], nodeOptions, signal: stop.signal, onOutput }).then((end) => {
      code = end
    })
    let last = Date.now()
    let isLate = false
    while (code === undefined && !isLate) {
      await Promise.race([job, delay(pollMilliseconds)])
      const records = watch.poll()
      for (const record of records) onRecord(record)
      if (records.length > 0) last = Date.now()
      const allowed = watch.unfinished() || records.length > 0 ? timeout : Math.max(timeout, startSeconds)
      isLate = code === undefined && Date.now() - last > 1000 * allowed
    }
    stop.abort()
    await job
    for (const record of watch.poll()) onRecord(record)
    return { ...endOf(watch, code ?? 0, isLate ? timeout : undefined, lastWords), ready: watch.ready }
  } finally {
    watch.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function endOf(watch: Watch, code: number, timeout: number | undefined, lastWords: string): JobEnd {
  if (watch.refusal !== undefined) return { kind: 'refused', refusal: watch.refusal }
  const lost = watch.unfinished()
  const words = lastWords.trim() === '' ? '' : `; it last said: ${lastWords.trim().slice(-300)}`
  const how = timeout === undefined ? `The job ended with exit code ${code}` : `It did not come back within ${timeout} s`
  if (lost) return { kind: 'lost', record: lost.record, message: `${how}: ${lost.where}${words}` }
  if (timeout !== undefined || code !== 0 || !watch.hasEnded)
    return { kind: 'lost', record: undefined, message: `${how} between cases${words}` }
  return { kind: 'complete' }
}
