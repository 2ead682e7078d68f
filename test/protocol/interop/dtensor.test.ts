// DTensor: by hand, from the documentation of torch.distributed.tensor and torch.chunk.
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { type DTensorLayout, type DTensorPlacement, fromDTensor, toDTensor } from '../../../protocol/interop/index.js'
import { coordsIn, meshes } from '../../support/meshes.js'
import { placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refuses } from '../../support/refusals.js'

const shard = (dim: number): DTensorPlacement => ({ placement: 'Shard', dim })
const replicate: DTensorPlacement = { placement: 'Replicate' }
const partial = (reduce_op: string): DTensorPlacement => ({ placement: 'Partial', reduce_op })

t.test('to DTensor', async (t) => {
  t.strictSame(toDTensor(Distribution.from([10, 4], { ranks: 6, grid: [3, 2] })), {
    shape: [10, 4],
    mesh: [
      [0, 1],
      [2, 3],
      [4, 5],
    ],
    placements: [shard(0), shard(1)],
  })
  t.strictSame(toDTensor(Distribution.from([4, 10], { ranks: 3, dist: 'nb' })), { shape: [4, 10], mesh: [0, 1, 2], placements: [shard(1)] })
  t.strictSame(toDTensor(Distribution.from([], { ranks: 1 })), { shape: [], mesh: [0], placements: [replicate] })
  const distribution = Distribution.from([10], { ranks: 2 })
  t.strictSame(toDTensor({ distribution, replicated: [1, 2] }), {
    shape: [10],
    mesh: [
      [0, 1],
      [2, 3],
    ],
    placements: [shard(0), replicate],
  })
  t.strictSame(toDTensor({ distribution, replicated: [2], partial: 'prod' }).placements, [shard(0), partial('product')])
})

t.test('refusals', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () => toDTensor(Distribution.from(shape, options))
  refuses(t, 'other blocks than torch.chunk has', refused([10], { ranks: 2, bounds: [[0, 6, 10]] }), 'uneven split')
  const more = { ranks: 2, dist: 'cb', grid: [2, 1], padding: [null, { boundary: [1, 0] as const }], periodic: [null, true] }
  refuses(t, 'all else', refused([4, 2], more), 'boundary padding', 'periodic', 'cyclic')
})

const mesh = [
  [0, 1],
  [2, 3],
]

t.test('from DTensor', async (t) => {
  const ownCounts = (layout: DTensorLayout) => placesOf(fromDTensor(layout).distribution).map(({ own }) => own[0]!.length)
  t.same(ownCounts({ shape: [5], mesh: [0, 1, 2, 3], placements: [shard(0)] }), [2, 2, 1, 0], 'torch.chunk: the last shards may be empty')
  t.same(ownCounts({ shape: [9], mesh, placements: [shard(0), shard(0)] }), [3, 2, 2, 2], 'chunks of chunks')
  t.same(fromDTensor({ shape: [4, 4], mesh, placements: [shard(-1), shard(0)] }).processes, [0, 2, 1, 3], 'mesh axes in another order')
  t.match(fromDTensor({ shape: [4], mesh, placements: [partial('min'), shard(0)] }), {
    replicated: [2],
    partial: 'min',
    processes: [0, 2, 1, 3],
  })
  t.match(fromDTensor({ shape: [4], mesh: [[7, 3]], placements: [partial('avg'), shard(0)].slice(1).concat(shard(0)) }), {
    processes: [7, 3],
  })
  refuses(t, 'an average', () => fromDTensor({ shape: [4], mesh: [0, 1], placements: [partial('avg')] }), 'partial')
  refuses(t, 'sums of copies', () => fromDTensor({ shape: [4], mesh, placements: [partial('sum'), replicate] }), 'partial')
  refuses(t, 'sums of products', () => fromDTensor({ shape: [4], mesh, placements: [partial('sum'), partial('product')] }), 'partial')
  const strided = { placement: '_StridedShard', dim: 0, split_factor: 2 } as unknown as DTensorPlacement
  refuses(t, 'a strided shard', () => fromDTensor({ shape: [4], mesh: [0, 1], placements: [strided] }), 'placement')
  for (const wrong of [
    { shape: [4], mesh, placements: [shard(0)] },
    { shape: [4], mesh, placements: [shard(0), shard(1)] },
    { shape: [4], mesh: [[0, 1], [2]], placements: [shard(0), replicate] },
    { shape: [4], mesh: [0, 0], placements: [shard(0)] },
    { shape: [4], mesh: [], placements: [shard(0)] },
    { shape: [-4], mesh: [0], placements: [shard(0)] },
  ])
    t.throws(() => fromDTensor(wrong as DTensorLayout), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

/** torch.chunk: pieces of ceil(length / n) as long as there is anything left, then nothing. */
function chunk(list: readonly number[], n: number): number[][] {
  const width = Math.ceil(list.length / n)
  const pieces: number[][] = []
  let rest = [...list]
  for (let i = 0; i < n; i++) {
    pieces.push(rest.slice(0, width))
    rest = rest.slice(width)
  }
  return pieces
}

const layouts = fc
  .tuple(meshes, fc.array(fc.nat(8), { minLength: 1, maxLength: 2 }), fc.infiniteStream(fc.nat(2)))
  .map(([{ shape: meshShape, mesh, devices }, shape, kinds]) => {
    const placements = meshShape.map((): DTensorPlacement => {
      const kind = kinds.next().value!
      return kind < shape.length ? shard(kind) : replicate
    })
    // Each device chunks what it has along each mesh axis in turn, as DTensor computes its local shape and offset.
    const sections = new Map<number, number[][]>()
    coordsIn(meshShape).forEach((coords, place) => {
      const lists = shape.map((extent) => Array.from({ length: extent }, (_, i) => i))
      placements.forEach((placement, axis) => {
        if (placement.placement === 'Shard') lists[placement.dim] = chunk(lists[placement.dim]!, meshShape[axis]!)[coords[axis]!]!
      })
      sections.set(devices[place]!, lists)
    })
    return { layout: { shape, mesh, placements }, sections }
  })

t.test('X -> DAP -> X', async (t) => {
  let again = 0
  holds(
    t,
    'each device has its chunks, there and back',
    fc.property(layouts, ({ layout, sections }) => {
      const { distribution, replicated, processes } = fromDTensor(layout)
      const copies = replicated.reduce((n, extent) => n * extent, 1)
      const places = placesOf(distribution)
      const isRight = processes.every(
        (device, rank) => JSON.stringify(places[Math.floor(rank / copies)]!.own) === JSON.stringify(sections.get(device)),
      )
      const isEven = layout.shape.every((extent, d) =>
        places.every(({ own }, rank) => {
          const coord = distribution.coordsOf(rank)[d]!
          return (
            JSON.stringify(own[d]) ===
            JSON.stringify(
              chunk(
                Array.from({ length: extent }, (_, i) => i),
                distribution.gridShape[d]!,
              )[coord],
            )
          )
        }),
      )
      if (!isEven) return isRight && processes.length === sections.size
      again++
      const back = fromDTensor(toDTensor({ distribution, replicated }))
      return isRight && back.distribution.equals(distribution) && JSON.stringify(back.replicated) === JSON.stringify(replicated)
    }),
    { numRuns: 1000 },
  )
  t.ok(again > 100, `${again} came back`)
})
