import type { IndexArray } from './dim-data.js'
import { ArgumentError, expected } from './errors.js'
import type { Finding } from './findings.js'
import { isCount } from './integers.js'
import { type ProtocolOptions, readOptions } from './options.js'
import { censusOf } from './validation-global/census.js'
import { readLocalPart } from './validation-global/local.js'
import { mergeFindings } from './validation-global/merge.js'
import { checkTogether } from './validation-global/together.js'

/** Most ranks; an array with holes may say that it is longer than memory. */
const maxRanks = 2 ** 20

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
 * @throws {ArgumentError} No array of 1 to 2^20 exports, an unknown option, an unknown value of one, or arguments that throw
 *                        when they are read; nothing else is thrown.
 */
export function validateGlobal(exports: readonly unknown[], options?: ProtocolOptions): Finding[] {
  const full = readOptions(options)
  const parts = itemsOf(exports).map((exported) => readLocalPart(exported, full))
  const own = mergeFindings(parts.map(({ findings }) => findings))
  const summaries = parts.map(({ summary }) => summary)
  const listsOf = (d: number, line: readonly number[]) => line.map((rank) => parts[rank]!.lists[d] as IndexArray)
  return [...own, ...checkTogether(summaries, full, (d, line) => censusOf(listsOf(d, line)))]
}

/** A copy, holes included; each item is read once, and a proxy may throw anything. */
function itemsOf(exports: readonly unknown[]): unknown[] {
  const items = tryCopy(exports)
  if (!items) throw new ArgumentError(expected('an array of an export per rank, 1 to 2^20 that can be read,', 'exports', exports))
  return items
}

function tryCopy(exports: readonly unknown[]): unknown[] | undefined {
  try {
    const length: unknown = Array.isArray(exports) ? exports.length : 0
    if (!isCount(length) || length === 0 || length > maxRanks) return undefined
    const items: unknown[] = []
    for (let rank = 0; rank < length; rank++) items.push(exports[rank])
    return items
  } catch {
    return undefined
  }
}
