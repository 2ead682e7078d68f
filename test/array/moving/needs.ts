import fc from 'fast-check'
import type { Need, NeedAxis } from '../../../array/moving/need.js'
import { BlockMap } from '../../../protocol/dimension/block.js'
import { CyclicMap, Distribution } from '../../../protocol/index.js'

/** Random needs of every kind for an array over `ranks` ranks. Lists that only their rank knows differ between ranks. */
export function needs(source: Distribution, rank: number): fc.Arbitrary<Need> {
  return fc.tuple(...source.maps.map((map) => axes(map.distType === 'u' ? 0 : map.size, map.size, source.ranks, rank)))
}

function axes(stepped: number, size: number, ranks: number, rank: number): fc.Arbitrary<NeedAxis> {
  const coords = (places: number) => fc.array(fc.integer({ min: -1, max: places - 1 }), { minLength: ranks, maxLength: ranks })
  const indices = size === 0 ? fc.constant<number[]>([]) : fc.array(fc.nat(size - 1), { maxLength: 12 })
  const lists = fc.array(indices, { minLength: ranks, maxLength: ranks })
  const kinds: fc.Arbitrary<NeedAxis>[] = [
    fc.constant('all' as const),
    lists.map((own) => ({ lists: own })),
    fc.integer({ min: 1, max: 3 }).chain((n) => fc.record({ lists: fc.array(indices, { minLength: n, maxLength: n }), coords: coords(n) })),
    lists.map((own) => ({ mine: own[rank]! })),
    fc.record({ places: fc.integer({ min: 1, max: 4 }), blockSize: fc.integer({ min: 0, max: 3 }) }).chain(({ places, blockSize }) =>
      coords(places).map((own) => ({
        map: blockSize === 0 ? BlockMap.even(size, places) : new CyclicMap(size, places, blockSize),
        coords: own,
      })),
    ),
  ]
  if (stepped > 0) kinds.push(steppedAxis(stepped, coords))
  return fc.oneof(...kinds)
}

/** Indices start + step * i of the array for a map's index i. */
function steppedAxis(size: number, coords: (places: number) => fc.Arbitrary<number[]>): fc.Arbitrary<NeedAxis> {
  return fc
    .record({
      start: fc.nat(size - 1),
      step: fc.integer({ min: -4, max: 4 }).filter((step) => step !== 0),
      places: fc.integer({ min: 1, max: 4 }),
      blockSize: fc.integer({ min: 0, max: 3 }),
      shorter: fc.nat(3),
    })
    .chain(({ start, step, places, blockSize, shorter }) => {
      const most = Math.floor(step > 0 ? (size - 1 - start) / step : start / -step) + 1
      const count = Math.max(most - shorter, 0)
      const map = blockSize === 0 ? BlockMap.even(count, places) : new CyclicMap(count, places, blockSize)
      return coords(places).map((own) => ({ map, coords: own, start, step }))
    })
}

/** The indices that a rank needs along one dimension, one at a time. */
export function indicesNeeded(axis: NeedAxis, size: number, rank: number): number[] {
  if (axis === 'all') return Array.from({ length: size }, (_, i) => i)
  if ('mine' in axis) return Array.from(axis.mine as number[])
  const place = axis.coords ? axis.coords[rank]! : rank
  if (place === -1) return []
  if ('lists' in axis) return Array.from(axis.lists[place]! as number[])
  const { map, ghosts = true, start = 0, step = 1 } = axis
  const offset = ghosts ? 0 : map.ownOffset(place)
  const count = ghosts ? map.localCount(place) : map.ownCount(place)
  return Array.from({ length: count }, (_, i) => start + step * map.localToGlobal(place, offset + i))
}

/** Distributions of one dimension of every kind over `ranks` processes, for tests of all pairs. */
export function everyKind(size: number, ranks: number): Distribution[] {
  const width = Math.ceil(size / ranks)
  const cut = Array.from({ length: ranks + 1 }, (_, r) =>
    r === ranks ? size : Math.min(size, Math.floor((r * r * size) / (ranks * ranks))),
  )
  const shuffled = Array.from({ length: ranks }, (_, r) =>
    Array.from({ length: size }, (_, i) => size - 1 - i).filter((i) => (i * i + 1) % ranks === r),
  )
  const options = [
    { dist: 'b' },
    { dist: 'b', bounds: { 0: cut } },
    { dist: 'b', bounds: { 0: [0, ...Array.from({ length: ranks }, () => size)] } },
    { dist: 'c' },
    { dist: 'c', blockSizes: { 0: 2 } },
    { dist: 'c', blockSizes: { 0: 3 } },
    { dist: 'u', indices: { 0: shuffled } },
    ...(size >= ranks * width && width >= 2
      ? [
          { dist: 'b', padding: { 0: 2 } },
          { dist: 'b', padding: { 0: 1 }, periodic: { 0: true } },
        ]
      : []),
  ]
  return options.map((option) => Distribution.from([size], { ranks, ...option }))
}
