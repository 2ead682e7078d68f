import type { ConformanceCase } from '../../case.js'
import { block, evenCounts } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

/** Periodic dimensions. */
export function periodicCases(): ConformanceCase[] {
  const alone = makeCase({
    name: 'periodic/alone-1',
    about: 'a padded periodic dimension on one process, as in the tests of the reference validator',
    lines: [block([10], { boundary: [2, 2], periodic: true })],
    rules: ['DAP-B7', 'DAP-B8'],
  })
  return rankCounts.flatMap((ranks) => [
    ...(ranks === 1 ? [alone] : []),
    makeCase({
      name: `periodic/plain-${ranks}`,
      about: 'a periodic dimension without padding',
      lines: [block(evenCounts(3 * ranks, ranks), { periodic: true })],
      rules: ['DAP-B8'],
    }),
    makeCase({
      name: `periodic/padded-${ranks}`,
      about: 'a periodic dimension with ghosts between processes and boundary padding at the ends, counted in size',
      lines: [
        block(evenCounts(4 * ranks, ranks), { communication: new Array<number>(ranks - 1).fill(1), boundary: [1, 1], periodic: true }),
      ],
      rules: ['DAP-B7', 'DAP-B8'],
    }),
  ])
}
