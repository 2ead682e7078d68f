// @ranks 1 2 3 4 7
import { inPlace } from '../../bindings/comm/buffer.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { dtypes, type TypedArray } from '../../protocol/dtype.js'
import { eachCase } from '../support/comm-cases.js'
import { blank, combined, opsOf, pack, part } from '../support/elements.js'
import { mpiTest } from '../support/mpi-test.js'

const ranksOf = (comm: Communicator, end = comm.size) => Array.from({ length: end }, (_, rank) => rank)

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  await eachCase(t, 'allreduce', ({ comm, dtype, n, expect }) => {
    for (const op of opsOf(dtype)) {
      const wanted = pack(dtype, combined(dtype, op, ranksOf(comm), n))
      const send = part(dtype, comm.rank, n)
      expect(comm.allreduce(send, blank(dtype, n), op, { dtype }), wanted, op)
      expect(send, part(dtype, comm.rank, n), `${op} leaves send alone`)
      expect(comm.allreduce(inPlace, part(dtype, comm.rank, n), op, { dtype }), wanted, `${op} in place`)
      expect(comm.iallreduce(send, blank(dtype, n), op, { dtype }).wait(), wanted, `i ${op}`)
      expect(comm.iallreduce(inPlace, part(dtype, comm.rank, n), op, { dtype }).wait(), wanted, `i ${op} in place`)
    }
  })

  await eachCase(t, 'reduce', ({ comm, dtype, n, expect }) => {
    const op = opsOf(dtype).at(-1)!
    for (let root = 0; root < comm.size; root++) {
      const wanted = pack(dtype, combined(dtype, op, ranksOf(comm), n))
      const isRoot = comm.rank === root
      const send = part(dtype, comm.rank, n)
      const plain = comm.reduce(send, isRoot ? blank(dtype, n) : null, op, root, { dtype })
      const started = comm.ireduce(send, isRoot ? blank(dtype, n) : null, op, root, { dtype }).wait()
      const own = comm.reduce(inPlace, part(dtype, comm.rank, n), op, root, { dtype })
      const startedOwn = comm.ireduce(inPlace, part(dtype, comm.rank, n), op, root, { dtype }).wait()
      if (plain && started) {
        expect(plain, wanted, `root ${root}`)
        expect(started, wanted, `i root ${root}`)
      }
      expect(own, isRoot ? wanted : send, `in place, root ${root}`)
      expect(startedOwn, isRoot ? wanted : send, `i in place, root ${root}`)
    }
  })

  await eachCase(t, 'scan and exscan', ({ comm, dtype, n, expect }) => {
    const op = opsOf(dtype).at(-2)!
    const send = part(dtype, comm.rank, n)
    const upTo = pack(dtype, combined(dtype, op, ranksOf(comm, comm.rank + 1), n))
    expect(comm.scan(send, blank(dtype, n), op, { dtype }), upTo, 'scan')
    expect(comm.scan(inPlace, part(dtype, comm.rank, n), op, { dtype }), upTo, 'scan in place')
    expect(comm.iscan(send, blank(dtype, n), op, { dtype }).wait(), upTo, 'iscan')
    const before = comm.exscan(send, blank(dtype, n), op, { dtype })
    const beforeOwn = comm.exscan(inPlace, part(dtype, comm.rank, n), op, { dtype })
    const startedBefore = comm.iexscan(send, blank(dtype, n), op, { dtype }).wait()
    if (comm.rank === 0) return
    const wanted = pack(dtype, combined(dtype, op, ranksOf(comm, comm.rank), n))
    expect(before, wanted, 'exscan')
    expect(beforeOwn, wanted, 'exscan in place')
    expect(startedBefore, wanted, 'iexscan')
  })

  await eachCase(t, 'reduceScatter', ({ comm, dtype, n, expect }) => {
    const op = opsOf(dtype)[0]!
    const all = ranksOf(comm)
    const total = n * comm.size
    const own = pack(dtype, combined(dtype, op, all, n, comm.rank * n))
    const send = part(dtype, comm.rank, total)
    expect(comm.reduceScatterBlock(send, blank(dtype, n), op, { dtype }), own, 'block')
    expect(comm.ireduceScatterBlock(send, blank(dtype, n), op, { dtype }).wait(), own, 'i block')
    const width = own.length
    const inPlaceBlock = comm.reduceScatterBlock(inPlace, part(dtype, comm.rank, total), op, { dtype })
    expect(inPlaceBlock.subarray(0, width), own, 'block in place')
    const startedBlock = comm.ireduceScatterBlock(inPlace, part(dtype, comm.rank, total), op, { dtype }).wait()
    expect(startedBlock.subarray(0, width), own, 'i block in place')

    const counts = all.map((rank) => (rank * 2 + n) % 5)
    const start = counts.slice(0, comm.rank).reduce((sum, count) => sum + count, 0)
    const sum = counts.reduce((a, b) => a + b, 0)
    const mine = pack(dtype, combined(dtype, op, all, counts[comm.rank]!, start))
    const uneven = part(dtype, comm.rank, sum)
    expect(comm.reduceScatter(uneven, blank(dtype, counts[comm.rank]!), counts, op, { dtype }), mine, 'uneven')
    expect(comm.ireduceScatter(uneven, blank(dtype, counts[comm.rank]!), counts, op, { dtype }).wait(), mine, 'i uneven')
    const held = comm.reduceScatter(inPlace, part(dtype, comm.rank, sum), counts, op, { dtype })
    expect(held.subarray(0, mine.length), mine, 'uneven in place')
    const startedHeld = comm.ireduceScatter(inPlace, part(dtype, comm.rank, sum), counts, op, { dtype }).wait()
    expect(startedHeld.subarray(0, mine.length), mine, 'i uneven in place')
  })

  const comm = world()
  const { rank, size } = comm

  await t.test('NaN', (t) => {
    for (const type of [Float32Array, Float64Array])
      for (const op of ['min', 'max'] as const)
        for (let where = 0; where < size; where++) {
          const result = comm.allreduce(type.of(rank === where ? Number.NaN : rank, rank), new type(2), op)
          t.same([...result], [Number.NaN, op === 'min' ? 0 : size - 1], `${op} of ${type.name} with NaN on rank ${where}`)
        }
  })

  await t.test('minloc and maxloc', (t) => {
    for (const dtype of dtypes.filter((dtype) => opsOf(dtype).includes('min'))) {
      const wide = dtype === 'int64' || dtype === 'uint64'
      const number = (r: number, i: number) => ((r * 5 + i * 3) % 4) - (dtype.startsWith('u') ? 0 : 2)
      const make = (r: number, n: number) =>
        pack(
          dtype,
          Array.from({ length: n }, (_, i) => (wide ? BigInt(number(r, i)) : number(r, i))),
        )
      for (const op of ['minloc', 'maxloc'] as const)
        for (const n of dtype === 'float64' ? [0, 3, 70_000] : [0, 3]) {
          const wanted = Array.from({ length: n }, (_, i) => {
            const column = Array.from({ length: size }, (_, r) => number(r, i))
            const value = op === 'minloc' ? Math.min(...column) : Math.max(...column)
            return { value, index: column.indexOf(value) * 10 }
          })
          const differs = (values: TypedArray, indices: ArrayLike<number | bigint>) =>
            wanted.findIndex(({ value, index }, i) => Number(values[i]) !== value || Number(indices[i]) !== index)
          const indices = Int32Array.from({ length: n }, () => rank * 10)
          const out = { values: blank(dtype, n), indices: new Int32Array(n) }
          comm.allreduceLoc({ values: make(rank, n), indices }, out, op)
          t.equal(differs(out.values, out.indices), -1, `${op} of ${dtype}, ${n} elements, ties to the lowest index`)
          const held = { values: make(rank, n), indices: BigInt64Array.from(indices, BigInt) }
          comm.reduceLoc(inPlace, held, op, size - 1)
          if (rank === size - 1) t.equal(differs(held.values, held.indices), -1, `${op} of ${dtype} in place on a root`)
          else
            t.ok(
              held.indices.every((index) => index === BigInt(rank * 10)),
              `${op} of ${dtype} leaves the other ranks alone`,
            )
        }
    }
    for (let where = 0; where < size; where++) {
      const out = { values: new Float64Array(1), indices: new Float64Array(1) }
      const value = rank >= where ? Number.NaN : -rank
      comm.allreduceLoc({ values: Float64Array.of(value), indices: Float64Array.of(2 ** 40 + rank) }, out, 'maxloc')
      t.same([out.values[0], out.indices[0]], [Number.NaN, 2 ** 40 + where], `NaN from rank ${where} on: the first is found`)
    }
  })

  comm.barrier()
  native().finalize()
})
