import type { Change, ConformanceCase, JsonObject } from '../../case.js'
import { block, cyclic, type Line, unstructured } from '../line.js'
import { places } from '../make-case.js'
import { type RefusalChoices, refuse } from '../refuse.js'

type GlobalChoices = Omit<RefusalChoices, 'scope' | 'dims'> & { dims: JsonObject[][] }

/** Dictionaries of every rank, from dimensions. */
function dimsOf(...lines: Line[]): JsonObject[][] {
  return places(lines.map(({ pieces }) => pieces.length)).map((coords) => coords.map((p, d) => ({ ...lines[d]!.pieces[p]!.dim })))
}

/** Dictionaries of every rank, with keys of one rank's replaced. */
function but(dims: JsonObject[][], rank: number, keys: JsonObject, d = 0): JsonObject[][] {
  return dims.map((row, r) => row.map((dim, i) => (r === rank && i === d ? { ...dim, ...keys } : dim)))
}

/** One rank's export changed. */
function only(rank: number, ranks: number, change: Change): Change[][] {
  return Array.from({ length: ranks }, (_, r) => (r === rank ? [change] : []))
}

function wrong(choices: GlobalChoices): ConformanceCase {
  return refuse({ ...choices, scope: 'global' })
}

/** Exports that are right one by one and wrong together: rules DAP-G. */
export function negativeGlobalCases(): ConformanceCase[] {
  return [...wholeArray(), ...grid(), ...dictionaries(), ...blocks(), ...lists()]
}

function wholeArray(): ConformanceCase[] {
  const dims = dimsOf(block([2, 2]))
  return [
    wrong({
      rule: 'DAP-G2',
      name: 'versions',
      about: 'one process exports another patch of 0.10',
      dims,
      changes: only(1, 2, { path: ['__version__'], value: '0.10.1' }),
    }),
    wrong({
      rule: 'DAP-G3',
      name: 'dimensions',
      about: 'one process exports a matrix, the other a vector',
      dims: [dims[0]!, [dims[1]![0]!, {}]],
      shapes: [[2], [2, 3]],
    }),
    wrong({
      rule: 'DAP-G4',
      name: 'dtypes',
      about: 'one process exports int64, the others float64',
      dims: dimsOf(block([2, 2, 2])),
      changes: only(2, 3, { path: ['buffer', 'format'], value: 'q' }),
    }),
    wrong({
      rule: 'DAP-G5',
      name: 'replicated',
      about: 'one process has a replicated dimension that the other does not know',
      dims,
      changes: only(1, 2, { path: ['__extension__'], value: { replicated: [{ proc_grid_size: 2, proc_grid_rank: 1 }] } }),
      features: ['extension', 'replicated'],
    }),
  ]
}

function grid(): ConformanceCase[] {
  const square = dimsOf(block([2, 1]), block([2, 2]))
  const oblong = dimsOf(block([1, 1]), block([1, 2, 1]))
  return [
    wrong({
      rule: 'DAP-G6',
      name: 'everything-everywhere',
      about: 'every process says that it is the only one',
      dims: [[{ ...dimsOf(block([3]))[0]![0]! }], [{ ...dimsOf(block([3]))[0]![0]! }]],
    }),
    wrong({
      rule: 'DAP-G6',
      name: 'missing-processes',
      about: 'a grid of 2 x 3 processes over three',
      dims: oblong.slice(0, 3),
      gridShape: [2, 3],
    }),
    wrong({
      rule: 'DAP-G7',
      name: 'exchanged',
      about: 'two processes in each other’s places',
      dims: dimsOf(block([1, 2, 3])).toSpliced(
        0,
        2,
        ...dimsOf(block([1, 2, 3]))
          .slice(0, 2)
          .reverse(),
      ),
      gridShape: [3],
    }),
    wrong({
      rule: 'DAP-G7',
      name: 'column-major',
      about: 'ranks that count through a 2 x 2 grid with the first coordinate fastest',
      dims: [0, 2, 1, 3].map((r) => square[r]!),
      gridShape: [2, 2],
    }),
    wrong({
      rule: 'DAP-G7',
      name: 'column-major-oblong',
      about: 'the same in a 2 x 3 grid',
      dims: [0, 3, 1, 4, 2, 5].map((r) => oblong[r]!),
      gridShape: [2, 3],
    }),
  ]
}

function dictionaries(): ConformanceCase[] {
  const dealt = dimsOf(cyclic(4, 2, 2))
  const square = dimsOf(block([2, 2]), block([2, 2]))
  return [
    wrong({ rule: 'DAP-G8', name: 'size', about: 'two sizes of one dimension', dims: but(dimsOf(block([2, 2])), 0, { size: 5 }) }),
    wrong({
      rule: 'DAP-G8',
      name: 'dist-type',
      about: 'block on one process, cyclic on the other',
      dims: [dimsOf(block([2, 2]))[0]!, dealt[1]!],
      shapes: [[2], [2]],
    }),
    wrong({
      rule: 'DAP-G8',
      name: 'block-size',
      about: 'two block sizes of one cyclic dimension',
      dims: [dimsOf(cyclic(4, 2, 1))[0]!, dealt[1]!],
      shapes: [[2], [2]],
    }),
    wrong({
      rule: 'DAP-G8',
      name: 'periodic',
      about: 'periodic on one process only',
      dims: but(dimsOf(block([2, 2])), 1, { periodic: true }),
    }),
    wrong({
      rule: 'DAP-G8',
      name: 'one-to-one',
      about: 'one_to_one on one process only',
      dims: but(dimsOf(unstructured([[0], [1]])), 0, { one_to_one: true }),
    }),
    wrong({
      rule: 'DAP-G9',
      name: 'ragged',
      about: 'two processes in one row of the grid that hold different rows of the matrix',
      dims: but(but(square, 1, { stop: 3 }), 3, { start: 3 }),
      gridShape: [2, 2],
    }),
    wrong({
      rule: 'DAP-G9',
      name: 'lists',
      about: 'two processes in one row of the grid with different index lists',
      dims: but(dimsOf(unstructured([[0, 1]], true), block([1, 1])), 1, { indices: [1, 0] }),
      gridShape: [1, 2],
    }),
  ]
}

function blocks(): ConformanceCase[] {
  const three = dimsOf(block([3, 3, 3]))
  const ghosts = dimsOf(block([4, 4], { communication: [1] }))
  return [
    wrong({ rule: 'DAP-G10', name: 'gap', about: 'an index that nobody holds', dims: but(three, 1, { start: 4 }) }),
    wrong({ rule: 'DAP-G11', name: 'overlap', about: 'an index on two processes, without padding', dims: but(three, 1, { stop: 7 }) }),
    wrong({
      rule: 'DAP-G12',
      name: 'widths',
      about: 'two ghosts on one side of a cut, one on the other',
      dims: but(ghosts, 0, { stop: 6, padding: [0, 2] }),
    }),
    wrong({
      rule: 'DAP-G12',
      name: 'one-sided',
      about: 'ghosts on one side of a cut only',
      dims: but(ghosts, 1, { start: 4, padding: [0, 0] }),
    }),
    wrong({
      rule: 'DAP-G13',
      brokenToo: ['DAP-G12'], // what the neighbour has on its side of the cut is no wider than what it owns
      name: 'wide',
      about: 'three ghosts of a neighbour that owns two: the third is of the process behind it',
      dims: but(dimsOf(block([5, 2, 4], { communication: [2] })), 0, { stop: 8, padding: [0, 3] }),
    }),
  ]
}

function lists(): ConformanceCase[] {
  return [
    wrong({
      rule: 'DAP-G14',
      name: 'local-count',
      about: 'size is the count of each process, as in Epetra exports of PyTrilinos',
      dims: dimsOf(
        unstructured([
          [0, 1],
          [2, 3],
        ]),
      ).map((row) => row.map((dim) => ({ ...dim, size: 2 }))),
    }),
    wrong({
      rule: 'DAP-G14',
      name: 'too-large',
      about: 'size counts an index that nobody holds',
      dims: dimsOf(unstructured([[0, 1], [2, 3], [4]])).map((row) => row.map((dim) => ({ ...dim, size: 6 }))),
    }),
    wrong({
      rule: 'DAP-G15',
      name: 'shared',
      about: 'one_to_one, and an index on two processes',
      dims: dimsOf(unstructured([[0, 1], [1, 2], [3]], true)),
    }),
  ]
}
