import type { ConformanceCase } from '../../case.js'
import { block, cyclic, evenCounts, range, unstructured } from '../line.js'
import { makeCase } from '../make-case.js'
import { rankCounts } from '../rank-counts.js'

/** Empty sections, arrays of size 0, and 0-d arrays. */
export function emptyCases(): ConformanceCase[] {
  return [...rankCounts.flatMap(casesAt), ...zeroDimensional()]
}

function casesAt(ranks: number): ConformanceCase[] {
  const nothing = {
    block: block(new Array<number>(ranks).fill(0)),
    cyclic: cyclic(0, ranks, 2),
    unstructured: unstructured(
      range(ranks).map(() => []),
      true,
    ),
  }
  const sizeZero = Object.entries(nothing).map(([kind, line]) =>
    makeCase({ name: `empty/size-0-${kind}-${ranks}`, about: `a ${kind} dimension of size 0`, lines: [line], rules: ['DAP-D5', 'DAP-S5'] }),
  )
  const plane = makeCase({
    name: `empty/size-0-plane-${ranks}`,
    about: 'a matrix with rows but no columns',
    lines: [block(evenCounts(2 * ranks, ranks)), block([0])],
    rules: ['DAP-S5'],
    dtype: 'int8',
  })
  if (ranks === 1) return [...sizeZero, plane]
  return [
    ...sizeZero,
    plane,
    makeCase({
      name: `empty/block-last-${ranks}`,
      about: 'more processes than elements: the last ones have start == stop == size',
      lines: [block(evenCounts(Math.ceil(ranks / 2), ranks))],
      rules: ['DAP-B2', 'DAP-B4'],
    }),
    makeCase({
      name: `empty/block-first-${ranks}`,
      about: 'the first process holds nothing',
      lines: [block(range(ranks).map((p) => (p === 0 ? 0 : 2)))],
      rules: ['DAP-B2', 'DAP-B3'],
    }),
    makeCase({
      name: `empty/block-middle-${ranks}`,
      about: 'every second process holds nothing',
      lines: [block(range(ranks).map((p) => (p % 2 === 0 ? 3 : 0)))],
      rules: ['DAP-B2'],
    }),
    makeCase({
      name: `empty/ghosts-beside-${ranks}`,
      about: 'ghosts at the cuts between processes that hold something, none beside an empty one',
      lines: [
        block(
          range(ranks).map((p) => (p === ranks - 1 ? 0 : 3)),
          { communication: range(ranks - 1).map((cut) => (cut === ranks - 2 ? 0 : 1)) },
        ),
      ],
      rules: ['DAP-B7'],
    }),
    makeCase({
      name: `empty/cyclic-${ranks}`,
      about: 'one block for the first process, none for the others',
      lines: [cyclic(4, ranks, 4)],
      rules: ['DAP-C2', 'DAP-C3'],
    }),
    makeCase({
      name: `empty/unstructured-${ranks}`,
      about: 'everything on the last process',
      lines: [unstructured(range(ranks).map((p) => (p === ranks - 1 ? [2, 0, 1] : [])))],
      rules: ['DAP-U2'],
    }),
  ]
}

function zeroDimensional(): ConformanceCase[] {
  const about = 'a 0-d array: one element, no dictionaries'
  return (['float64', 'bool', 'int64', 'complex64'] as const).map((dtype) =>
    makeCase({ name: `empty/zero-d-${dtype}`, about, lines: [], rules: ['DAP-D1', 'DAP-D2'], dtype }),
  )
}
