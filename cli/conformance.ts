import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkFiles } from '../conformance/files/check-files.js'
import { writeCases } from '../conformance/files/write-cases.js'
import { MisuseError } from '../conformance/misuse.js'
import { printHtml } from '../conformance/report/html.js'
import { printJson } from '../conformance/report/json.js'
import { type Report, tally } from '../conformance/report/report.js'
import { TapReport } from '../conformance/report/tap.js'
import type { CaseRecord } from '../conformance/result.js'
import { type RunEnd, runConformance } from '../conformance/run.js'
import { isDistError } from '../protocol/errors.js'
import type { ProtocolOptions } from '../protocol/options.js'
import type { Command } from './command.js'
import { type ConformanceOptions, parseConformance } from './conformance-options.js'
import { interruptible } from './interruptible.js'

/** `distarray conformance`: check an implementation of the protocol. */
export const conformance: Command = {
  name: 'conformance',
  summary: 'check an implementation of the Distributed Array Protocol',
  help: `Usage: distarray conformance [module | library.so] [options]
       distarray conformance --write-cases <dir>
       distarray conformance --files <dir> [options]

Check an implementation of the Distributed Array Protocol 0.10 against cases of
every rule, at several numbers of MPI ranks, and print the outcome as TAP.

  module                a JavaScript or TypeScript module that exports
                        producer(comm, case, section), consumer(comm, exported),
                        or both; and what it does not support as claims
                        (docs/conformance.md). For .ts and .mts files the
                        TypeScript that is installed beside them is used.
  library.so            a shared library with one or both of the functions in
                        dap/conformance.h.
                        Without either distarray's own arrays are checked.
      --write-cases <dir>  write what a program in any language is to make, one
                        folder with a case.json per case
      --files <dir>     check the exports that the program wrote there, as
                        rank-<r>.json and .npy files
      --claims <file>   what the library does not support, as JSON; for a module,
                        instead of the claims that it exports
      --ranks <list>    numbers of ranks, e.g. 1,2,6 (default: every number that
                        there are cases for)
      --case <pattern>  only cases whose name matches, e.g. padded or 'cyclic/*-3'
      --option <n=v>    another reading of an ambiguity of the protocol; may be
                        repeated
      --timeout <s>     seconds until a case that does not come back fails
                        (default: 30)
      --json <file>     write every result as JSON; - for standard output,
                        instead of TAP
      --html <file>     write a page to look at: failures first, then every case
  -h, --help            show this help

What the implementation prints goes to standard error. A case that is not
required is told and not counted ("not ok ... # TODO").

Exit codes: 0 when everything required passes, 1 when something fails, 2 for a
wrong command line, wrong claims or a module that exports nothing to check, 127 when no MPI launcher is installed.
`,
  async run(args) {
    const options = parseConformance(args)
    if (options === 'help') {
      process.stdout.write(conformance.help)
      return 0
    }
    const { writeCases: dir, cases } = options
    if (dir === undefined) return check(options)
    process.stdout.write(`distarray: wrote ${writeCases(dir, cases)} cases to ${dir}\n`)
    return 0
  },
}

const ownArrays = fileURLToPath(new URL('./own-arrays.js', import.meta.url))

async function check(options: ConformanceOptions): Promise<number> {
  const { cases, json, html } = options
  const name = options.subject?.path ?? "distarray's own arrays"
  const byName = new Map(cases.map((one) => [one.name, one]))
  const records: CaseRecord[] = []
  const tap = json === '-' ? undefined : new TapReport((text) => process.stdout.write(text))
  tap?.comment(`distarray conformance: ${name}, ${cases.length} cases`)
  const start = process.hrtime.bigint()
  const { subject, refusal } = await run(options, (record) => {
    records.push(record)
    tap?.record(byName.get(record.case)!, record)
  })
  if (refusal !== undefined) {
    tap?.bail(refusal.message)
    process.stderr.write(`distarray: ${name} cannot be checked: ${refusal.message}\n`)
    return refusal.isMisuse ? 2 : 1
  }
  tap?.end()
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const report: Report = { subject: name, roles: subject?.roles ?? [], options: options.options, seconds, records, cases: byName }
  const { pass, fail, advice, skip } = tally(records)
  tap?.comment(`pass ${pass}, fail ${fail}, not required and failing ${advice}, skipped ${skip}; ${seconds.toFixed(1)} s`)
  if (json === '-') process.stdout.write(printJson(report))
  else if (json !== undefined) writeFileSync(json, printJson(report))
  if (html !== undefined) writeFileSync(html, printHtml(report))
  return fail > 0 ? 1 : 0
}

async function run({ subject, cases, options, timeout }: ConformanceOptions, onRecord: (record: CaseRecord) => void): Promise<RunEnd> {
  if (subject?.kind === 'files') return runOnFiles(subject.path, cases, options as ProtocolOptions, onRecord)
  return runConformance({
    subject: subject ?? { kind: 'module', path: ownArrays },
    cases,
    options,
    timeout,
    launch: interruptible,
    onOutput: (text) => process.stderr.write(text),
    onRecord,
  })
}

function runOnFiles(
  dir: string,
  cases: ConformanceOptions['cases'],
  options: ProtocolOptions,
  onRecord: (record: CaseRecord) => void,
): RunEnd {
  const subject = { name: dir, roles: ['producer'] as const }
  try {
    for (const record of checkFiles(dir, cases, options)) onRecord(record)
    return { subject, refusal: undefined }
  } catch (error) {
    if (error instanceof MisuseError || isDistError(error, 'ERR_FILE', 'ERR_FORMAT'))
      return { subject, refusal: { message: error.message, isMisuse: error instanceof MisuseError } }
    throw error
  }
}
