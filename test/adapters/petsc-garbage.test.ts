// @ranks 1 2 3
import { finalize as finalizePetsc, garbageCleanup, initialize, ksp, mat, petscVersion, vec } from '../../adapters/petsc/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { UnsupportedError } from '../../protocol/errors.js'
import { Distribution } from '../../protocol/index.js'
import { collectedUntil } from '../support/garbage.js'
import { mpiTest } from '../support/mpi-test.js'
import { poisson } from '../support/poisson.js'
import { fill, sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const { rank, size } = world()
  const grid = Distribution.from([12, 11], { dist: 'bb', ranks: size })
  initialize()
  t.ok(petscVersion()[0]! >= 3, 'PETSc runs')

  await t.test('a live Vec keeps the memory that it aliases', async (t) => {
    const make = () => {
      const x = sectionOf(grid, rank)
      fill(x, rank, () => 1)
      return { v: vec(x), memory: new WeakRef(x.data.buffer) }
    }
    const { v, memory } = make()
    await collectedUntil(() => false)
    t.ok(memory.deref() !== undefined, 'while nothing else does')
    t.equal(v.sum(), grid.size, 'and reads it')
    v.free()
    t.ok(await collectedUntil(() => memory.deref() === undefined), 'until it is freed')
  })

  await t.test('dropped objects', async (t) => {
    const dropped: WeakRef<object>[] = []
    const drop = () => {
      const b = sectionOf(grid, rank)
      fill(b, rank, () => 1)
      const A = mat({ like: b, ...poisson(grid, rank) })
      const solver = ksp(A, { ksp_type: 'cg', pc_type: 'bjacobi' })
      const v = vec(b)
      solver.solve(v, sectionOf(grid, rank))
      dropped.push(new WeakRef(A), new WeakRef(solver), new WeakRef(v), new WeakRef(b.data.buffer))
    }
    for (let k = 0; k < 5; k++) drop()
    const gone = await collectedUntil(() => dropped.every((reference) => reference.deref() === undefined))
    t.ok(gone, 'are collected, with the memory they aliased')
    garbageCleanup()
    garbageCleanup(world())
    drop()
    // Found on rank 0 only: the other ranks still hold theirs, so nothing may be destroyed yet.
    if (rank === 0) await collectedUntil(() => dropped.slice(-4).every((reference) => reference.deref() === undefined))
    garbageCleanup()
    await collectedUntil(() => dropped.slice(-4).every((reference) => reference.deref() === undefined))
    garbageCleanup()
    const b = sectionOf(grid, rank)
    fill(b, rank, () => 1)
    const A = mat({ like: b, ...poisson(grid, rank) })
    const solver = ksp(A, '-ksp_type cg')
    t.ok(solver.solve(b, sectionOf(grid, rank)).converged, 'PETSc works on after the collective removal')
  })

  await t.test('the end', (t) => {
    const v = vec(sectionOf(grid, rank))
    finalizePetsc()
    finalizePetsc()
    v.free()
    t.throws(() => vec(sectionOf(grid, rank)), UnsupportedError, 'PETSc does not start again')
    t.throws(() => garbageCleanup(), UnsupportedError, 'by no function')
  })
  finalize()
  t.throws(() => initialize(), { code: /ERR_UNSUPPORTED|ERR_MPI/ }, 'nor after MPI')
})
