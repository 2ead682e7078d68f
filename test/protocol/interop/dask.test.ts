// dask chunks: by hand, from the dask documentation ("Chunks", "Overlapping Computations").
import fc from 'fast-check'
import t from 'tap'
import { Distribution } from '../../../protocol/index.js'
import { fromDask, toDask } from '../../../protocol/interop/index.js'
import { placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refuses } from '../../support/refusals.js'

t.test('to dask', async (t) => {
  t.strictSame(toDask(Distribution.from([10, 4], { ranks: 3, dist: 'bn' })), { shape: [10, 4], chunks: [[4, 4, 2], [4]] })
  t.strictSame(toDask(Distribution.from([4], { ranks: 3, bounds: [[0, 2, 2, 4]] })).chunks, [[2, 0, 2]], 'dask has empty chunks')
  t.strictSame(toDask(Distribution.from([], { ranks: 1 })), { shape: [], chunks: [] })
  t.strictSame(toDask(Distribution.from([5], { ranks: 2, dist: 'c', blockSizes: [3] })).chunks, [[3, 2]], 'blocks that are dealt once')
})

t.test('refusals', async (t) => {
  const refused = (shape: number[], options: Parameters<typeof Distribution.from>[1]) => () => toDask(Distribution.from(shape, options))
  refuses(
    t,
    'padding',
    refused([8], { ranks: 2, padding: [{ communication: 1, boundary: [1, 0] }] }),
    'communication padding',
    'boundary padding',
  )
  refuses(t, 'cyclic', refused([8], { ranks: 2, dist: 'c' }), 'cyclic')
  refuses(t, 'unknown chunks', () => fromDask({ shape: [Number.NaN], chunks: [[Number.NaN]] }), 'unknown chunks')
  for (const wrong of [
    { shape: [3], chunks: [[2, 2]] },
    { shape: [3], chunks: [] },
    { shape: [3], chunks: [[-1, 4]] },
    { shape: [0], chunks: [[]] },
  ])
    t.throws(() => fromDask(wrong), { code: 'ERR_ARGUMENT' }, JSON.stringify(wrong))
})

const chunked = fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }), { maxLength: 3 })

t.test('X -> DAP -> X', async (t) => {
  holds(
    t,
    'each rank has the indices of its chunk, in row-major order of the chunks',
    fc.property(chunked, (chunks) => {
      const array = { shape: chunks.map((extents) => extents.reduce((sum, extent) => sum + extent, 0)), chunks }
      const { distribution } = fromDask(array)
      let sections: number[][][] = [[]]
      for (const extents of chunks) {
        let next = 0
        const ranges = extents.map((extent) => Array.from({ length: extent }, () => next++))
        sections = sections.flatMap((section) => ranges.map((range) => [...section, range]))
      }
      const own = placesOf(distribution).map((places) => places.own)
      return JSON.stringify(own) === JSON.stringify(sections) && JSON.stringify(toDask(distribution)) === JSON.stringify(array)
    }),
    { numRuns: 500 },
  )
})
