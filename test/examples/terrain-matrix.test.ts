import fc from 'fast-check'
import t from 'tap'
import { assembleRows, type Triplets } from '../../examples/terrain/perona-malik.js'
import { cutOut } from './framed.js'

const smoothing = { step: 250, edgeSlope: 0.2 }

/** Assemble a whole grid, cut into blocks at the given rows and columns. */
function assembleInBlocks(z: readonly number[], shape: readonly [number, number], rowCuts: number[], columnCuts: number[]): Triplets[] {
  const ranges = (cuts: number[], size: number) => {
    const bounds = [0, ...cuts.map((cut) => Math.min(cut, size)).sort((a, b) => a - b), size]
    return bounds.slice(1).map((stop, k) => ({ start: bounds[k] as number, stop }))
  }
  return ranges(rowCuts, shape[0]).flatMap((rows) =>
    ranges(columnCuts, shape[1]).map((columns) => assembleRows(cutOut(z, shape, rows, columns), 1.25, smoothing)),
  )
}

function dense(parts: Triplets[], size: number): number[][] {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (const { rows, cols, values } of parts)
    for (let k = 0; k < values.length; k++) (matrix[rows[k] as number] as number[])[cols[k] as number]! += values[k] as number
  return matrix
}

const cases = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
  fc.record({
    shape: fc.constant([rows, columns] as [number, number]),
    z: fc.array(fc.double({ min: 90, max: 200, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns }),
    rowCuts: fc.array(fc.nat(6), { maxLength: 3 }),
    columnCuts: fc.array(fc.nat(6), { maxLength: 3 }),
  }),
)

t.test('the matrix is symmetric, its rows sum to 1, and only its diagonal is positive', (t) => {
  fc.assert(
    fc.property(cases, ({ z, shape, rowCuts, columnCuts }) => {
      const matrix = dense(assembleInBlocks(z, shape, rowCuts, columnCuts), z.length)
      return matrix.every((row, i) => {
        const sum = row.reduce((a, b) => a + b, 0)
        const scale = row[i] as number
        return (
          Math.abs(sum - 1) <= 1e-14 * scale &&
          scale >= 1 &&
          row.every((value, j) => value === matrix[j]?.[i] && (i === j || (value <= 0 && (value === 0 || isNeighbour(i, j, shape[1])))))
        )
      })
    }),
  )
  t.pass('for random ground, cut anywhere')
  t.end()
})

function isNeighbour(i: number, j: number, columns: number): boolean {
  const rows = Math.abs(Math.floor(i / columns) - Math.floor(j / columns))
  return rows + Math.abs((i % columns) - (j % columns)) === 1
}

t.test('a block computes the same bits as the whole', (t) => {
  fc.assert(
    fc.property(cases, ({ z, shape, rowCuts, columnCuts }) => {
      const whole = dense(assembleInBlocks(z, shape, [], []), z.length)
      const cut = dense(assembleInBlocks(z, shape, rowCuts, columnCuts), z.length)
      return whole.every((row, i) => row.every((value, j) => value === cut[i]?.[j]))
    }),
  )
  t.pass('for random ground, cut anywhere')
  t.end()
})

t.test('conductances have the values of the formula', (t) => {
  const weight = smoothing.step / 1.25 ** 2
  const flat = dense(assembleInBlocks(new Array(9).fill(100), [3, 3], [], []), 9)
  t.equal(flat[4]?.[1], -weight, 'flat ground conducts fully')
  t.equal(flat[4]?.[4], 1 + 4 * weight)
  t.equal(flat[0]?.[0], 1 + 2 * weight, 'nothing flows through the border')
  const slope = 0.3
  const plane = Array.from({ length: 25 }, (_, k) => slope * 1.25 * (k % 5))
  const tilted = dense(assembleInBlocks(plane, [5, 5], [], []), 25)
  const wanted = -weight / (1 + (slope / smoothing.edgeSlope) ** 2)
  t.ok(Math.abs((tilted[12]?.[13] as number) - wanted) < 1e-12 * weight, 'along the slope')
  t.ok(Math.abs((tilted[12]?.[7] as number) - wanted) < 1e-12 * weight, 'across the slope')
  t.end()
})

/** Gaussian elimination; the matrix is diagonally dominant, so it needs no pivoting. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i] as number])
  const at = (i: number, j: number): number => a[i]?.[j] as number
  for (let k = 0; k < a.length; k++)
    for (let i = k + 1; i < a.length; i++) {
      const factor = at(i, k) / at(k, k)
      for (let j = k; j <= a.length; j++) (a[i] as number[])[j] = at(i, j) - factor * at(k, j)
    }
  const x = new Array<number>(a.length).fill(0)
  for (let i = a.length - 1; i >= 0; i--) {
    let rest = at(i, a.length)
    for (let j = i + 1; j < a.length; j++) rest -= at(i, j) * (x[j] as number)
    x[i] = rest / at(i, i)
  }
  return x
}

t.test('a step conserves mass and stays between the lowest and the highest point', (t) => {
  fc.assert(
    fc.property(cases, ({ z, shape }) => {
      const u = solve(dense(assembleInBlocks(z, shape, [], []), z.length), z)
      const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
      return (
        Math.abs(total(u) - total(z)) <= 1e-9 * total(z) &&
        Math.min(...u) >= Math.min(...z) - 1e-9 &&
        Math.max(...u) <= Math.max(...z) + 1e-9
      )
    }),
  )
  t.pass('for random ground')
  t.end()
})
