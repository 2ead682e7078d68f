// @ranks 1 2 3 4 7
import { vector } from '../../adapters/trilinos/index.js'
import { Block } from '../../bindings/block.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { native } from '../../bindings/native.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions, fill, sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  const kinds = ['tpetra', 'epetra'] as const
  const cases = Object.entries(distributions(size)).flatMap(([name, distribution]) => kinds.map((kind) => ({ name, distribution, kind })))
  for (const { name, distribution, kind } of cases)
    await t.test(`${kind}: ${name}`, (t) => {
      const x = sectionOf(distribution, rank)
      const n = distribution.size
      const v = vector(x, { kind })
      if (x.data.length > 0) t.equal(v.address, native().address_of(x.data.buffer as ArrayBuffer), 'the address is that of the typed array')
      t.equal(v.localSize, x.data.length, 'local size')
      t.equal(v.globalSize, n, 'global size')
      const lengths = Array.from({ length: size }, (_, r) => distribution.localShape(r).reduce((m, extent) => m * extent, 1))
      const start = lengths.slice(0, rank).reduce((sum, m) => sum + m, 0)
      t.same(v.range, [start, start + x.data.length], 'ranges follow each other')

      fill(x, rank, (flat) => flat + 1)
      t.near(v.sum(), (n * (n + 1)) / 2, 1e-12 * n * n, 'Trilinos reads what JavaScript wrote')
      t.equal(v.norm('inf'), n, 'largest entry')
      t.equal(v.norm('1'), (n * (n + 1)) / 2, '1-norm')
      t.near(v.norm(), Math.sqrt((n * (n + 1) * (2 * n + 1)) / 6), 1e-12 * n * n, '2-norm')
      fill(x, rank, () => -2)
      t.equal(v.norm('inf'), n === 0 ? 0 : 2, 'a write after a norm is seen: no cached norm is returned')
      t.equal(v.norm(), Math.sqrt(4 * n), 'nor the cached 2-norm')

      v.set(0.5)
      t.ok(
        x.data.every((value) => value === 0.5),
        'JavaScript reads what Trilinos wrote',
      )
      fill(x, rank, (flat) => flat)
      v.scale(3)
      const tripled = sectionOf(distribution, rank)
      fill(tripled, rank, (flat) => 3 * flat)
      t.same(x.data, tripled.data, 'scaling happens in place')

      const w = vector(tripled, { kind })
      fill(x, rank, () => 2)
      t.equal(v.dot(w), n === 0 ? 0 : 3 * n * (n - 1), 'inner product')
      v.axpy(-1, w)
      fill(tripled, rank, (flat) => 2 - 3 * flat)
      t.same(x.data, tripled.data, 'axpy')
      w.set(7)
      v.copyFrom(w)
      t.ok(
        x.data.every((value) => value === 7),
        'copyFrom',
      )

      const again = vector(v, { kind })
      if (x.data.length > 0) t.equal(again.address, v.address, 'a Vector is a producer of the same memory')
      again.free()
      w.free()
      v.free()
      v.free()
      t.ok(
        x.data.every((value) => value === 7),
        'the array outlives the Vector',
      )
      t.throws(() => v.norm(), UseAfterFreeError, 'a freed Vector is refused')
      t.throws(() => v.address, UseAfterFreeError, 'by properties, too')
      t.throws(() => vector(v), UseAfterFreeError, 'and as a producer')
    })

  await t.test('a block that is freed on one rank', (t) => {
    const block = Block.allocate(80)
    const v = vector(sectionOf(Distribution.from([10 * size], { ranks: size }), rank, new Float64Array(block.buffer, 0, 10)))
    v.set(1)
    t.near(v.sum(), 10 * size, 1e-12 * size, 'works on a Block')
    if (rank === size - 1) block.free()
    t.throws(() => v.sum(), UseAfterFreeError, 'throws on every rank')
    v.free()
    block.free()
  })

  await t.test('a communicator of its own', (t) => {
    const scalar = sectionOf(Distribution.from([], { ranks: 1 }), 0)
    const v = vector(scalar, { comm: self() })
    scalar.data[0] = -rank
    t.equal(v.norm(), rank, 'a 0-d array on one rank')
    v.free()
    const dup = comm.dup()
    const w = vector(sectionOf(Distribution.from([size], { ranks: size }), rank), { comm: dup })
    dup.free()
    t.throws(() => w.sum(), UseAfterFreeError, 'a freed communicator is refused')
    w.free()
  })
  finalize()
})
