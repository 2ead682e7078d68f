import type { DType } from '../../../protocol/dtype.js'
import type { ConformanceCase } from '../../case.js'
import * as layouts from '../layouts.js'
import { block, cyclic, evenCounts, type Line, shuffled, unstructured } from '../line.js'
import { type Layout, makeCase } from '../make-case.js'

const kinds: readonly { name: string; about: string; layout: Layout; dtype: DType }[] = [
  { name: 'inside', about: 'row-major, starting inside a larger memory', layout: layouts.inside, dtype: 'float64' },
  { name: 'column-major', about: 'the first axis fastest, as in Fortran', layout: layouts.columnMajor, dtype: 'float64' },
  { name: 'turned', about: 'axes in an order that neither C nor Fortran has', layout: layouts.turned, dtype: 'int16' },
  { name: 'gaps', about: 'every second element of a larger memory', layout: layouts.gaps, dtype: 'complex64' },
  { name: 'slice', about: 'some columns of a wider array', layout: layouts.slice, dtype: 'float32' },
  { name: 'backwards', about: 'negative strides along every axis', layout: layouts.backwards, dtype: 'int64' },
  { name: 'flipped', about: 'a negative stride along the first axis', layout: layouts.flipped, dtype: 'uint16' },
  { name: 'readonly', about: 'memory that the consumer must not write', layout: layouts.locked, dtype: 'float64' },
  { name: 'readonly-column-major', about: 'as above, the first axis fastest', layout: layouts.lockedColumnMajor, dtype: 'bool' },
]

const arrays: Readonly<Record<string, () => Line[]>> = {
  line: () => [block(evenCounts(8, 2))],
  plane: () => [block([2, 1, 2], { communication: [1, 1] }), block([4])],
  cube: () => [cyclic(3, 2), block([3]), unstructured(shuffled(4, 2), true)],
}

/** Memory that is not simply row-major. */
export function memoryCases(): ConformanceCase[] {
  const rules = ['DAP-S4', 'DAP-S5']
  const cases = kinds.flatMap(({ name, about, layout, dtype }) =>
    Object.entries(arrays).map(([array, lines]) =>
      makeCase({ name: `memory/${name}-${array}`, about, lines: lines(), rules, dtype, layout }),
    ),
  )
  return [...cases, ...odd()]
}

function odd(): ConformanceCase[] {
  return [
    makeCase({
      name: 'memory/any-stride-of-1',
      about: 'the stride of an axis with one element means nothing',
      lines: [block([1]), block([4])],
      layout: () => ({ strides: [8000, 8], features: ['strided'] }),
      rules: ['DAP-S4'],
    }),
    makeCase({
      name: 'memory/stride-0-readonly',
      about: 'one row stands for all, not to be written',
      lines: [unstructured([[5, 5 + 97, 5 + 194]], true), block([4])],
      layout: () => ({ strides: [0, 8], bytes: 32, readonly: true, features: ['strided', 'readonly', 'stride-0'] }),
      rules: ['DAP-S9'],
    }),
    makeCase({
      name: 'memory/stride-0',
      about: 'one row stands for all and may be written: allowed, and worth a warning',
      lines: [unstructured([[5, 5 + 97, 5 + 194]], true), block([4])],
      layout: () => ({ strides: [0, 8], bytes: 32, features: ['strided', 'stride-0'] }),
      rule: 'DAP-S9',
      required: false,
    }),
  ]
}
