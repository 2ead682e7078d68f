// One rank of a conformance job: node worker.js FOLDER, started by run.ts through mpiexec with --expose-gc.
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { world } from '../bindings/communicator.js'
import { finalize } from '../bindings/exit.js'
import { describeThrown } from './attempt.js'
import type { ConformanceCase } from './case.js'
import { unwell } from './collective.js'
import type { Engine } from './engine.js'
import type { Progress, WorkOrder } from './progress.js'
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
    report({ type: 'refused', message: describeThrown(error) })
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
  const tasks = order.cases.flatMap((name) => roles.map((role) => ({ case: name, role })))
  const first = order.from ? tasks.findIndex((task) => task.case === order.from?.case && task.role === order.from.role) : 0
  for (const task of tasks.slice(first)) await runCase(engine, cases.get(task.case)!, task.role)
  subject.close?.()
}

function rolesOf(subject: Subject): Role[] {
  return [...(subject.produce ? (['producer'] as const) : []), ...(subject.consume ? (['consumer'] as const) : [])]
}
