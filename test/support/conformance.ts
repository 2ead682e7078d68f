import { launchJob } from '../../cluster/launch.js'
import type { ConformanceCase } from '../../conformance/case.js'
import type { SubjectSource } from '../../conformance/progress.js'
import type { CaseRecord } from '../../conformance/result.js'
import { runConformance } from '../../conformance/run.js'

/** Check a subject against cases under mpiexec; throws when it cannot be loaded. */
export async function recordsOf(subject: SubjectSource, cases: readonly ConformanceCase[]): Promise<CaseRecord[]> {
  const records: CaseRecord[] = []
  let output = ''
  const end = await runConformance({
    subject,
    cases,
    options: {},
    timeout: 60,
    launch: launchJob,
    onOutput: (text) => {
      output += text
    },
    onRecord: (record) => records.push(record),
  })
  if (end.refusal !== undefined) throw new Error(`${end.refusal.message}\n${output}`)
  return records
}
