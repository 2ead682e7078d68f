import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FileError } from '../../bindings/errors.js'
import { isDistError } from '../../protocol/errors.js'
import type { ProtocolOptions } from '../../protocol/options.js'
import { validateGlobal } from '../../protocol/validate-global.js'
import type { ConformanceCase } from '../case.js'
import { CaseMemory } from '../case-memory.js'
import { checkDescription } from '../checks/description.js'
import { checkLocal, reportCollective } from '../checks/local.js'
import { receive } from '../checks/received.js'
import { CheckReport } from '../checks/report.js'
import { checkValues } from '../checks/values.js'
import { outsideClaims } from '../outside.js'
import type { CaseRecord, CheckResult, Verdict } from '../result.js'
import { verdictOn } from '../verdict.js'
import { readClaimsIn } from './claims-file.js'
import { failing, pathInside } from './open-file.js'
import { readExportFile } from './read-export.js'
import { isForFiles } from './write-cases.js'

const exportName = /^rank-(\d+)\.json$/

/**
 * Check the exports that a program wrote: `<dir>/<case>/rank-<r>.json`, and the `.npy` files they name.
 *
 * Not collective: one process reads the files of all ranks. Whatever they contain, nothing is thrown for it: what cannot be
 * read is a failed check.
 *
 * @param dir     As `writeCases` and then the program left it. What `claims.json` in it says is not supported is skipped.
 * @param cases   Those that are not for files are left out; see {@link isForFiles}. A number of ranks for which there is no export at all is skipped: the program was
 *                not run with it.
 * @param options Readings of the protocol's ambiguities.
 * @returns       One record per case, in the role of a producer; there is no consumer to ask, nor memory to share.
 * @throws {FileError}   `dir` cannot be read, or there is no export in it at all.
 * @throws {FormatError} `claims.json` is no JSON.
 * @throws {MisuseError} `claims.json` holds no claims.
 */
export function checkFiles(dir: string, cases: readonly ConformanceCase[], options: ProtocolOptions = {}): CaseRecord[] {
  failing(`read ${dir}`, () => readdirSync(dir))
  const claims = readClaimsIn(dir)
  const wanted = cases.filter(isForFiles)
  const written = new Map(wanted.map((one) => [one, ranksIn(join(dir, one.name))]))
  const rankCounts = new Set(wanted.filter((one) => written.get(one)!.length > 0).map(({ ranks }) => ranks))
  if (rankCounts.size === 0) throw new FileError(`Expected exports rank-<r>.json in the folders of the cases in ${dir} but there are none`)
  return wanted.map((one) => {
    const reason = rankCounts.has(one.ranks) ? outsideClaims(claims, one) : `there are no exports of ${one.ranks} ranks`
    return recordOf(one, (reports) => {
      if (reason === undefined) return checkCase(dir, one, written.get(one)!, reports, options)
      reports[0]!.skip('accept', reason)
      return []
    })
  })
}

function recordOf(one: ConformanceCase, check: (reports: readonly CheckReport[]) => Verdict[]): CaseRecord {
  const results: CheckResult[] = []
  const verdicts = check(one.sections.map((_, rank) => new CheckReport(one, 'producer', rank, (result) => results.push(result))))
  return { case: one.name, role: 'producer', results, verdicts }
}

/** Ranks whose export is in the folder of a case. */
function ranksIn(folder: string): number[] {
  if (!existsSync(folder)) return []
  const names = failing(`read ${folder}`, () => readdirSync(folder))
  return names.flatMap((name) => exportName.exec(name)?.slice(1).map(Number) ?? [])
}

function checkCase(
  dir: string,
  one: ConformanceCase,
  written: readonly number[],
  reports: readonly CheckReport[],
  options: ProtocolOptions,
): Verdict[] {
  const extra = written.filter((rank) => rank >= one.ranks)
  if (extra.length > 0)
    reports[0]!.fail('accept', `Expected the exports of ${one.ranks} ranks but there is also rank-${extra.join(', rank-')}`)
  const read = reports.flatMap((report) => readRank(dir, report) ?? [])
  const valid = read.filter(({ report, exported }) => checkLocal(report, exported, options))
  for (const { report, exported } of valid) checkRank(report, exported, options)
  const exports = valid.map(({ exported }) => exported)
  if (exports.length === one.ranks) reportCollective(reports[0]!, validateGlobal(exports, options))
  else reports[0]!.skip('collective', 'not every rank has an export that is valid by itself')
  return read.map(({ report: { rank }, exported }) => verdictOn(exported, { of: 'producer', case: one.name, rank }, options))
}

/** The export of the report's rank; undefined, and reported, when its files cannot be read. */
function readRank(dir: string, report: CheckReport): { report: CheckReport; exported: unknown } | undefined {
  try {
    const exported = readExportFile(pathInside(dir, report.one.name), `rank-${report.rank}.json`)
    report.pass('accept', 'written')
    return { report, exported }
  } catch (error) {
    if (!isDistError(error, 'ERR_FILE', 'ERR_FORMAT')) throw error
    report.fail('accept', error.message)
    return undefined
  }
}

function checkRank(report: CheckReport, exported: unknown, options: ProtocolOptions): void {
  const { one, rank } = report
  const received = receive(exported, options)
  const own = receive(new CaseMemory(one, rank).export(), options)
  if (checkDescription(report, received.imported, own.imported)) checkValues(report, one.sections[rank]!, received.elements)
}
