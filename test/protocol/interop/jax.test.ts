// JAX named sharding: by hand, from the documentation of NamedSharding and PartitionSpec.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromJax, type JaxSharding, type PartitionSpecEntry, toJax } from '../../../protocol/interop/index.js'
import { coordsIn, meshes } from '../../support/meshes.js'
import { placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refuses } from '../../support/refusals.js'

t.test('to JAX', async (t) => {
  t.strictSame(toJax(Distribution.from([4, 6, 5], { ranks: 6, dist: 'bbn', grid: [2, 3] })), {
    shape: [4, 6, 5],
    mesh: {
      devices: [
        [0, 1, 2],
        [3, 4, 5],
      ],
      axis_names: ['d0', 'd1'],
    },
    spec: ['d0', 'd1', null],
  })
  t.strictSame(toJax({ distribution: Distribution.from([4], { ranks: 2 }), replicated: [3] }).mesh.axis_names, ['d0', 'r0'])
  t.strictSame(toJax(Distribution.from([], { ranks: 1 })), { shape: [], mesh: { devices: [0], axis_names: ['r0'] }, spec: [] })
})

t.test('refusals', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () => toJax(Distribution.from(shape, options))
  refuses(t, 'not divisible', refused([5], { ranks: 2 }), 'unequal counts')
  refuses(t, 'padding', refused([4], { ranks: 2, padding: [1] }), 'communication padding')
  refuses(t, 'dealt', refused([4, 2], { ranks: 2, dist: 'cu', grid: [2, 1], indices: [null, [[0, 1]]] }), 'cyclic', 'unstructured')
  refuses(t, 'partial', () => toJax({ distribution: Distribution.from([4], { ranks: 2 }), replicated: [2], partial: 'sum' }), 'partial')
})

const mesh = {
  devices: [
    [0, 1, 2],
    [3, 4, 5],
  ],
  axis_names: ['x', 'y'],
}

// Device by device, what NamedSharding(...).devices_indices_map((12,)) and ((6, 4)) give in JAX 0.10.2.
t.test('from JAX', async (t) => {
  const { distribution, processes } = fromJax({ shape: [12], mesh, spec: [['y', 'x']] })
  t.same(processes, [0, 3, 1, 4, 2, 5], 'y is the slower axis')
  t.same(placesOf(distribution)[processes.indexOf(3)]!.own, [[2, 3]])
  t.same(fromJax({ shape: [12], mesh, spec: [['x', 'y']] }).processes, [0, 1, 2, 3, 4, 5])
  const swapped = fromJax({ shape: [6, 4], mesh, spec: ['y', 'x'] })
  t.same(placesOf(swapped.distribution)[swapped.processes.indexOf(4)]!.own, [
    [2, 3],
    [2, 3],
  ])
  t.match(fromJax({ shape: [4], mesh, spec: ['x'] }), { replicated: [3], processes: [0, 1, 2, 3, 4, 5] })
  t.match(fromJax({ shape: [0], mesh, spec: [] }), { replicated: [2, 3], distribution: { ranks: 1 } })
  refuses(t, 'left to JAX', () => fromJax({ shape: [4], mesh, spec: ['UNCONSTRAINED'] }), 'unconstrained')
  for (const wrong of [
    { shape: [5], mesh, spec: ['x'] },
    { shape: [4], mesh, spec: ['z'] },
    { shape: [4, 4], mesh, spec: ['x', 'x'] },
    { shape: [4], mesh, spec: ['x', null] },
    { shape: [4], mesh: { ...mesh, axis_names: ['x'] }, spec: [] },
    { shape: [4], mesh: { ...mesh, axis_names: ['x', 'x'] }, spec: [] },
    { shape: [0.5], mesh, spec: [] },
  ])
    t.throws(() => fromJax(wrong), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

const shardings = fc
  .tuple(meshes, fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), fc.infiniteStream(fc.nat(1000)))
  .map(([{ shape: meshShape, mesh: devices, devices: numbers }, multiples, keys]) => {
    const axis_names = meshShape.map((_, axis) => `axis${axis}`)
    // Every axis splits one dimension or none; within a dimension the axes are in any order.
    const order = axis_names.map((name, axis) => ({
      name,
      axis,
      key: keys.next().value!,
      dim: keys.next().value! % (multiples.length + 1),
    }))
    order.sort((a, b) => a.key - b.key)
    const along = multiples.map((_, d) => order.filter(({ dim }) => dim === d))
    const shards = along.map((axes) => axes.reduce((n, { axis }) => n * meshShape[axis]!, 1))
    const shape = multiples.map((multiple, d) => multiple * shards[d]!)
    const spec = along.map((axes): PartitionSpecEntry => (axes.length > 1 ? axes.map(({ name }) => name) : (axes[0]?.name ?? null)))
    const sections = new Map<number, number[][]>()
    coordsIn(meshShape).forEach((coords, place) => {
      const lists = along.map((axes, d) => {
        const shardNumber = axes.reduce((n, { axis }) => n * meshShape[axis]! + coords[axis]!, 0)
        return Array.from({ length: multiples[d]! }, (_, i) => shardNumber * multiples[d]! + i)
      })
      sections.set(numbers[place]!, lists)
    })
    return { sharding: { shape, mesh: { devices, axis_names }, spec } satisfies JaxSharding, sections }
  })

t.test('X -> DAP -> X', async (t) => {
  holds(
    t,
    'each device has its shard, there and back',
    fc.property(shardings, ({ sharding, sections }) => {
      const { distribution, replicated, processes } = fromJax(sharding)
      const copies = replicated.reduce((n, extent) => n * extent, 1)
      const places = placesOf(distribution)
      const back = fromJax(toJax({ distribution, replicated }))
      return (
        processes.length === sections.size &&
        processes.every(
          (device, rank) => JSON.stringify(places[Math.floor(rank / copies)]!.own) === JSON.stringify(sections.get(device)),
        ) &&
        back.distribution.equals(distribution) &&
        JSON.stringify(back.replicated) === JSON.stringify(replicated)
      )
    }),
    { numRuns: 1000 },
  )
})
