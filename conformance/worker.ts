// One rank of a conformance job: node worker.js FOLDER, started by run.ts through mpiexec with --expose-gc.
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { world } from '../bindings/communicator.js'
import { finalize } from '../bindings/exit.js'
import { describeThrown } from './attempt.js'
import type { ConformanceCase } from './case.js'
import { unwell } from './collective.js'
import type { Engine } from './engine.js'
import { MisuseError } from './misuse.js'
import { type PlannedTask, planTasks } from './outside.js'
import type { Progress, Refusal, WorkOrder } from './progress.js'
import { runCase } from './run-case.js'
import type { Role, Subject } from './subject.js'
import { loadSubject } from './subjects/load.js'
import { loadCases } from './vectors.js'

const folder = process.argv[2]!
const order = JSON.parse(readFileSync(join(folder, 'order.json'), 'utf8')) as WorkOrder
const comm = world().dup()
const log = join(folder, `${comm.rank}.ndjson`)
const report = (progress: Progress): void => appendFileSync(log, `${JSON.stringify(progress)}\n`)
let hasEnded = false
process.on('exit', (code) => {
  if (!hasEnded) report({ type: 'exit', code })
})

const subject = await load()
if (subject) await runAll(subject)
hasEnded = true
report({ type: 'end' })
finalize()

async function load(): Promise<Subject | undefined> {
  let loaded: Subject | undefined
  try {
    loaded = await loadSubject(order.subject)
  } catch (error) {
    report({ type: 'refused', ...refusalBy(error) })
  }
  return unwell(comm, loaded !== undefined).length === 0 ? loaded : undefined
}

async function runAll(subject: Subject): Promise<void> {
  const roles = rolesOf(subject)
  report({ type: 'ready', roles, subject: subject.name })
  const engine: Engine = { subject, comm, subjectComm: world().dup(), options: order.options, report }
  const wanted = new Set(order.cases)
  const cases = new Map(
    loadCases()
      .filter(({ name }) => wanted.has(name)) // the fewer, the faster garbage is collected
      .map((one): [string, ConformanceCase] => [one.name, one]),
  )
  const tasks = order.cases.flatMap((name) => roles.map((role) => ({ one: cases.get(name)!, role })))
  const first = order.from ? tasks.findIndex(({ one, role }) => one.name === order.from?.case && role === order.from.role) : 0
  for (const { one, role, outside } of plan(subject, tasks.slice(first))) await runCase(engine, one, role, outside)
  subject.close?.()
}

/** What there is to do; nothing, on every rank, when the claims cannot be used. */
function plan(subject: Subject, tasks: readonly Omit<PlannedTask, 'outside'>[]): readonly PlannedTask[] {
  try {
    return planTasks(comm, subject.claims, tasks) ?? []
  } catch (error) {
    report({ type: 'refused', ...refusalBy(error, `${subject.name}: `) })
    return []
  }
}

function refusalBy(error: unknown, prefix = ''): Refusal {
  const isMisuse = error instanceof MisuseError
  return { message: isMisuse ? `${prefix}${error.message}` : describeThrown(error), isMisuse }
}

function rolesOf(subject: Subject): Role[] {
  return [...(subject.produce ? (['producer'] as const) : []), ...(subject.consume ? (['consumer'] as const) : [])]
}
