// Cutting an array into the sections of the ranks and putting it together again, against one element at a time.
import fc from 'fast-check'
import t from 'tap'
import { holdersOf } from '../../array/holders-of-element.js'
import { indicesOf } from '../../array/indices.js'
import { assemble, cutSection } from '../../array/pieces.js'
import { Distribution, typedArrayFor } from '../../protocol/index.js'
import { holds } from '../support/property.js'
import { distributions } from './distributions.js'

const rowMajor = (index: readonly number[], shape: readonly number[]): number => index.reduce((k, i, d) => k * (shape[d] as number) + i, 0)
const cases = fc
  .integer({ min: 1, max: 6 })
  .chain((ranks) =>
    fc.record({ distribution: distributions(ranks), dtype: fc.constantFrom('float64', 'complex64', 'int64', 'bool' as const) }),
  )

holds(
  t,
  'sections and own entries of random distributions',
  fc.property(cases, ({ distribution, dtype }) => {
    const width = dtype === 'complex64' ? 2 : 1
    const whole = new (typedArrayFor(dtype))(distribution.size * width)
    for (let k = 0; k < whole.length; k++) whole[k] = (dtype === 'int64' ? BigInt(k + 1) : (k + 1) % 251) as never
    const own = Array.from({ length: distribution.ranks }, (_, rank) => {
      const section = cutSection(distribution, rank, dtype, whole, rank % 2 === 0)
      const shape = distribution.localShape(rank)
      const mine: unknown[] = []
      let k = 0
      for (const local of indicesOf(shape)) {
        const global = distribution.localToGlobal(rank, local)
        const at = rowMajor(global, distribution.shape)
        for (let part = 0; part < width; part++) {
          if (section[k * width + part] !== whole[at * width + part]) throw new Error(`section of rank ${rank} at [${local}]`)
          if (distribution.ownerOf(global) === rank) mine.push(section[k * width + part])
        }
        k++
      }
      if (section.length !== k * width) throw new Error(`length of the section of rank ${rank}`)
      return (typedArrayFor(dtype) as unknown as { from(list: unknown[]): typeof whole }).from(mine)
    })
    const again = assemble(distribution, dtype, own)
    if (again.length !== whole.length || again.some((value: unknown, k: number) => value !== whole[k])) throw new Error('put together')
  }),
)

holds(
  t,
  'holders of elements',
  fc.property(cases, ({ distribution }) => {
    for (const index of indicesOf(distribution.shape)) {
      const wanted = Array.from({ length: distribution.ranks }, (_, rank) => rank).filter((rank) => distribution.holds(rank, index))
      if (holdersOf(distribution, index).join() !== wanted.join()) throw new Error(`[${index}] is on ${wanted}`)
    }
  }),
)

t.test('an index list that is on several ranks', async (t) => {
  const distribution = Distribution.from([4], {
    ranks: 2,
    dist: 'u',
    indices: {
      0: [
        [0, 1],
        [1, 2],
      ],
    },
  })
  t.same(holdersOf(distribution, [1]), [0, 1])
  t.same([...assemble(distribution, 'int8', [Int8Array.of(1, 2), Int8Array.of(2, 3)])], [1, 2, 3, 0])
})

t.test('one piece is not copied', async (t) => {
  const piece = new Float64Array(12)
  t.equal(assemble(Distribution.from([3, 4], { ranks: 1 }), 'float64', [piece]), piece)
})

t.test('pieces that follow each other in memory are not copied, those in another order are', async (t) => {
  const buffer = Float64Array.from({ length: 12 }, (_, i) => i)
  const [low, high] = [buffer.subarray(0, 6), buffer.subarray(6)]
  const rows = Distribution.from([4, 3], { ranks: 2, dist: 'bn' })
  const joined = assemble(rows, 'float64', [low, high])
  t.equal(joined.buffer, buffer.buffer)
  t.same([...joined], [...buffer])
  const swapped = assemble(rows, 'float64', [high, low])
  t.not(swapped.buffer, buffer.buffer)
  t.same([...swapped], [...high, ...low])
  const columns = assemble(Distribution.from([3, 4], { ranks: 2, dist: 'nb' }), 'float64', [low, high])
  t.same([...columns], [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11])
  const cyclic = assemble(Distribution.from([12], { ranks: 2, dist: 'c' }), 'float64', [low, high])
  t.same([...cyclic], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11])
})

t.test('what is made for the pieces need not be set', async (t) => {
  const dirty = (length: number) => new Float64Array(length).fill(7)
  const pieces = [Float64Array.of(1, 2), Float64Array.of(3)]
  t.same([...assemble(Distribution.from([3], { ranks: 2 }), 'float64', pieces, dirty)], [1, 2, 3])
  const labels = Distribution.from([4], {
    ranks: 2,
    dist: 'u',
    indices: {
      0: [
        [0, 1],
        [1, 2],
      ],
    },
  })
  t.same([...assemble(labels, 'float64', [Float64Array.of(1, 2), Float64Array.of(2, 3)], dirty)], [1, 2, 3, 0], 'what nobody holds is 0')
})
