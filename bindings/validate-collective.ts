import { digestOf } from '../protocol/dimension/index-digest.js'
import type { Finding } from '../protocol/findings.js'
import { type FullProtocolOptions, type ProtocolOptions, readOptions } from '../protocol/options.js'
import { type LocalPart, readLocalPart } from '../protocol/validation-global/local.js'
import { mergeFindings } from '../protocol/validation-global/merge.js'
import { checkTogether } from '../protocol/validation-global/together.js'
import { type Communicator, requireCommunicator } from './communicator.js'
import { countTogether } from './validate/directory.js'
import { type Message, share } from './validate/share.js'

/**
 * Check the exports of all ranks against every rule of the protocol, those that only all of them together can break included.
 *
 * Collective over `comm`.
 *
 * @param comm     The ranks of the array, as many as its process grid has places.
 * @param exported This rank's export, or its producer (an object with a method `__distarray__`, which must not communicate);
 *                 whatever else it is leads to findings. May differ between ranks in every way.
 * @param options  Readings of the protocol's ambiguities, the same on every rank; `protocolOptions` lists them.
 * @returns        The same list on every rank: what each export breaks by itself, then what they break together; every
 *                 finding names its `ranks`. Empty when they are one array. A new array.
 * @throws {ArgumentError} `comm` is no Communicator (on that rank only); on all ranks: an option is unknown, not the same on all
 *                        ranks, or throws when it is read on any.
 * @throws {RangeError} A rank has no memory to count its share of the indices; on all ranks.
 * @remarks One allgather of some hundred numbers per rank when all is well. Only where an unstructured dimension is
 * one_to_one, or its size is to be the number of different indices, are indices sent: each to the rank that its hash
 * names, so that none holds more than its share. Elements are never looked at.
 * @example
 * const [finding] = validateCollective(world(), producer) // the same on every rank; undefined when all is well
 * if (finding) throw new Error(`ranks ${finding.ranks}: ${finding.rule} at ${finding.path}: ${finding.message}`)
 * @see source: the same checks as `validateGlobal`, which has all exports at hand.
 */
export function validateCollective(comm: Communicator, exported: unknown, options?: ProtocolOptions): Finding[] {
  requireCommunicator(comm)
  const mine = prepare(exported, options)
  const { summaries, findings } = share(comm, mine)
  if ('error' in mine) throw mine.error // as all ranks did in share
  const { lists, full } = mine
  // All ranks have the same summaries now, and so find the same and count together in the same order.
  const together = checkTogether(summaries, full, (d, line) => countTogether(comm, line.includes(comm.rank) ? lists[d] : undefined, line))
  return [...mergeFindings(findings), ...together]
}

/** What one rank does alone. */
interface Prepared extends Message {
  readonly lists: LocalPart['lists']
  readonly full: FullProtocolOptions
}

/** A throw here would leave the other ranks waiting. */
function prepare(exported: unknown, options: ProtocolOptions | undefined): Prepared | { readonly error: unknown } {
  try {
    const full = readOptions(options)
    const { findings, summary, lists } = readLocalPart(exported, full)
    const encoder = new TextEncoder()
    const text = findings.length === 0 ? new Uint8Array(0) : encoder.encode(JSON.stringify(findings))
    return { summary, lists, text, full, options: digestOf(encoder.encode(JSON.stringify(full))) }
  } catch (error) {
    return { error }
  }
}
