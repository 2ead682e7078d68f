import type { ConformanceCase } from '../../case.js'
import { block, range } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

/** Ghost entries between processes, and boundary padding at the ends. */
export function paddedCases(): ConformanceCase[] {
  return rankCounts.flatMap((ranks) => {
    const counts = range(ranks).map((p) => 4 + (p % 3))
    const cuts = (width: number): number[] => new Array<number>(ranks - 1).fill(width)
    const cases = [
      makeCase({
        name: `padded/boundary-${ranks}`,
        about: 'boundary padding of 2 and 1 at the ends of the process grid: owned, and part of size',
        lines: [block(counts, { boundary: [2, 1] })],
        rules: ['DAP-B7'],
      }),
      makeCase({
        name: `padded/one-end-${ranks}`,
        about: 'boundary padding at the low end only',
        lines: [block(counts, { boundary: [1, 0] })],
        rules: ['DAP-B6'],
        dtype: 'int16',
      }),
    ]
    if (ranks === 1) return cases
    return [
      ...cases,
      makeCase({
        name: `padded/ghosts-${ranks}`,
        about: 'one ghost entry on both sides of every cut: start and stop count it in',
        lines: [block(counts, { communication: cuts(1) })],
        rules: ['DAP-B2', 'DAP-B5', 'DAP-B7'],
      }),
      makeCase({
        name: `padded/cut-by-cut-${ranks}`,
        about: 'ghosts of another width at every cut',
        lines: [block(counts, { communication: range(ranks - 1).map((cut) => (cut + 1) % 4) })],
        rules: ['DAP-B7'],
      }),
      makeCase({
        name: `padded/whole-neighbour-${ranks}`,
        about: "ghosts as wide as the neighbour's whole block",
        lines: [block(new Array<number>(ranks).fill(3), { communication: cuts(3) })],
        rules: ['DAP-B7'],
      }),
      makeCase({
        name: `padded/both-${ranks}`,
        about: 'ghosts of width 2 between processes and boundary padding of 1 and 3 at the ends',
        lines: [block(counts, { communication: cuts(2), boundary: [1, 3] })],
        rules: ['DAP-B5', 'DAP-B7'],
        dtype: 'complex128',
      }),
      makeCase({
        name: `padded/plane-${ranks}`,
        about: 'ghost rows of a matrix that is cut by rows; its columns have boundary padding',
        lines: [block(counts, { communication: cuts(1) }), block([4], { boundary: [1, 1] })],
        rules: ['DAP-B5', 'DAP-B7'],
      }),
    ]
  })
}
