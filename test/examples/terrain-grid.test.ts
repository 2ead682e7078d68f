import fc from 'fast-check'
import t from 'tap'
import { coarsen } from '../../examples/terrain/coarsen.js'
import { refine } from '../../examples/terrain/refine.js'
import { readVolcano } from '../../examples/terrain/volcano.js'

t.test('the volcano is the one in the R datasets', (t) => {
  const volcano = readVolcano()
  const values = Array.from(volcano.values)
  t.same(volcano.shape, [61, 87])
  t.equal(volcano.spacing, 10)
  t.equal(values.length, 61 * 87)
  // range(volcano) and mean(volcano) in R
  t.equal(Math.min(...values), 94)
  t.equal(Math.max(...values), 195)
  t.ok(Math.abs(values.reduce((a, b) => a + b) / values.length - 130.1879) < 5e-5)
  t.end()
})

/** Bilinear interpolation written as a sum of hat functions over all cells. */
function hats(values: readonly number[], [rows, columns]: readonly [number, number], y: number, x: number): number {
  let sum = 0
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      sum += (values[i * columns + j] as number) * Math.max(0, 1 - Math.abs(y - i)) * Math.max(0, 1 - Math.abs(x - j))
  return sum
}

t.test('refinement is bilinear between cell centres and constant outside them', (t) => {
  const clamp = (x: number, last: number): number => Math.min(Math.max(x, 0), last)
  const grids = fc
    .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }), factor: fc.integer({ min: 1, max: 5 }) })
    .chain(({ rows, columns, factor }) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        factor: fc.constant(factor),
        values: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: rows * columns, maxLength: rows * columns }),
      }),
    )
  fc.assert(
    fc.property(grids, ({ rows, columns, factor, values }) => {
      const fine = refine({ shape: [rows, columns], spacing: 10, values }, factor)
      if (fine.shape[0] !== rows * factor || fine.shape[1] !== columns * factor || fine.spacing !== 10 / factor) return false
      for (let i = 0; i < rows * factor; i++)
        for (let j = 0; j < columns * factor; j++) {
          const y = clamp((i + 0.5) / factor - 0.5, rows - 1)
          const x = clamp((j + 0.5) / factor - 0.5, columns - 1)
          if (Math.abs(fine.at(i, j) - hats(values, [rows, columns], y, x)) > 1e-10) return false
        }
      return true
    }),
  )
  t.pass('agrees with the sum of hat functions in every cell')
  t.end()
})

t.test('refinement by 1 changes nothing', (t) => {
  const volcano = readVolcano()
  const same = refine(volcano, 1)
  const values = Array.from({ length: 61 * 87 }, (_, k) => same.at(Math.floor(k / 87), k % 87))
  t.same(values, volcano.values)
  t.end()
})

t.test('coarsening averages tiles', (t) => {
  const values = Float64Array.from({ length: 3 * 5 }, (_, k) => k)
  t.same(coarsen(values, [3, 5], 5), { width: 5, height: 3, values: Array.from(values) }, 'nothing to do when it fits')
  t.same(
    coarsen(values, [3, 5], 3),
    { width: 3, height: 2, values: [3, 5, 6.5, 10.5, 12.5, 14] },
    'tiles at the border are cut off, and average what they have',
  )
  t.end()
})
