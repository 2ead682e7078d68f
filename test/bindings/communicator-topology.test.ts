// @ranks 1 2 3 4 7
import { type CartCommunicator, createCart, dimsCreate } from '../../bindings/comm/cartesian.js'
import { createDistGraphAdjacent } from '../../bindings/comm/dist-graph.js'
import { Communicator, self, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  await t.test('communicators', (t) => {
    const alone = self()
    t.ok(world() === comm && self() === alone, 'world and self are always the same')
    t.same([self().rank, self().size], [0, 1], 'self')
    t.equal(comm.name, 'MPI_COMM_WORLD', 'name')
    const dup = comm.dup()
    t.same([dup.rank, dup.size, dup.compare(comm), comm.compare(comm)], [rank, size, 'congruent', 'identical'], 'dup')
    dup.name = 'mine'
    t.equal(dup.name, 'mine', 'names can be set')
    dup.free()
    dup.free()
    t.throws(() => dup.barrier(), { code: 'ERR_USE_AFTER_FREE' }, 'a freed communicator')
    t.throws(() => comm.compare(dup), { code: 'ERR_USE_AFTER_FREE' }, 'comparing with a freed one')
    comm.barrier()

    const parity = comm.split(rank % 2)!
    t.same([parity.rank, parity.size], [Math.floor(rank / 2), Math.ceil((size - (rank % 2)) / 2)], 'split by parity')
    const reverse = comm.split(0, -rank)!
    t.equal(reverse.rank, size - 1 - rank, 'the key orders the ranks')
    t.equal(reverse.compare(comm), size === 1 ? 'congruent' : 'similar', 'compare')
    const some = comm.split(rank === 0 ? 3 : null)
    t.equal(some === null, rank > 0, 'no colour, no communicator')
    t.throws(() => comm.split(-1), { code: 'ERR_ARGUMENT' }, 'negative colour')
    for (const made of [parity, reverse, some]) made?.[Symbol.dispose]()
  })

  await t.test('dimsCreate', (t) => {
    t.same(dimsCreate(12, [0, 0]), [4, 3], 'two free dimensions')
    t.same(dimsCreate(12, [0, 2, 0]), [3, 2, 2], 'one set')
    t.throws(() => dimsCreate(7, [2, 0]), { code: 'ERR_ARGUMENT' }, 'no divisor')
    t.throws(() => dimsCreate(4, [2, 3]), { code: 'ERR_ARGUMENT' }, 'nothing free')
  })

  await t.test('Cartesian', (t) => {
    const dims = dimsCreate(size, [0, 0])
    const cart = createCart(comm, dims, { periodic: [true, false] })!
    const [rows, columns] = dims as [number, number]
    const [row, column] = cart.coords as [number, number]
    t.ok(cart instanceof Communicator, 'is a communicator')
    t.same([row * columns + column, cart.rankOf(cart.coords)], [rank, rank], 'row-major')
    t.equal(cart.rankOf([row + rows, column]), rank, 'periodic coordinates wrap')
    t.throws(() => cart.rankOf([0, columns]), { code: 'ERR_ARGUMENT' }, 'others do not')
    t.throws(() => cart.coordsOf(size), { code: 'ERR_ARGUMENT' }, 'no such rank')
    t.same(cart.shift(1), { source: column > 0 ? rank - 1 : null, dest: column < columns - 1 ? rank + 1 : null }, 'shift to an edge')
    t.same(cart.shift(0, -1).dest, cart.rankOf([row - 1, column]), 'shift around')
    const line = cart.sub([false, true])
    t.same([line.size, line.rank, [...line.dims], [...line.periodic]], [columns, column, [columns], [false]], 'sub')
    line.free()
    halo(cart)
    cart.free()
    t.throws(() => createCart(comm, [size + 1]), { code: 'ERR_ARGUMENT' }, 'too many places')
    t.throws(() => createCart(comm, [1], { periodc: [true] } as object), { code: 'ERR_ARGUMENT' }, 'misspelt option')
    const one = createCart(comm, [1])
    t.equal(one === null, rank > 0, 'ranks without a place get null')
    one?.free()

    function halo(cart: CartCommunicator) {
      for (const limit of [2 ** 31 - 1, 1]) {
        native().set_max_count(limit)
        const n = 2
        const own = Float64Array.of(rank, rank + 0.5)
        const wanted = cart.sources.flatMap((source) => (source === null ? [-1, -1] : [source, source + 0.5]))
        const blank = () => new Float64Array(cart.sources.length * n).fill(-1)
        t.same([...cart.neighborAllgather(own, blank())], wanted, `neighborAllgather, limit ${limit}`)
        t.same([...cart.ineighborAllgather(own, blank()).wait()], wanted, `ineighborAllgather, limit ${limit}`)
        const data = blank()
        const counts = cart.sources.map(() => n)
        cart.neighborAllgatherv(own, { data, counts })
        t.same([...data], wanted, `neighborAllgatherv, limit ${limit}`)
        const later = blank()
        cart.ineighborAllgatherv(own, { data: later, counts }).wait()
        t.same([...later], wanted, `ineighborAllgatherv, limit ${limit}`)

        // Part k goes to neighbour k; there it comes from the opposite side: 0 and 1, 2 and 3 change places.
        const parts = Float64Array.from({ length: cart.destinations.length * n }, (_, i) => rank * 100 + Math.floor(i / n) * 10 + (i % n))
        const crossed = cart.sources.flatMap((source, k) =>
          source === null ? [-1, -1] : [source * 100 + (k ^ 1) * 10, source * 100 + (k ^ 1) * 10 + 1],
        )
        t.same([...cart.neighborAlltoall(parts, blank())], crossed, `neighborAlltoall, limit ${limit}`)
        t.same([...cart.ineighborAlltoall(parts, blank()).wait()], crossed, `ineighborAlltoall, limit ${limit}`)
        const to = { data: blank(), counts }
        cart.neighborAlltoallv({ data: parts, counts }, to)
        t.same([...to.data], crossed, `neighborAlltoallv, limit ${limit}`)
        const also = { data: blank(), counts }
        cart.ineighborAlltoallv({ data: parts, counts }, also).wait()
        t.same([...also.data], crossed, `ineighborAlltoallv, limit ${limit}`)
      }
      native().set_max_count(2 ** 31 - 1)
    }
  })

  await t.test('graph', (t) => {
    // Everybody sends to rank 0 and to itself; rank 0 receives from all.
    const sources = rank === 0 ? [...Array.from({ length: size - 1 }, (_, i) => i + 1), 0] : [rank]
    const destinations = rank === 0 ? [0] : [0, rank]
    const graph = createDistGraphAdjacent(comm, sources, destinations)
    t.same([graph.sources, graph.destinations], [sources, destinations], 'keeps the order')
    const gathered = graph.neighborAllgather(Int32Array.of(rank), new Int32Array(sources.length))
    t.same([...gathered], sources, 'neighborAllgather')
    const parts = Int32Array.from(destinations, (to) => rank * 100 + to)
    t.same(
      [...graph.neighborAlltoall(parts, new Int32Array(sources.length))],
      sources.map((from) => from * 100 + rank),
      'neighborAlltoall',
    )

    // Rank r sends r + 1 numbers.
    const counts = sources.map((from) => from + 1)
    const starts = counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0))
    const data = new Int32Array(counts.reduce((sum, count) => sum + count, 0))
    graph.neighborAllgatherv(new Int32Array(rank + 1).fill(rank), { data, counts })
    t.same(
      [...data],
      sources.flatMap((from) => Array(from + 1).fill(from)),
      'neighborAllgatherv',
    )
    const backwards = starts.map((start, i) => data.length - start - counts[i]!)
    const to = { data: new Int32Array(data.length), counts, displs: backwards }
    const sent = { data: new Int32Array(destinations.length * (rank + 1)).fill(rank), counts: destinations.map(() => rank + 1) }
    graph.neighborAlltoallv(sent, to)
    t.same([...to.data], sources.flatMap((from) => Array(from + 1).fill(from)).reverse(), 'neighborAlltoallv with displacements')
    t.throws(() => graph.neighborAllgather(Int32Array.of(1), new Int32Array(sources.length + 1)), { code: 'ERR_SHAPE' }, 'wrong length')
    graph.free()

    const weighted = createDistGraphAdjacent(comm, [], [], { sourceWeights: [], destinationWeights: [] })
    weighted.neighborAlltoall(new Float64Array(0), new Float64Array(0))
    t.same([weighted.sources, weighted.size], [[], size], 'a graph without edges')
    weighted.free()
    t.throws(() => createDistGraphAdjacent(comm, [size], []), { code: 'ERR_ARGUMENT' }, 'no such rank')
    t.throws(() => createDistGraphAdjacent(comm, [], [], { sourceWeights: [] }), { code: 'ERR_ARGUMENT' }, 'weights on one side')
  })

  comm.barrier()
  native().finalize()
})
