import type { ConformanceCase } from '../../case.js'
import { alias, block, cyclic, evenCounts, shuffled, unstructured } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

const rules = ['DAP-D4']

/** The empty dictionary, which stands for a dimension that is not distributed. */
export function aliasCases(): ConformanceCase[] {
  const alone = [
    makeCase({ name: 'alias/alone', about: '{} is a block dimension on one process, as long as the buffer', lines: [alias(7)], rules }),
    makeCase({ name: 'alias/size-0', about: '{} over a buffer without elements', lines: [alias(0)], rules }),
    makeCase({ name: 'alias/cube', about: 'three empty dictionaries', lines: [alias(2), alias(3), alias(4)], rules, dtype: 'uint8' }),
  ]
  const beside = rankCounts.flatMap((ranks) => [
    makeCase({
      name: `alias/after-block-${ranks}`,
      about: 'rows in blocks, columns not distributed',
      lines: [block(evenCounts(9, ranks)), alias(3)],
      rules,
    }),
    makeCase({
      name: `alias/before-cyclic-${ranks}`,
      about: 'rows not distributed, columns dealt in blocks of 2',
      lines: [alias(2), cyclic(11, ranks, 2)],
      rules,
    }),
    makeCase({
      name: `alias/before-unstructured-${ranks}`,
      about: 'rows not distributed, columns unstructured',
      lines: [alias(2), unstructured(shuffled(10, ranks), true)],
      rules,
    }),
  ])
  return [...alone, ...beside]
}
