// Vectors in Trilinos' own memory, their exports, and vectors of one library in the hands of the other.
// @ranks 1 2 3 4 7
import { createVec, vec } from '../../adapters/petsc/index.js'
import { createVector, matrix, solver, vector } from '../../adapters/trilinos/index.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { native } from '../../bindings/native.js'
import { ArgumentError, SelectionError, ShapeError, UnsupportedError, UseAfterFreeError } from '../../protocol/errors.js'
import { importArray, validate } from '../../protocol/index.js'
import { dataOf, dimOf } from '../support/exported.js'
import { collectedUntil } from '../support/garbage.js'
import { mpiTest } from '../support/mpi-test.js'

/** Lengths with nothing on some ranks: 0, 3, 1, 4, 2, 0, 3, ... */
const lengthOf = (rank: number) => (3 * rank) % 5
const sumBefore = (rank: number) => Array.from({ length: rank }, (_, r) => lengthOf(r)).reduce((sum, n) => sum + n, 0)

/** 0 .. n - 1 dealt in turn, backwards; the last of more than two ranks has none. */
function dealt(n: number, rank: number, size: number): number[] {
  const dealers = size > 2 ? size - 1 : size
  return Array.from({ length: n }, (_, i) => n - 1 - i).filter((i) => rank < dealers && i % dealers === rank)
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const place = { proc_grid_size: size, proc_grid_rank: rank }

  for (const kind of ['tpetra', 'epetra'] as const) {
    await t.test(`${kind}: an irregular block, some ranks having nothing`, (t) => {
      const v = createVector({ kind, localSize: lengthOf(rank) })
      const [start, stop] = v.range
      t.same([v.localSize, start, stop, v.globalSize], [lengthOf(rank), sumBefore(rank), sumBefore(rank + 1), sumBefore(size)], 'sizes')
      t.same(validate(v.__distarray__()), [], 'the export breaks no rule')
      const { dtype, buffer, dimData } = importArray(v)
      t.same([dtype, buffer.shape, buffer.readonly ?? false], ['float64', [lengthOf(rank)], false], 'float64, writable')
      t.same(
        dimData,
        [{ dist_type: 'b', size: sumBefore(size), ...place, start, stop, padding: [0, 0], periodic: false }],
        'one block dimension',
      )
      if (v.localSize > 0) t.equal(native().address_of(buffer.data.buffer as ArrayBuffer), v.address, "in Trilinos' memory")
      t.equal(v.data.buffer, buffer.data.buffer, 'data is the same ArrayBuffer')
      v.free()
    })

    await t.test(`${kind}: writes are seen on both sides`, (t) => {
      const v = createVector({ kind, size: 5 * size })
      const data = dataOf(v)
      t.ok(data.length === 5 && data.every((entry) => entry === 0), 'zeros at first, split evenly')
      v.set(2)
      t.ok(
        data.every((entry) => entry === 2),
        'what Trilinos writes',
      )
      t.equal(v.norm('1'), 10 * size, 'a norm')
      data.fill(3)
      t.equal(v.norm('1'), 15 * size, 'what is written through the export')
      const w = vector(v, { kind })
      t.equal(w.address, v.address, 'an alias of it')
      w.scale(2)
      t.equal(v.dot(w), 36 * 5 * size, 'works in the same memory, and lines up with it')
      w.free()
      v.free()
      t.ok(
        data.every((entry) => entry === 6),
        'which an export keeps after free()',
      )
      t.throws(() => v.__distarray__(), UseAfterFreeError, 'a freed Vector exports nothing')
    })

    for (const type of [Int32Array, BigInt64Array])
      await t.test(`${kind}: indices in an ${type.name}`, (t) => {
        const mine = dealt(20, rank, size)
        const indices = type === Int32Array ? Int32Array.from(mine) : BigInt64Array.from(mine, BigInt)
        const v = createVector({ kind, indices, size: 20, localSize: mine.length })
        t.same(validate(v.__distarray__()), [], 'the export breaks no rule')
        const { dim, indices: list } = dimOf(v)
        t.same(dim, { dist_type: 'u', size: 20, ...place, one_to_one: true }, 'an unstructured dimension')
        t.same(Array.from(list!, Number), mine, 'with the indices given')
        t.ok(list instanceof (kind === 'epetra' ? type : BigInt64Array), 'in the type of the map')
        t.ok(list!.buffer !== indices.buffer, 'in its own list')
        t.throws(() => v.range, UnsupportedError, 'there is no range')
        v.set(1)
        t.equal(v.sum(), 20, 'one entry for each')
        if (mine.length > 0) t.equal(native().address_of(v.data.buffer as ArrayBuffer), v.address, "in Trilinos' memory")
        v.free()
      })

    await t.test(`${kind}: overlapping maps and maps with gaps`, (t) => {
      const own = Array.from({ length: 4 }, (_, k) => 4 * rank + k)
      const shared = createVector({ kind, indices: Int32Array.from(rank < size - 1 ? [4 * rank + 4, ...own] : own) })
      t.same(validate(shared.__distarray__()), [], 'the export breaks no rule')
      t.same(dimOf(shared).dim, { dist_type: 'u', size: 5 * size - 1, ...place, one_to_one: size === 1 }, 'counts what is listed twice')
      const gaps = createVector({ kind, indices: Int32Array.of(10 * rank, 10 * rank + 7) })
      t.same(dimOf(gaps).dim, { dist_type: 'u', size: 2 * size, ...place, one_to_one: true }, 'counts what there is')
      for (const v of [shared, gaps]) v.free()
    })

    await t.test(`${kind}: an export outlives its Vector`, async (t) => {
      const make = (free: boolean) => {
        const v = createVector({ kind, indices: Int32Array.of(2 * rank, 2 * rank + 1) })
        v.set(4)
        const exported = v.__distarray__()
        if (free) v.free()
        return { exported, owner: new WeakRef(v) }
      }
      const [freed, dropped] = [make(true), make(false)]
      t.ok(await collectedUntil(() => dropped.owner.deref() === undefined), 'which nobody freed')
      for (const { exported } of [freed, dropped]) {
        const w = vector({ __distarray__: () => exported })
        t.equal(w.sum(), 8 * size, 'and is still whole')
        w.free()
      }
    })

    await t.test(`${kind}: freed memory is given back`, async (t) => {
      const memory: WeakRef<ArrayBufferLike>[] = []
      const use = (free: boolean) => {
        const v = createVector({ kind, indices: Int32Array.of(rank) })
        memory.push(new WeakRef(v.data.buffer))
        if (free) v.free()
      }
      use(true)
      use(false)
      const gone = () => memory.every((buffer) => buffer.deref() === undefined)
      // On rank 0 long before the others: no rank may need another for it.
      if (rank === 0) await collectedUntil(gone)
      comm.barrier()
      t.ok(await collectedUntil(gone), 'when the last export is collected')
    })

    await t.test(`${kind}: to PETSc and back`, (t) => {
      for (const v of [
        createVector({ kind, localSize: lengthOf(rank) }),
        createVector({ kind, indices: Int32Array.from(dealt(20, rank, size)) }),
      ]) {
        v.set(1)
        const w = vec(v)
        if (v.localSize > 0) t.equal(w.address, v.address, "PETSc works in Trilinos' memory")
        w.scale(3)
        t.near(v.sum(), 3 * v.globalSize, 1e-12, 'and Trilinos sees it')
        w.free()
        v.free()
      }
      const made = createVec({ localSize: lengthOf(rank) })
      const w = vector(made, { kind })
      if (made.localSize > 0) t.equal(w.address, made.address, "Trilinos works in PETSc's memory")
      t.equal(made.norm('1'), 0, 'a norm, which PETSc remembers')
      w.set(2)
      t.equal(made.norm('1'), 2 * sumBefore(size), 'and PETSc sees it')
      made.free()
      t.equal(w.norm('inf'), size > 1 ? 2 : 0, 'also when PETSc let go of it')
      w.free()
    })

    await t.test(`${kind}: what is refused, on every rank`, (t) => {
      const last = rank === size - 1
      t.throws(() => createVector({ kind }), ArgumentError, 'no size')
      t.throws(() => createVector({ kind, localSize: last ? -1 : 3 }), ArgumentError, 'a negative size on one rank')
      t.throws(() => createVector({ kind, localSize: 8, size: 5 }), ShapeError, 'sizes that do not add up')
      t.throws(() => createVector({ kind, indices: [1, 2] as unknown as Int32Array }), ArgumentError, 'indices in a list')
      const twice = last ? Int32Array.of(4, 9, 4) : new Int32Array(0)
      t.throws(() => createVector({ kind, indices: twice }), SelectionError, 'an index twice on one rank')
      t.throws(() => createVector({ kind, indices: Int32Array.of(last ? -1 : rank) }), SelectionError, 'a negative index on one rank')
      t.throws(
        () => createVector({ kind, indices: Int32Array.of(rank), size: size + 1 }),
        ShapeError,
        'a size that is not the number of indices',
      )
      t.throws(() => createVector({ kind, indices: Int32Array.of(rank), localSize: last ? 2 : 1 }), ShapeError, 'nor a local one')
      if (size > 1) {
        t.throws(
          () => createVector(last ? { kind, size: 3 } : { kind, size: 3, indices: Int32Array.of(rank) }),
          ArgumentError,
          'indices on some ranks',
        )
        t.throws(() => createVector({ kind, size: last ? 8 : 9 }), ShapeError, 'different sizes')
      }
      t.throws(
        () => createVector({ kind, size: 2 ** 40, localSize: undefined, shape: [3] } as { size: number }),
        ArgumentError,
        'an unknown option',
      )
    })
  }

  await t.test('a solve between vectors of its own', (t) => {
    const n = 12
    const each = Math.ceil(n / size)
    const start = Math.min(n, rank * each)
    const rows = Array.from({ length: Math.min(n, start + each) - start }, (_, k) => start + k)
    const [b, x] = [createVector({ localSize: rows.length, size: n }), createVector({ localSize: rows.length })]
    const entries = rows.flatMap((i) => [i - 1, i, i + 1].filter((j) => j >= 0 && j < n).map((j) => [i, j, i === j ? 2.5 : -1] as const))
    const list = (part: 0 | 1 | 2) => Float64Array.from(entries, (entry) => entry[part])
    const A = matrix({ like: b, rows: Int32Array.from(list(0)), cols: Int32Array.from(list(1)), values: list(2) })
    b.set(1)
    const result = solver(A, { method: 'CG', parameters: { 'Convergence Tolerance': 1e-12 } }).solve(b, x)
    t.ok(result.converged && A.residualNorm(b, x) < 1e-9, 'as with aliased ones')
    for (const object of [b, x, A]) object.free()
  })

  await t.test('on a communicator of its own', (t) => {
    const v = createVector({ indices: Int32Array.of(3, 1), comm: self() })
    t.same(dimOf(v).dim, { dist_type: 'u', size: 2, proc_grid_size: 1, proc_grid_rank: 0, one_to_one: true }, 'is one section')
    v.free()
  })
  t.throws(() => createVector({ kind: 'thyra' as 'tpetra', size: 3 }), ArgumentError, 'a kind that there is not')
  finalize()
})
