// @ranks 1 2 3 4 7
import { inPlace } from '../../bindings/comm/buffer.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import type { DType, TypedArray } from '../../protocol/dtype.js'
import { eachCase } from '../support/comm-cases.js'
import { blank, pack, part, scalar, sequence } from '../support/elements.js'
import { mpiTest } from '../support/mpi-test.js'

const ranksOf = (comm: Communicator) => Array.from({ length: comm.size }, (_, rank) => rank)
/** Length of the part that goes from one rank to another; some are empty. */
const lengthFor = (from: number, to: number, n: number) => (from * 2 + to + n) % 4

/** Sections of the given lengths in reverse order with a gap before each, and a buffer for them. */
function scattered(counts: readonly number[]): { displs: number[]; total: number } {
  const displs: number[] = []
  let total = 0
  for (let i = counts.length - 1; i >= 0; i--) {
    displs[i] = total + 1
    total += counts[i]! + 1
  }
  return { displs, total }
}

function dense(counts: readonly number[]): { displs: number[]; total: number } {
  const displs = counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0))
  return { displs, total: counts.reduce((sum, count) => sum + count, 0) }
}

/** A blank buffer with parts at displacements, in elements. */
function fill(dtype: DType, total: number, displs: readonly number[], parts: readonly TypedArray[]): TypedArray {
  const data = blank(dtype, total)
  const width = dtype.startsWith('complex') ? 2 : 1
  for (const [i, values] of parts.entries()) for (let k = 0; k < values.length; k++) data[displs[i]! * width + k] = values[k]!
  return data
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  await eachCase(t, 'bcast', ({ comm, dtype, n, expect }) => {
    for (let root = 0; root < comm.size; root++) {
      const data = () => (comm.rank === root ? part(dtype, root, n) : blank(dtype, n))
      expect(comm.bcast(data(), root, { dtype }), part(dtype, root, n), `root ${root}`)
      expect(comm.ibcast(data(), root, { dtype }).wait(), part(dtype, root, n), `i root ${root}`)
    }
  })

  await eachCase(t, 'gather and scatter', ({ comm, dtype, n, expect }) => {
    const all = ranksOf(comm)
    const whole = pack(
      dtype,
      all.flatMap((rank) => sequence(dtype, rank, n)),
    )
    for (const root of new Set([0, comm.size - 1])) {
      const isRoot = comm.rank === root
      const own = part(dtype, comm.rank, n)
      for (const recv of [
        comm.gather(own, isRoot ? blank(dtype, n * comm.size) : null, root, { dtype }),
        comm.igather(own, isRoot ? blank(dtype, n * comm.size) : null, root, { dtype }).wait(),
      ])
        if (recv) expect(recv, whole, `gather to ${root}`)
      const held = whole.slice()
      comm.gather(isRoot ? inPlace : own, isRoot ? held : null, root, { dtype })
      expect(held, whole, 'gather in place')

      expect(comm.scatter(isRoot ? whole : null, blank(dtype, n), root, { dtype }), own, `scatter from ${root}`)
      expect(comm.iscatter(isRoot ? whole : null, blank(dtype, n), root, { dtype }).wait(), own, `iscatter from ${root}`)
      const kept = comm.scatter<TypedArray, TypedArray | typeof inPlace>(isRoot ? whole : null, isRoot ? inPlace : blank(dtype, n), root, {
        dtype,
      })
      if (kept !== inPlace) expect(kept, own, 'scatter in place')
    }
  })

  await eachCase(t, 'gatherv and scatterv', ({ comm, dtype, n, expect }) => {
    const all = ranksOf(comm)
    const counts = all.map((rank) => lengthFor(rank, 0, n))
    const { displs, total } = scattered(counts)
    const own = part(dtype, comm.rank, counts[comm.rank]!)
    const gathered = fill(
      dtype,
      total,
      displs,
      all.map((rank) => part(dtype, rank, counts[rank]!)),
    )
    for (const root of new Set([0, comm.size - 1])) {
      const isRoot = comm.rank === root
      for (const start of [false, true]) {
        const data = blank(dtype, total)
        const recv = isRoot ? { data, counts, displs } : null
        if (start) comm.igatherv(own, recv, root, { dtype }).wait()
        else comm.gatherv(own, recv, root, { dtype })
        if (isRoot) expect(data, gathered, `gatherv to ${root}`)
        const back = blank(dtype, counts[comm.rank]!)
        const send = isRoot ? { data: gathered, counts, displs } : null
        if (start) comm.iscatterv(send, back, root, { dtype }).wait()
        else comm.scatterv(send, back, root, { dtype })
        expect(back, own, `scatterv from ${root}`)
      }
      const data = fill(
        dtype,
        total,
        displs,
        all.map((rank) => (rank === root ? own : blank(dtype, counts[rank]!))),
      )
      comm.gatherv(isRoot ? inPlace : own, isRoot ? { data, counts, displs } : null, root, { dtype })
      if (isRoot) expect(data, gathered, 'gatherv in place')
      const packed = pack(
        dtype,
        all.flatMap((rank) => sequence(dtype, rank, counts[rank]!)),
      )
      const rest = blank(dtype, counts[comm.rank]!)
      comm.scatterv<TypedArray, TypedArray | typeof inPlace>(isRoot ? { data: packed, counts } : null, isRoot ? inPlace : rest, root, {
        dtype,
      })
      if (!isRoot) expect(rest, own, 'scatterv in place, packed')
    }
  })

  await eachCase(t, 'allgather', ({ comm, dtype, n, expect }) => {
    const all = ranksOf(comm)
    const own = part(dtype, comm.rank, n)
    const whole = pack(
      dtype,
      all.flatMap((rank) => sequence(dtype, rank, n)),
    )
    const held = () => fill(dtype, n * comm.size, [comm.rank * n], [own])
    expect(comm.allgather(own, blank(dtype, n * comm.size), { dtype }), whole, 'allgather')
    expect(comm.iallgather(own, blank(dtype, n * comm.size), { dtype }).wait(), whole, 'iallgather')
    expect(comm.allgather(inPlace, held(), { dtype }), whole, 'in place')
    expect(comm.iallgather(inPlace, held(), { dtype }).wait(), whole, 'i in place')

    const counts = all.map((rank) => lengthFor(rank, 1, n))
    const mine = part(dtype, comm.rank, counts[comm.rank]!)
    // The order of the sections may differ between ranks.
    const { displs, total } = comm.rank % 2 === 0 ? scattered(counts) : dense(counts)
    const wanted = fill(
      dtype,
      total,
      displs,
      all.map((rank) => part(dtype, rank, counts[rank]!)),
    )
    for (const form of ['plain', 'start', 'in place', 'start in place']) {
      const data = fill(
        dtype,
        total,
        displs,
        all.map((rank) => (rank === comm.rank && form.includes('place') ? mine : blank(dtype, counts[rank]!))),
      )
      const send = form.includes('place') ? inPlace : mine
      if (form.startsWith('start')) comm.iallgatherv(send, { data, counts, displs }, { dtype }).wait()
      else comm.allgatherv(send, { data, counts, displs }, { dtype })
      expect(data, wanted, `allgatherv ${form}`)
    }
  })

  await eachCase(t, 'alltoall', ({ comm, dtype, n, expect }) => {
    const all = ranksOf(comm)
    const send = part(dtype, comm.rank, n * comm.size)
    const wanted = pack(
      dtype,
      all.flatMap((rank) => sequence(dtype, rank, n, comm.rank * n)),
    )
    expect(comm.alltoall(send, blank(dtype, n * comm.size), { dtype }), wanted, 'alltoall')
    expect(comm.ialltoall(send, blank(dtype, n * comm.size), { dtype }).wait(), wanted, 'ialltoall')
    expect(comm.alltoall(inPlace, send.slice(), { dtype }), wanted, 'in place')
    expect(comm.ialltoall(inPlace, send.slice(), { dtype }).wait(), wanted, 'i in place')

    const sendCounts = all.map((to) => lengthFor(comm.rank, to, n))
    const recvCounts = all.map((from) => lengthFor(from, comm.rank, n))
    const out = scattered(sendCounts)
    const into = scattered(recvCounts)
    const piece = (from: number, to: number) =>
      pack(
        dtype,
        Array.from({ length: lengthFor(from, to, n) }, (_, i) => scalar(dtype, from, to * 3 + i)),
      )
    const data = fill(
      dtype,
      out.total,
      out.displs,
      all.map((to) => piece(comm.rank, to)),
    )
    const result = fill(
      dtype,
      into.total,
      into.displs,
      all.map((from) => piece(from, comm.rank)),
    )
    const from = { data, counts: sendCounts, displs: out.displs }
    for (const start of [false, true]) {
      const to = { data: blank(dtype, into.total), counts: recvCounts, displs: into.displs }
      if (start) comm.ialltoallv(from, to, { dtype }).wait()
      else comm.alltoallv(from, to, { dtype })
      expect(to.data, result, 'alltoallv')

      // In place, what goes to a rank is as long as what comes from it.
      const even = all.map((other) => (comm.rank + other + n) % 3)
      const place = scattered(even)
      const both = (a: number, b: number) =>
        pack(
          dtype,
          Array.from({ length: (a + b + n) % 3 }, (_, i) => scalar(dtype, a, b * 3 + i)),
        )
      const held = fill(
        dtype,
        place.total,
        place.displs,
        all.map((other) => both(comm.rank, other)),
      )
      const swapped = fill(
        dtype,
        place.total,
        place.displs,
        all.map((other) => both(other, comm.rank)),
      )
      const sections = { data: held, counts: even, displs: place.displs }
      if (start) comm.ialltoallv(inPlace, sections, { dtype }).wait()
      else comm.alltoallv(inPlace, sections, { dtype })
      expect(held, swapped, 'alltoallv in place')
    }
  })

  world().barrier()
  native().finalize()
})
