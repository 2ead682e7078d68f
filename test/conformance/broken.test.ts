// @ranks 1 2 4
// Implementations with one mistake each, of the kinds that anybody makes (ref-* and pytrilinos-*: those that the two historical
// implementers made): the check that is about the mistake catches it, and the same implementation without a mistake passes the
// same cases.
import { readdirSync } from 'node:fs'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import type { ConformanceCase } from '../../conformance/case.js'
import { outsideOf } from '../../conformance/outside.js'
import type { CheckResult } from '../../conformance/result.js'
import { runCase } from '../../conformance/run-case.js'
import type { Role } from '../../conformance/subject.js'
import { loadModule } from '../../conformance/subjects/module.js'
import { loadCases } from '../../conformance/vectors.js'
import { exposeGarbageCollector } from '../support/garbage-collector.js'
import { mpiTest } from '../support/mpi-test.js'
import type { Caught } from './broken/caught.js'

const folder = new URL('./broken/', import.meta.url)
const names = readdirSync(folder).filter((file) => /\.js$/.test(file) && !/^(base|caught|lenient|right)\.js$/.test(file))

await mpiTest(import.meta.url, { ranks: [1, 2, 4] }, async (t) => {
  exposeGarbageCollector()
  const comm = world().dup()
  const subjectComm = comm.dup()
  const here = loadCases().filter(({ ranks, scope }) => ranks === comm.size && scope !== 'global')

  /** What goes wrong and is required, on this rank. */
  const failures = async (file: string, role: Role, one: ConformanceCase): Promise<CheckResult[]> => {
    const subject = await loadModule(new URL(file, folder).pathname)
    const failed: CheckResult[] = []
    const engine = {
      subject,
      comm,
      subjectComm,
      options: {},
      report(progress: { type: string; result?: CheckResult }) {
        if (progress.result && !progress.result.pass && progress.result.required) failed.push(progress.result)
      },
    }
    await runCase(engine, one, role, outsideOf(subject.claims, role, one))
    return failed
  }

  t.ok(names.length >= 40, `there are ${names.length} of them`)
  for (const file of names) {
    const { caught } = (await import(new URL(file, folder).href)) as { caught: Caught }
    if ((caught.ranks ?? 2) !== comm.size) continue
    let by: string | undefined
    const seen: string[] = []
    for (const one of here.filter(({ name }) => name.startsWith(caught.family ?? ''))) {
      const failed = await failures(file, caught.role, one)
      seen.push(...failed.map(({ check, rule }) => `${one.name}: ${check} ${rule ?? ''}`))
      const isCaught = failed.some(({ check, rule }) => check === caught.check && rule === caught.rule)
      if (comm.allreduce(Int32Array.of(isCaught ? 1 : 0), new Int32Array(1), 'max')[0] === 0) continue
      by = one.name
      break
    }
    t.ok(by !== undefined, `${file} is caught by ${caught.check} ${caught.rule ?? ''}: ${by ?? JSON.stringify(seen.slice(0, 8))}`)
    const sound = by === undefined ? [] : await failures('right.js', caught.role, here.find(({ name }) => name === by)!)
    t.same(sound, [], `${file}: without the mistake ${by} passes`)
  }
  finalize()
})
