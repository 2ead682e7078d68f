import type { ConformanceCase } from '../../case.js'
import { alias, block, cyclic, evenCounts, type Line, shuffled, unstructured } from '../line.js'
import { makeCase } from '../make-case.js'

/** Every kind of dimension, for a number of processes along it. */
const kinds: Readonly<Record<string, (processes: number) => Line>> = {
  block: (p) => block(evenCounts(5, p)),
  irregular: (p) => block([1, 4, 2].slice(0, p)),
  ghosts: (p) => block([3, 2, 2].slice(0, p), { communication: [2, 1].slice(0, p - 1), boundary: [1, 0] }),
  cyclic: (p) => cyclic(5, p),
  'block-cyclic': (p) => cyclic(7, p, 2),
  unstructured: (p) => unstructured(shuffled(6, p), true),
  shared: (p) =>
    unstructured(
      [
        [4, -1, 9],
        [9, 2],
        [0, 4],
      ].slice(0, p),
      false,
    ),
}
const names = Object.keys(kinds)

/** Arrays whose dimensions are distributed in different ways, up to 4-d. */
export function mixedCases(): ConformanceCase[] {
  return [...pairs(), ...triples(), ...fours()]
}

/** Every pair of kinds, over 2 x 2 or 2 x 3 or 3 x 2 processes in turn. */
function pairs(): ConformanceCase[] {
  const grids = [
    [2, 2],
    [2, 3],
    [3, 2],
  ] as const
  return names.flatMap((first, i) =>
    names.map((second, j) => {
      const grid = grids[(i + 2 * j) % grids.length]!
      return makeCase({
        name: `mixed/${first}-by-${second}`,
        about: `${first} rows, ${second} columns, over ${grid.join(' x ')} processes`,
        lines: [kinds[first]!(grid[0]), kinds[second]!(grid[1])],
      })
    }),
  )
}

function triples(): ConformanceCase[] {
  const grids = [
    [2, 1, 3],
    [1, 2, 2],
    [3, 2, 1],
    [1, 7, 1],
    [1, 1, 2],
  ]
  return names.map((_, i) => {
    const chosen = [0, 2, 3].map((step) => names[(i + step) % names.length]!)
    const grid = grids[i % grids.length]!
    const lines = chosen.map((name, d) => (grid[d] === 7 ? cyclic(9, 7) : kinds[name]!(grid[d]!)))
    return makeCase({
      name: `mixed/cube-${i + 1}`,
      about: `3-d over ${grid.join(' x ')} processes: ${chosen.join(', ')}`,
      lines,
      dtype: i % 2 === 0 ? 'float64' : 'int32',
    })
  })
}

function fours(): ConformanceCase[] {
  const of = (name: string, p: number): Line => kinds[name]!(p)
  return [
    makeCase({
      name: 'mixed/four-alone',
      about: '4-d on one process, every dimension of another kind',
      lines: [of('block', 1), of('cyclic', 1), of('unstructured', 1), alias(2)],
    }),
    makeCase({
      name: 'mixed/four-pair',
      about: '4-d over 1 x 2 x 1 x 1 processes',
      lines: [alias(2), of('block-cyclic', 2), of('shared', 1), of('ghosts', 1)],
      dtype: 'float32',
    }),
    makeCase({
      name: 'mixed/four-grid',
      about: '4-d over 1 x 2 x 3 x 1 processes, every dimension of another kind',
      lines: [alias(2), of('ghosts', 2), of('unstructured', 3), of('block-cyclic', 1)],
    }),
    makeCase({
      name: 'mixed/four-square',
      about: '4-d over 2 x 1 x 1 x 2 processes',
      lines: [of('shared', 2), of('irregular', 1), alias(1), of('cyclic', 2)],
      dtype: 'complex64',
    }),
  ]
}
