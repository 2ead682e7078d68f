import type { ConformanceCase } from '../../case.js'
import { cyclic } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

/** Cyclic and block-cyclic dimensions. */
export function cyclicCases(): ConformanceCase[] {
  return rankCounts.flatMap((ranks) => [
    makeCase({
      name: `cyclic/deal-${ranks}`,
      about: '23 elements dealt in turn; block_size is left out',
      lines: [cyclic(23, ranks)],
      rules: ['DAP-C1', 'DAP-C2', 'DAP-C3'],
    }),
    makeCase({
      name: `cyclic/few-${ranks}`,
      about: 'fewer elements than processes, so that start lies past the end on some',
      lines: [cyclic(Math.max(ranks - 2, 1), ranks)],
      rules: ['DAP-C2'],
      dtype: 'uint32',
    }),
    makeCase({
      name: `cyclic/blocks-of-3-${ranks}`,
      about: '31 elements in blocks of 3: the last block is short',
      lines: [cyclic(31, ranks, 3)],
      rules: ['DAP-C2', 'DAP-C3'],
    }),
    makeCase({
      name: `cyclic/short-block-${ranks}`,
      about: 'the short last block belongs to the process whose turn it is, which is the last one here',
      lines: [cyclic(2 * ranks * 2 - 1, ranks, 2)],
      rules: ['DAP-C3'],
    }),
    makeCase({
      name: `cyclic/short-block-second-${ranks}`,
      about: "size 4, block_size 3 on two processes, and the like: the reference's own count gives the short block to rank 0",
      lines: [cyclic(3 * ranks - 2, ranks, 3)],
      rules: ['DAP-C3'],
      dtype: 'int64',
    }),
    makeCase({
      name: `cyclic/one-round-${ranks}`,
      about: 'one block per process',
      lines: [cyclic(5 * ranks, ranks, 5)],
      rules: ['DAP-C2'],
    }),
    makeCase({
      name: `cyclic/large-block-${ranks}`,
      about: 'a block_size above the size: everything is on the first process',
      lines: [cyclic(6, ranks, 9)],
      rules: ['DAP-C1', 'DAP-C2', 'DAP-C3'],
    }),
  ])
}
