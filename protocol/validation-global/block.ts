import { communicationPadding } from '../dim-data.js'
import type { Finding } from '../findings.js'
import type { FullProtocolOptions } from '../options.js'
import type { RuleId } from '../rules.js'
import { findingOn } from './agreement.js'
import type { BlockSummary, DimSummary } from './summary.js'

/** One process of a block dimension. */
interface Block {
  readonly dim: BlockSummary
  /** A rank with this coordinate. */
  readonly rank: number
  /** Widths of the communication padding; at the ends of a dimension that closes to a ring, of what lies outside the array. */
  readonly low: number
  readonly high: number
  /** The process owns [start, stop). */
  readonly start: number
  readonly stop: number
}

/** Where two processes meet. */
interface Cut {
  readonly left: Block
  readonly right: Block
  report(rule: RuleId, key: string, message: string): void
}

/**
 * Check that neighbours in a block dimension meet: rules DAP-G10 to DAP-G13.
 *
 * @param line   The dictionaries by coordinate; undefined where none is known.
 * @param rankAt A rank with a coordinate at which a dictionary is known.
 */
export function checkBlockLine(
  findings: Finding[],
  line: readonly (DimSummary | undefined)[],
  rankAt: (coord: number) => number,
  path: string,
  options: FullProtocolOptions,
): void {
  const blocks = line.map((dim, coord) => (dim?.dist_type === 'b' ? blockOf(dim, rankAt(coord)) : undefined))
  const cutOf = (left: Block, right: Block): Cut => ({
    left,
    right,
    report: (rule, key, message) => findings.push(findingOn(ranksOf(left, right), rule, `${path}.${key}`, message)),
  })
  for (let coord = 1; coord < blocks.length; coord++) {
    const [left, right] = [blocks[coord - 1], blocks[coord]]
    if (!left || !right) continue
    const cut = cutOf(left, right)
    if (checkWidths(cut, options)) checkMeeting(cut)
  }
  const [first, last] = [blocks[0], blocks.at(-1)]
  if (first?.dim.periodic && last && options.periodicPadding === 'communication') checkWidths(cutOf(last, first), options)
}

function blockOf(dim: BlockSummary, rank: number): Block {
  const [low, high] = communicationPadding(dim)
  return { dim, rank, low: low + dim.outside[0], high: high + dim.outside[1], start: dim.start + low, stop: dim.stop - high }
}

function ranksOf({ rank: a }: Block, { rank: b }: Block): number[] {
  return a === b ? [a] : [Math.min(a, b), Math.max(a, b)]
}

function checkMeeting({ left, right, report }: Cut): void {
  const [a, b] = [left.dim.proc_grid_rank, right.dim.proc_grid_rank]
  const message = `Expected process ${b} to own from ${left.stop}, where process ${a} ends, but it owns from ${right.start}`
  if (right.start > left.stop) report('DAP-G10', 'start', message)
  if (right.start < left.stop) report('DAP-G11', 'start', message)
}

/** False when the two sides differ; what each side owns is unknown then. */
function checkWidths({ left, right, report }: Cut, options: FullProtocolOptions): boolean {
  if (options.ghostWidth === 'within-neighbour') {
    checkWithin(left.high, left, right, report)
    checkWithin(right.low, right, left, report)
  }
  // Padding of an empty block can mean nothing, by choice.
  const isFree = options.emptyPadding === 'ignore' && [left, right].some(({ dim }) => dim.start === dim.stop)
  if (left.high === right.low || isFree) return true
  const where = `where processes ${left.dim.proc_grid_rank} and ${right.dim.proc_grid_rank} meet`
  report('DAP-G12', 'padding', `Expected equal padding ${where} but received ${left.high} and ${right.low}`)
  return false
}

function checkWithin(width: number, here: Block, there: Block, report: Cut['report']): void {
  const owned = there.stop - there.start
  if (width <= owned) return
  const [a, b] = [here.dim.proc_grid_rank, there.dim.proc_grid_rank]
  const message = `Expected padding of process ${a} no wider than the ${owned} entries that process ${b} owns but received ${width}`
  report('DAP-G13', 'padding', message)
}
