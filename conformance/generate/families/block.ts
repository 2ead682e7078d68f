import type { ConformanceCase } from '../../case.js'
import { block, evenCounts, range } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

/** Blocks of one width, and of any width. */
export function blockCases(): ConformanceCase[] {
  return rankCounts.flatMap((ranks) => [
    makeCase({
      name: `block/even-${ranks}`,
      about: `${4 * ranks} elements in ${ranks} equal blocks`,
      lines: [block(evenCounts(4 * ranks, ranks))],
      rules: ['DAP-B1', 'DAP-B2', 'DAP-B5'],
    }),
    makeCase({
      name: `block/short-last-${ranks}`,
      about: 'equal blocks, the last one shorter; every optional key is written out',
      lines: [block(evenCounts(23, ranks), { verbose: true })],
      rules: ['DAP-B4', 'DAP-B6', 'DAP-B8'],
      dtype: 'int32',
    }),
    makeCase({
      name: `block/irregular-${ranks}`,
      about: 'blocks of different lengths: start does not follow from proc_grid_rank',
      lines: [block([3, 1, 5, 2, 4, 1, 6].slice(0, ranks))],
      rules: ['DAP-B1', 'DAP-B2'],
    }),
    makeCase({
      name: `block/growing-${ranks}`,
      about: 'every block one longer than the block before it',
      lines: [block(range(ranks).map((p) => p + 1))],
      dtype: 'float32',
    }),
  ])
}
