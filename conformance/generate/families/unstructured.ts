import type { DType } from '../../../protocol/dtype.js'
import type { ConformanceCase } from '../../case.js'
import { range, shuffled, unstructured } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

const indexTypes: readonly DType[] = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64']

/** Unstructured dimensions. */
export function unstructuredCases(): ConformanceCase[] {
  return [...rankCounts.flatMap(casesAt), ...indexTypes.map(indexTypeCase)]
}

function casesAt(ranks: number): ConformanceCase[] {
  const shared = range(ranks).map((p) => [3 * p, 3 * p + 1, 3 * p + 2, 3 * ((p + 1) % ranks)].slice(0, ranks === 1 ? 3 : 4))
  return [
    makeCase({
      name: `unstructured/shuffled-${ranks}`,
      about: 'a permutation, dealt unevenly; one_to_one is true',
      lines: [unstructured(shuffled(19, ranks), true)],
      rules: ['DAP-U2', 'DAP-U3', 'DAP-U4'],
    }),
    makeCase({
      name: `unstructured/unsaid-${ranks}`,
      about: 'a permutation that does not say one_to_one',
      lines: [unstructured(shuffled(12, ranks))],
      rules: ['DAP-U4'],
    }),
    makeCase({
      name: `unstructured/shared-${ranks}`,
      about: 'every process also holds the first index of the next one; size counts each copy',
      lines: [unstructured(shared, false)],
      rules: ['DAP-D5', 'DAP-U4'],
    }),
    makeCase({
      name: `unstructured/labels-${ranks}`,
      about: 'indices are labels: negative ones, gaps, and ones past the size',
      lines: [
        unstructured(
          shuffled(15, ranks).map((list) => list.map((g) => 7 * g - 30)),
          true,
        ),
      ],
      rules: ['DAP-U3'],
      dtype: 'int32',
    }),
    makeCase({
      name: `unstructured/wide-${ranks}`,
      about: 'indices that need 64 bits',
      lines: [
        unstructured(
          shuffled(8, ranks).map((list) => list.map((g) => (g - 4) * 3_000_000_000 + g)),
          true,
        ),
      ],
      rules: ['DAP-U1', 'DAP-U5'],
    }),
    makeCase({
      name: `unstructured/descending-${ranks}`,
      about: 'blocks that are listed backwards',
      lines: [unstructured(range(ranks).map((p) => [4 * p + 3, 4 * p + 2, 4 * p + 1, 4 * p]))],
    }),
  ]
}

function indexTypeCase(indexType: DType): ConformanceCase {
  return makeCase({
    name: `unstructured/indices-${indexType}`,
    about: `indices of ${indexType}`,
    lines: [unstructured([[5, 0, 3], [1, 4], [2]], true)],
    rules: ['DAP-U1'],
    indexType,
    features: ['index-types'],
  })
}
