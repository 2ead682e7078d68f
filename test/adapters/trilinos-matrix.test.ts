// @ranks 1 2 3 4
import { type Matrix, matrix, vector } from '../../adapters/trilinos/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError, DistributionError, SelectionError, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions, fill, flatIndices, permutation, sectionOf } from '../support/producers.js'

/** Entries of an n x n matrix, some places twice; small integers, so that sums are exact. */
function entriesOf(n: number): [row: number, col: number, value: number][] {
  const scatter = permutation(n)
  const entries: [number, number, number][] = []
  for (let i = 0; i < n; i++) {
    entries.push([i, i, 4], [i, (i + 1) % n, -1], [i, scatter[i]!, i % 5], [i, i, 2])
    if (i % 3 === 0) entries.push([scatter[i]!, i, 3])
  }
  return entries
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4] }, async (t) => {
  const { rank, size } = world()

  for (const [name, distribution] of Object.entries(distributions(size)))
    await t.test(name, (t) => {
      const n = distribution.size
      const all = entriesOf(n)
      const mine = all.filter((_, k) => (5 * k + (k % 7)) % size === rank) // on any rank but by plan the owner
      const x = sectionOf(distribution, rank)
      const y = sectionOf(distribution, rank)
      const value = (flat: number) => (flat % 11) - 5
      fill(x, rank, value)
      const product = (entries: typeof all) => {
        const dense = new Float64Array(n)
        for (const [i, j, v] of entries) dense[i]! += v * value(j)
        return flatIndices(distribution, rank).map((flat) => dense[flat]!)
      }
      const rows = mine.map(([i]) => i)
      const cols = mine.map(([, j]) => j)
      const values = Float64Array.from(mine, ([, , v]) => v)
      const lists = [
        { rows: Int32Array.from(rows), cols: Int32Array.from(cols) },
        { rows: Float64Array.from(rows), cols: BigInt64Array.from(cols, BigInt) },
      ]
      for (const indices of lists) {
        const A = matrix({ like: x, ...indices, values })
        t.same(A.shape, [n, n], 'shape')
        t.equal(A.localRows, x.data.length, 'rows on this rank')
        const kind = indices.rows.constructor.name
        y.data.fill(NaN)
        A.apply(x, y)
        t.same([...y.data], product(all), `A x, ${kind}: producers`)
        const u = vector(x)
        const v = vector(y)
        y.data.fill(NaN)
        A.apply(u, y)
        t.same([...y.data], product(all), `A x, ${kind}: a Vector and a producer`)
        t.equal(A.residualNorm(v, u), 0, 'the residual of the product is zero')
        u.scale(2)
        t.near(A.residualNorm(y, x), v.norm(), 1e-9, 'and that of twice x the norm of A x')
        u.scale(0.5)
        u.free()
        v.free()
        A.free()
        A.free()
        t.throws(() => A.apply(x, y), UseAfterFreeError, 'a freed Matrix is refused')
      }
    })

  await t.test('refusals', (t) => {
    const distribution = Distribution.from([4 * size], { ranks: size })
    const like = sectionOf(distribution, rank)
    const last = rank === size - 1
    const none = new Int32Array(0)
    const build = (rows: unknown, cols: unknown, values: unknown): Matrix =>
      matrix({ like, rows: rows as Int32Array, cols: cols as Int32Array, values: values as Float64Array })
    const ones = Float64Array.of(1)
    const zero = Int32Array.of(0)
    t.throws(() => build(last ? Int32Array.of(4 * size) : zero, zero, ones), SelectionError, 'a row out of range on one rank')
    t.throws(() => build(zero, last ? Int32Array.of(-1) : zero, ones), SelectionError, 'a negative column on one rank')
    t.throws(() => build(last ? Float64Array.of(0.5) : zero, zero, ones), SelectionError, 'a fraction on one rank')
    t.throws(() => build(last ? none : zero, zero, ones), ShapeError, 'lists of different lengths on one rank')
    t.throws(() => build([0], zero, ones), ArgumentError, 'no typed array')
    t.throws(() => build(zero, zero, Float32Array.of(1)), ArgumentError, 'values of another type')
    t.throws(() => matrix({ like, rows: none, cols: none, values: new Float64Array(0), tol: 1 } as never), ArgumentError, 'an unknown key')
    t.throws(
      () => matrix({ like: {} as never, rows: none, cols: none, values: new Float64Array(0) }),
      { code: 'ERR_PROTOCOL' },
      'no producer',
    )
    const A = build(zero, zero, ones)
    const x = sectionOf(distribution, rank)
    const y = sectionOf(distribution, rank)
    t.throws(() => A.apply(x, x), ArgumentError, 'the same memory twice')
    t.throws(() => A.apply(x, sectionOf(Distribution.from([3 * size], { ranks: size }), rank)), ShapeError, 'another size')
    if (size > 1) {
      const cyclic = sectionOf(Distribution.from([4 * size], { dist: 'c', ranks: size }), rank)
      t.throws(() => A.apply(cyclic, y), DistributionError, 'another distribution of the same local sizes')
      t.throws(() => A.apply(last ? cyclic : x, y), DistributionError, 'on one rank only')
    }
    const table = sectionOf(Distribution.from([size, 4], { dist: 'bn', ranks: size }), rank)
    table.data.fill(1)
    A.apply(table, y)
    t.equal(y.data[0], rank === 0 ? size : 0, 'another shape of the same flat order is the same vector')
    A.free()
  })
  finalize()
})
