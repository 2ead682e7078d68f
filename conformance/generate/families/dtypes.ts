import { dtypes } from '../../../protocol/dtype.js'
import type { ConformanceCase } from '../../case.js'
import { block, cyclic, evenCounts } from '../line.js'
import { makeCase } from '../make-case.js'

/** Every element type. */
export function dtypeCases(): ConformanceCase[] {
  const rules = ['DAP-S2', 'DAP-S6']
  return dtypes.flatMap((dtype) => [
    makeCase({ name: `dtypes/${dtype}`, about: `elements of ${dtype} on two processes`, lines: [block(evenCounts(11, 2))], rules, dtype }),
    makeCase({
      name: `dtypes/${dtype}-plane`,
      about: `a matrix of ${dtype} on one process`,
      lines: [block([3]), cyclic(4, 1, 2)],
      rules,
      dtype,
    }),
  ])
}
