import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { defaultGrid } from '../../protocol/index.js'
import { holds } from '../support/property.js'

/** Grids that DistArray 0.6 makes; its norm weighs descending shapes otherwise than ascending ones. */
const reference: [shape: number[], ranks: number, grid: number[]][] = [
  [[100, 200], 12, [2, 6]],
  [[200, 100], 12, [4, 3]],
  [[100, 100], 12, [3, 4]],
  [[2, 2], 12, [3, 4]],
  [[100, 100], 4, [2, 2]],
  [[1000, 10], 8, [8, 1]],
  [[16, 16, 16], 8, [2, 2, 2]],
  [[30, 20, 10], 24, [4, 3, 2]],
  [[64, 64, 8], 16, [4, 4, 1]],
  [[5, 8], 4, [1, 4]], // as near as (2, 2), and first
  [[7], 5, [5]],
  [[5, 9], 1, [1, 1]],
  [[5, 9], 7, [1, 7]],
]

t.test('the default grid follows the proportions of the shape', async (t) => {
  for (const [shape, ranks, grid] of reference) t.strictSame(defaultGrid(shape, ranks), grid, `${shape.join(' x ')} on ${ranks}`)
  t.strictSame(defaultGrid([], 1), [])
  t.strictSame(defaultGrid([0, 10], 6), [1, 6], 'an empty dimension counts as one entry')
})

/** Try all grids, in any order of factors. */
function bestDistance(shape: readonly number[], ranks: number): number {
  let least = Number.POSITIVE_INFINITY
  const walk = (grid: number[], left: number): void => {
    if (grid.length === shape.length) {
      if (left === 1 && isMirrored(grid, shape)) least = Math.min(least, distance(grid, shape))
      return
    }
    for (let factor = 1; factor <= left; factor++) if (left % factor === 0) walk([...grid, factor], left / factor)
  }
  walk([], ranks)
  return least
}

/** Larger extents never have fewer processes. */
function isMirrored(grid: readonly number[], shape: readonly number[]): boolean {
  return grid.every((p, i) => grid.every((q, j) => !(shape[i]! < shape[j]! && p > q)))
}

function distance(grid: readonly number[], shape: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < shape.length; i++)
    for (let j = i + 1; j < shape.length; j++) sum += (grid[i]! / grid[j]! - shape[i]! / shape[j]!) ** 2
  return Math.sqrt(sum)
}

t.test('no other grid that gives larger extents more processes is nearer', async (t) => {
  // Extents differ, so that the order of the factors is settled.
  const shapes = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 3 })
  const nearest = fc.property(shapes, fc.integer({ min: 1, max: 60 }), (shape, ranks) => {
    const grid = defaultGrid(shape, ranks)
    assert.equal(
      grid.reduce((n, p) => n * p, 1),
      ranks,
    )
    assert.ok(isMirrored(grid, shape))
    assert.ok(distance(grid, shape) <= bestDistance(shape, ranks) * (1 + 1e-12))
  })
  holds(t, 'as near as the best of all', nearest, { numRuns: 200 })
})
