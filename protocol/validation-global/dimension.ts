import { communicationPadding } from '../dim-data.js'
import type { Finding } from '../findings.js'
import type { FullProtocolOptions } from '../options.js'
import { checkAgreement, type Said } from './agreement.js'
import { checkBlockLine } from './block.js'
import type { Known } from './exports.js'
import type { DimSummary } from './summary.js'
import { checkUnstructuredLine, type TakeCensus } from './unstructured.js'

/**
 * Check one dimension over all ranks: rules DAP-G8 to DAP-G15.
 *
 * @param known   All of the same number of dimensions.
 * @param d       The dimension.
 * @param grid    Extents of the process grid; undefined when the ranks are not at their places in it.
 * @param census  Counts the indices of an unstructured dimension; called in the same order wherever the summaries are the same.
 */
export function checkDimension(
  findings: Finding[],
  known: readonly Known[],
  d: number,
  grid: readonly number[] | undefined,
  options: FullProtocolOptions,
  census: TakeCensus,
): void {
  const path = `dim_data[${d}]`
  if (!checkShared(findings, known, d, path) || !grid) return
  const places = placesOf(known, d, grid[d]!)
  if (!checkSame(findings, places, d, path, options)) return
  const line = places.map((there) => there[0]?.summary.dims[d])
  const type = line.find((dim) => dim !== undefined)?.dist_type
  const rankAt = (coord: number) => places[coord]![0]!.rank
  if (type === 'b') checkBlockLine(findings, line, rankAt, path, options)
  else if (type === 'u') checkUnstructuredLine(findings, line, firstLine(places, d, grid), d, options, census)
}

/** All agree on what does not depend on the coordinate: DAP-G8. */
function checkShared(findings: Finding[], known: readonly Known[], d: number, path: string): boolean {
  const check = (key: string, text: (dim: DimSummary) => string) => {
    const said = known.map(({ rank, summary }) => ({ rank, text: text(summary.dims[d]!) }))
    return checkAgreement(findings, 'DAP-G8', `${path}.${key}`, key, said)
  }
  if (!check('dist_type', ({ dist_type }) => `'${dist_type}'`)) return false
  const hasSize = check('size', ({ size }) => String(size))
  const hasRest =
    check('periodic', (dim) => String(dim.dist_type === 'b' && dim.periodic)) &&
    check('block_size', (dim) => String(dim.dist_type === 'c' && dim.block_size)) &&
    check('one_to_one', (dim) => String(dim.dist_type === 'u' && dim.one_to_one))
  return hasSize && hasRest
}

/** The known ranks at each coordinate, in order of ranks. */
function placesOf(known: readonly Known[], d: number, processes: number): Known[][] {
  const places = Array.from({ length: processes }, (): Known[] => [])
  for (const one of known) places[one.summary.dims[d]!.proc_grid_rank]!.push(one)
  return places
}

/** Ranks at the same coordinate have the same dictionary: DAP-G9. */
function checkSame(
  findings: Finding[],
  places: readonly (readonly Known[])[],
  d: number,
  path: string,
  options: FullProtocolOptions,
): boolean {
  const before = findings.length
  places.forEach((there, coord) => {
    if (there.length < 2) return
    const said: Said[] = there.map(({ rank, summary }) => ({ rank, text: describe(summary.dims[d]!, options) }))
    checkAgreement(findings, 'DAP-G9', path, `the dictionary at coordinate ${coord}`, said)
  })
  return findings.length === before
}

/** What depends on the coordinate, in words. */
function describe(dim: DimSummary, { edgePadding }: FullProtocolOptions): string {
  if (dim.dist_type === 'c') return `start ${dim.start}`
  if (dim.dist_type === 'u') return `${dim.count} indices of digest ${dim.digest}`
  const block = `start ${dim.start}, stop ${dim.stop}`
  if (edgePadding === 'free') return `${block}, padding [${communicationPadding(dim).join(', ')}]`
  const outside = dim.outside[0] + dim.outside[1] > 0 ? `, [${dim.outside.join(', ')}] outside the array` : ''
  return `${block}, padding [${dim.padding.join(', ')}]${outside}`
}

/** The ranks that are first at their coordinate in the whole grid; undefined where one of them has no readable export. */
function firstLine(places: readonly (readonly Known[])[], d: number, grid: readonly number[]): number[] | undefined {
  const stride = grid.slice(d + 1).reduce((product, extent) => product * extent, 1)
  const isComplete = places.every((there, coord) => there[0]?.rank === coord * stride)
  return isComplete ? places.map((_, coord) => coord * stride) : undefined
}
