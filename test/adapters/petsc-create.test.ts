// Vectors in PETSc's own memory, and their exports.
// @ranks 1 2 3 4 7
import { createVec, garbageCleanup, ksp, mat, vec } from '../../adapters/petsc/index.js'
import { petsc } from '../../adapters/petsc/native.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError, ShapeError, UnsupportedError, UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution, importArray, validate } from '../../protocol/index.js'
import { dataOf, dimOf } from '../support/exported.js'
import { collectedUntil } from '../support/garbage.js'
import { mpiTest } from '../support/mpi-test.js'
import { poisson } from '../support/poisson.js'

/** Lengths with nothing on some ranks: 0, 3, 1, 4, 2, 0, 3, ... */
const lengthOf = (rank: number) => (3 * rank) % 5
const sumBefore = (rank: number) => Array.from({ length: rank }, (_, r) => lengthOf(r)).reduce((sum, n) => sum + n, 0)

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const n = sumBefore(size)

  await t.test('an irregular block, some ranks having nothing', (t) => {
    const v = createVec({ localSize: lengthOf(rank) })
    t.same([v.localSize, v.globalSize, v.range], [lengthOf(rank), n, [sumBefore(rank), sumBefore(rank + 1)]], 'sizes')
    const exported = v.__distarray__()
    t.same(validate(exported), [], 'the export breaks no rule')
    const { dtype, buffer, dimData } = importArray(v)
    t.same([dtype, buffer.shape, buffer.readonly ?? false], ['float64', [lengthOf(rank)], false], 'float64, writable')
    const [start, stop] = v.range
    const place = { proc_grid_size: size, proc_grid_rank: rank }
    t.same(dimData, [{ dist_type: 'b', size: n, ...place, start, stop, padding: [0, 0], periodic: false }], 'one block dimension')
    if (v.localSize > 0) t.equal(petsc().address_of(buffer.data), v.address, "in PETSc's memory")
    t.equal(v.data.buffer, buffer.data.buffer, 'data is the same ArrayBuffer')
    t.equal(importArray(v).buffer.data.buffer, buffer.data.buffer, 'as is a second export')
    v.free()
  })

  await t.test('writes are seen on both sides', (t) => {
    const v = createVec({ size: 5 * size })
    t.equal(v.localSize, 5, 'PETSc splits evenly')
    const data = dataOf(v)
    t.ok(
      data.every((entry) => entry === 0),
      'zeros at first',
    )
    v.set(2)
    t.ok(
      data.every((entry) => entry === 2),
      'what PETSc writes',
    )
    t.equal(v.norm('1'), 10 * size, 'a norm, which PETSc remembers')
    data.fill(3)
    t.equal(v.norm('1'), 15 * size, 'what is written through the export')
    const w = vec(v)
    t.equal(w.address, v.address, 'an alias of it')
    w.scale(2)
    t.equal(v.norm('inf'), 6, 'works in the same memory')
    t.equal(v.dot(w), 36 * 5 * size, 'and lines up with it')
    w.free()
    v.free()
    t.ok(
      data.every((entry) => entry === 6),
      'which an export keeps after free()',
    )
  })

  await t.test('a solve between vectors of its own', (t) => {
    const grid = Distribution.from([9, 4], { dist: 'bn', ranks: size })
    const localSize = grid.localShape(rank)[0]! * 4
    const [b, x] = [createVec({ localSize }), createVec({ localSize, size: 36 })]
    b.set(1)
    const A = mat({ like: b, ...poisson(grid, rank) })
    const result = ksp(A, { ksp_type: 'cg', ksp_rtol: 1e-10 }).solve(b, x)
    t.ok(result.converged && A.residualNorm(b, x) < 1e-8, 'as with aliased ones')
    for (const object of [b, x, A]) object.free()
  })

  await t.test('an export outlives its Vec', async (t) => {
    const make = () => {
      const v = createVec({ localSize: 1000 })
      v.set(4)
      return { exported: v.__distarray__(), owner: new WeakRef(v) }
    }
    const { exported, owner } = make()
    t.ok(await collectedUntil(() => owner.deref() === undefined), 'which nobody freed')
    garbageCleanup()
    const w = vec({ __distarray__: () => exported })
    t.equal(w.sum(), 4000 * size, 'and is still whole')
    w.free()
  })

  await t.test('freed memory is given back', async (t) => {
    const memory: WeakRef<ArrayBufferLike>[] = []
    const use = (free: boolean) => {
      const v = createVec({ localSize: 1000 })
      memory.push(new WeakRef(v.data.buffer))
      if (free) v.free()
    }
    use(true)
    use(false)
    // Found on rank 0 only, and by a cleanup in between: the other ranks have not let go of theirs.
    if (rank === 0) await collectedUntil(() => memory.every((buffer) => buffer.deref() === undefined))
    garbageCleanup()
    t.ok(await collectedUntil(() => memory.every((buffer) => buffer.deref() === undefined)), 'when the last export is collected')
    garbageCleanup()
    const v = createVec({ size: 3 })
    v.set(1)
    t.equal(v.sum(), 3, 'PETSc works on')
    v.free()
    v.free()
    t.throws(() => v.__distarray__(), UseAfterFreeError, 'a freed Vec exports nothing')
    t.throws(() => v.data, UseAfterFreeError, 'and has no data')
  })

  await t.test('on a communicator of its own', (t) => {
    const v = createVec({ size: 4, comm: self() })
    t.same([v.localSize, v.range], [4, [0, 4]], 'all of it')
    t.same(dimOf(v).dim.proc_grid_size, 1, 'is one section')
    v.free()
  })

  await t.test('what is refused, on every rank', (t) => {
    const last = rank === size - 1
    t.throws(() => createVec({}), ArgumentError, 'no size')
    t.throws(() => createVec({ size: last ? -1 : 3 }), ArgumentError, 'a negative size on one rank')
    t.throws(() => createVec({ size: 2.5 }), ArgumentError, 'half an entry')
    t.throws(() => createVec({ size: 3, length: 3 } as { size: number }), ArgumentError, 'an unknown option')
    t.throws(() => createVec({ localSize: 8, size: 5 }), ShapeError, 'sizes that do not add up')
    if (size > 1) {
      t.throws(() => createVec({ size: last ? 8 : 9 }), ShapeError, 'different sizes')
      t.throws(() => createVec(last ? { size: 8 } : { size: 8, localSize: 8 }), ShapeError, 'a local size on some ranks')
    }
    t.throws(() => createVec({ size: 2 ** 40 }), UnsupportedError, "more than PETSc's 32-bit integers count")
  })
  finalize()
})
