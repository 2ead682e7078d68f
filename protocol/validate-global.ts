import type { IndexArray } from './dim-data.js'
import { ArgumentError, expected } from './errors.js'
import type { Finding } from './findings.js'
import { type ProtocolOptions, readOptions } from './options.js'
import { censusOf } from './validation-global/census.js'
import { readLocalPart } from './validation-global/local.js'
import { mergeFindings } from './validation-global/merge.js'
import { checkTogether } from './validation-global/together.js'

/**
 * Check the exports of all processes of an array against every rule, those that only all of them together can break included.
 *
 * Not collective: everything is at hand. `validateCollective` finds the same where each rank has its own export only.
 *
 * @param exports An export of each rank, in rank order, or its producer (an object with a method `__distarray__`); whatever
 *                else an entry is leads to findings.
 * @param options Readings of the protocol's ambiguities; `protocolOptions` lists them.
 * @returns       What each export breaks by itself, then what they break together; every finding names its `ranks`.
 *                Empty when they are one array: every global index is on one process (or, in an unstructured
 *                dimension that is not one_to_one, on one at least).
 * @throws {ArgumentError} No exports, an unknown option, or an unknown value of one.
 */
export function validateGlobal(exports: readonly unknown[], options?: ProtocolOptions): Finding[] {
  const full = readOptions(options)
  if (!Array.isArray(exports) || exports.length === 0)
    throw new ArgumentError(expected('an array of an export per rank', 'exports', exports))
  const parts = Array.from(exports, (exported: unknown) => readLocalPart(exported, full))
  const own = mergeFindings(parts.map(({ findings }) => findings))
  const summaries = parts.map(({ summary }) => summary)
  const listsOf = (d: number, line: readonly number[]) => line.map((rank) => parts[rank]!.lists[d] as IndexArray)
  return [...own, ...checkTogether(summaries, full, (d, line) => censusOf(listsOf(d, line)))]
}
