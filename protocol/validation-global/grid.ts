import type { Finding } from '../findings.js'
import { gridCoordsOf } from '../grid.js'
import { product } from '../integers.js'
import { checkAgreement, findingOn } from './agreement.js'
import type { Known } from './exports.js'

/**
 * Check that the exports are on one process grid, which has a place for every rank: rules DAP-G6, DAP-G7 and, for
 * proc_grid_size, DAP-G8.
 *
 * @param known All of the same number of dimensions.
 * @param ranks Number of processes, those with an export that could not be read included.
 * @returns     Extents of the grid, the replicated dimensions last; undefined when the ranks are not where they should be.
 */
export function checkGrid(findings: Finding[], known: readonly Known[], ranks: number): number[] | undefined {
  const before = findings.length
  const first = known[0]?.summary
  if (!first) return undefined
  first.dims.forEach((_, d) => {
    const said = known.map(({ rank, summary }) => ({ rank, text: String(summary.dims[d]!.proc_grid_size) }))
    checkAgreement(findings, 'DAP-G8', `dim_data[${d}].proc_grid_size`, 'proc_grid_size', said)
  })
  if (findings.length > before) return undefined
  const grid = [...first.dims, ...first.replicated].map(({ proc_grid_size }) => proc_grid_size)
  if (product(grid) !== ranks) {
    const where = known.map(({ rank }) => rank)
    const text = `(${grid.join(', ')}), which has ${product(grid)}`
    findings.push(
      findingOn(where, 'DAP-G6', 'dim_data', `Expected a process grid with ${ranks} places, one per rank, but received ${text}`),
    )
    return undefined
  }
  checkCoordinates(findings, known, grid)
  return findings.length > before ? undefined : grid
}

/** One finding per dimension tells every rank that is elsewhere. */
function checkCoordinates(findings: Finding[], known: readonly Known[], grid: readonly number[]): void {
  const wrong = grid.map((): number[] => [])
  const examples: string[] = []
  for (const { rank, summary } of known) {
    const coords = gridCoordsOf(rank, grid)
    const places = [...summary.dims, ...summary.replicated]
    coords.forEach((coord, d) => {
      const received = places[d]!.proc_grid_rank
      if (received === coord) return
      wrong[d]!.push(rank)
      examples[d] ??= `${coord} on rank ${rank} but received ${received}`
    })
  }
  const ndim = known[0]!.summary.dims.length
  wrong.forEach((ranks, d) => {
    const path = d < ndim ? `dim_data[${d}]` : `__extension__.replicated[${d - ndim}]`
    const message = `Expected the coordinate in the row-major process grid (${grid.join(', ')}) for proc_grid_rank, ${examples[d]}`
    if (ranks.length > 0) findings.push(findingOn(ranks, 'DAP-G7', `${path}.proc_grid_rank`, message))
  })
}
