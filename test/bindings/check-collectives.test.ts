// @ranks 1 2 3 4 7

import { checkCollective } from '../../bindings/check-collective.js'
import { inPlace } from '../../bindings/comm/buffer.js'
import { createCart } from '../../bindings/comm/cartesian.js'
import { createDistGraphAdjacent } from '../../bindings/comm/dist-graph.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { CollectiveMismatchError } from '../../bindings/errors.js'
import { native } from '../../bindings/native.js'
import { type Request, waitAll, waitAny } from '../../bindings/request.js'
import { mpiTest } from '../support/mpi-test.js'

type Call = (comm: Communicator) => unknown

const ints = (n: number) => new Int32Array(n)

/** Calls of which no two match, by how they are told to the other ranks. */
const calls: Record<string, Call> = {
  'barrier()': (comm) => comm.barrier(),
  'ibarrier()': (comm) => comm.ibarrier().wait(),
  'bcast(3 float64 root 0)': (comm) => comm.bcast(new Float64Array(3)),
  'bcast(4 float64 root 0)': (comm) => comm.bcast(new Float64Array(4)),
  'bcast(3 int64 root 0)': (comm) => comm.bcast(new BigInt64Array(3)),
  'gather(1 int32 root 0)': (comm) => comm.gather(ints(1), comm.rank === 0 ? ints(comm.size) : null),
  'scatter(1 int32 root 0)': (comm) => comm.scatter(comm.rank === 0 ? ints(comm.size) : null, ints(1)),
  'allgather(2 int32)': (comm) => comm.allgather(ints(2), ints(2 * comm.size)),
  'iallgather(2 int32)': (comm) => comm.iallgather(ints(2), ints(2 * comm.size)).wait(),
  'alltoall(1 int32)': (comm) => comm.alltoall(ints(comm.size), ints(comm.size)),
  'allreduce(5 float32 op sum)': (comm) => comm.allreduce(inPlace, new Float32Array(5)),
  'allreduce(5 float32 op max)': (comm) => comm.allreduce(inPlace, new Float32Array(5), 'max'),
  'reduce(1 int32 op prod root 0)': (comm) => comm.reduce(ints(1), ints(1), 'prod'),
  'scan(1 int32 op sum)': (comm) => comm.scan(ints(1), ints(1)),
  'exscan(1 int32 op sum)': (comm) => comm.exscan(ints(1), ints(1)),
  'reduceScatterBlock(1 int32 op sum)': (comm) => comm.reduceScatterBlock(ints(comm.size), ints(1)),
  'alltoallv(int32)': (comm) => {
    const counts = ints(comm.size).fill(1)
    comm.alltoallv({ data: ints(comm.size), counts }, { data: ints(comm.size), counts })
  },
  'gatherv(int32 root 0)': (comm) =>
    comm.gatherv(
      ints(comm.rank),
      comm.rank === 0 ? { data: ints((comm.size * (comm.size - 1)) / 2), counts: Array.from({ length: comm.size }, (_, i) => i) } : null,
    ),
  'allreduceLoc(1 float64 op minloc)': (comm) => {
    const pair = () => ({ values: new Float64Array(1), indices: ints(1) })
    comm.allreduceLoc(pair(), pair(), 'minloc')
  },
  'dup()': (comm) => comm.dup().free(),
  'split()': (comm) => comm.split(0)!.free(),
  'createDistGraphAdjacent()': (comm) => createDistGraphAdjacent(comm, [comm.rank], [comm.rank]).free(),
}

function caught(body: () => unknown): unknown {
  try {
    body()
    return undefined
  } catch (error) {
    return error
  }
}

/** Run one call on rank `odd` and another on the others; say what came of it. */
function outcome(comm: Communicator, odd: number, one: Call, other: Call): CollectiveMismatchError['calls'] | string {
  const error = caught(() => (comm.rank === odd ? one : other)(comm))
  return error instanceof CollectiveMismatchError ? error.calls : `not a mismatch: ${error}`
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], env: { DISTARRAY_CHECK: '1' }, timeout: 240 }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const names = Object.keys(calls)

  await t.test('the same call on all ranks passes', (t) => {
    for (const name of names)
      t.equal(
        caught(() => calls[name]!(comm)),
        undefined,
        name,
      )
  })

  await t.test('different calls are told to all ranks, which are in step afterwards', (t) => {
    if (size === 1) return t.ok(names.length > 20, 'one rank differs from nobody')
    const dup = comm.dup()
    for (const [i, one] of names.entries()) {
      const other = names[(i + 1 + (i % (names.length - 1))) % names.length]!
      const odd = i % size
      const rest = Array.from({ length: size }, (_, r) => r).filter((r) => r !== odd)
      const told = [
        { call: one, ranks: [odd] },
        { call: other, ranks: rest },
      ].sort((a, b) => a.ranks[0]! - b.ranks[0]!)
      t.same(outcome(dup, odd, calls[one]!, calls[other]!), told, `${one} among ${other}`)
      // What was started beside the others stays unfinished on that communicator, so it gets no more of its own calls.
      t.equal(
        caught(() => checkCollective(dup, 'next')),
        undefined,
        'in step',
      )
    }
  })

  await t.test('the message says who does what', (t) => {
    if (size < 4)
      return t.equal(
        caught(() => checkCollective(comm, `with ${size} ranks`)),
        undefined,
        'no mismatch',
      )
    const error = caught(() => (rank === 1 ? comm.barrier() : comm.bcast(ints(2), 0))) as Error
    const rest = size === 4 ? 'ranks 0, 2-3' : `ranks 0, 2-${size - 1}`
    t.ok(
      error.message.startsWith(
        `Expected the same collective call on all ranks but ${rest} call bcast(2 int32 root 0); rank 1 calls barrier() (call `,
      ),
      error.message,
    )
    t.ok(error.message.endsWith('of MPI_COMM_WORLD)'), error.message)
  })

  await t.test('a rank that calls nothing but ends', (t) => {
    if (size === 1) return t.equal(size, 1, 'nobody waits')
    const other = comm.dup()
    const error = caught(() => (rank === size - 1 ? other.free() : other.barrier()))
    t.ok(error instanceof CollectiveMismatchError, `freeing while others communicate: ${error}`)
    t.equal(
      caught(() => other.free()),
      undefined,
      'freed by all',
    )
    const ending = caught(() => (rank === 0 ? native().finalize() : comm.barrier()))
    t.ok(ending instanceof CollectiveMismatchError, `finalizing while others communicate: ${ending}`)
  })

  await t.test('non-blocking: a start waits for nobody', (t) => {
    // Rank 0 starts, then tells the others that they may.
    let request: Request<Int32Array>
    const turn = ints(1)
    if (rank === 0) {
      request = comm.iallreduce(Int32Array.of(1), ints(1))
      for (let dest = 1; dest < size; dest++) comm.send(turn, dest)
    } else {
      comm.recv(turn, 0)
      request = comm.iallreduce(Int32Array.of(1), ints(1))
    }
    t.equal(request.wait()[0], size, 'the result')
    t.equal(request.wait()[0], size, 'again')
    const several = [comm.iallreduce(Int32Array.of(2), ints(1)), comm.ibcast(ints(1), 0)] as const
    const first = waitAny(several)
    t.ok(first !== null && several[first.index]!.done, 'waitAny')
    waitAll(several)
    t.equal(several[0].wait()[0], 2 * size, 'waitAll')
    const polled = comm.ibarrier()
    while (!polled.test());
    t.ok(polled.done, 'test')
  })

  await t.test('non-blocking: the mismatch shows where it is waited for', (t) => {
    if (size === 1) return t.equal(size, 1, 'one rank differs from nobody')
    const dup = comm.dup()
    const request = rank === 0 ? dup.ibcast(ints(1), 0) : dup.ibcast(ints(2), 0)
    for (let again = 0; again < 2; again++) t.throws(() => request.wait(), { code: 'ERR_COLLECTIVE_MISMATCH' }, `wait ${again}`)
    const mixed = rank === 0 ? caught(() => dup.ibarrier().wait()) : caught(() => dup.barrier())
    t.ok(mixed instanceof CollectiveMismatchError, 'a blocking form does not match a non-blocking one')
  })

  await t.test('communicators of part of the ranks', (t) => {
    const half = comm.split(rank % 2)!
    t.equal(half.allreduce(Int32Array.of(1), ints(1))[0], half.size, 'split')
    half.free()
    const cart = createCart(comm, [size], { periodic: [true] })!
    cart.neighborAlltoall(ints(2), ints(2))
    const wrong =
      size > 1 && caught(() => (cart.rank === 0 ? cart.neighborAllgather(ints(1), ints(2)) : cart.neighborAllgather(ints(2), ints(4))))
    t.ok(size === 1 || wrong instanceof CollectiveMismatchError, 'neighbours')
    cart.free()
    if (rank < 2) {
      const pair = comm.createGroup(size === 1 ? [0] : [0, 1])
      const pairwise = pair.size > 1 && caught(() => (rank === 0 ? pair.barrier() : pair.bcast(ints(1))))
      t.ok(pair.size === 1 || pairwise instanceof CollectiveMismatchError, 'group')
      pair.free()
    }
    t.equal(comm.allreduce(Int32Array.of(1), ints(1))[0], size, 'the others are not disturbed')
  })

  await t.test('what is built upon collectives', (t) => {
    const error = caught(() => checkCollective(comm, () => `create.full(${rank === 0 ? 'float64' : 'float32'})`))
    t.equal(error instanceof CollectiveMismatchError, size > 1, `told lazily: ${error}`)
  })
  native().finalize()
})
