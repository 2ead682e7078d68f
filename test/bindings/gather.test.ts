// Copying products of indices between memories, against one element at a time.
import fc from 'fast-check'
import t from 'tap'
import { indicesOf } from '../../array/indices.js'
import { IndexRuns } from '../../array/moving/index-runs.js'
import { type AxisIndices, copyPicked, gather, type Picked, scatter } from '../../bindings/gather.js'
import { SelectionError, ShapeError } from '../../protocol/index.js'
import { product } from '../../protocol/integers.js'
import { holds } from '../support/property.js'

interface Dimension {
  indices: number[]
  axis: AxisIndices
}

/** A sequence of `count` indices below 40, as runs, as a list, or as a tile and an end. */
function dimension(count: number): fc.Arbitrary<Dimension> {
  const list = fc.array(fc.nat(39), { minLength: count, maxLength: count })
  const asList = list.map((indices) => ({ indices, axis: Uint32Array.from(indices) }))
  const asRuns = list.map((indices) => {
    const runs = new IndexRuns()
    for (const index of indices) runs.add(index, 1, 1)
    return { indices, axis: runs.finish() }
  })
  const asTiles = fc
    .record({ tile: fc.array(fc.nat(9), { maxLength: count }), times: fc.integer({ min: 1, max: 3 }), shift: fc.nat(9), end: list })
    .map(({ tile, times, shift, end }) => {
      const [first, last] = [tile, end].map((part) => {
        const runs = new IndexRuns(true)
        for (const index of part) runs.add(index % 10, 1, 1)
        return runs
      }) as [IndexRuns, IndexRuns]
      const fits = tile.length * times <= count
      const rest = fits ? count - tile.length * times : 0
      const ending = new IndexRuns(true)
      for (const index of end.slice(0, rest)) ending.add(index % 10, 1, 1)
      if (!fits) return { indices: end.map((index) => index % 10), axis: last.finish() }
      const indices = Array.from({ length: times }, (_, k) => tile.map((index) => index + k * shift)).flat()
      return {
        indices: [...indices, ...end.slice(0, rest).map((index) => (index % 10) + times * shift)],
        axis: IndexRuns.tiled(tile.length > 0 ? first : undefined, times, shift, rest > 0 ? ending : undefined).finish(),
      }
    })
  return fc.oneof(asList, asRuns, asTiles)
}

const cases = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    itemBytes: fc.constantFrom(1, 2, 4, 8, 16),
    ends: fc.tuple(fc.nat(1000), fc.nat(1000)),
  })
  .chain(({ shape, itemBytes, ends }) =>
    fc.tuple(...shape.map(dimension)).map((dimensions) => ({ shape, itemBytes, dimensions, range: rangeWithin(product(shape), ends) })),
  )

function rangeWithin(size: number, [a, b]: [number, number]): { first: number; count: number } {
  const [low, high] = [a % (size + 1), b % (size + 1)].sort((x, y) => x - y) as [number, number]
  return { first: low, count: high - low }
}

/** Row-major memory of 40 elements per dimension, whose bytes all differ from their neighbours'. */
function memoryOf(ndim: number, itemBytes: number): Picked & { extent: number } {
  const memory = new Uint8Array(40 ** ndim * itemBytes)
  for (let i = 0; i < memory.length; i++) memory[i] = (i * 37 + (i >> 8)) & 0xff
  return {
    memory,
    offset: 0,
    strides: Float64Array.from({ length: ndim }, (_, d) => 40 ** (ndim - 1 - d) * itemBytes),
    axes: [],
    extent: 40,
  }
}

holds(
  t,
  'gather and scatter of random products',
  fc.property(cases, ({ shape, itemBytes, dimensions, range }) => {
    const from = { ...memoryOf(shape.length, itemBytes), axes: dimensions.map(({ axis }) => axis) }
    const buffer = new Uint8Array(range.count * itemBytes + 3).fill(7)
    gather(from, buffer, 3, itemBytes, range)
    const back = { ...from, memory: new Uint8Array(from.memory.length) }
    scatter(back, buffer, 3, itemBytes, range)
    const wanted = new Uint8Array(from.memory.length)
    let k = 0
    for (const place of indicesOf(shape)) {
      const at = place.reduce((byte, i, d) => byte + dimensions[d]!.indices[i]! * from.strides[d]!, 0)
      if (k >= range.first && k < range.first + range.count) {
        for (let byte = 0; byte < itemBytes; byte++)
          if (buffer[3 + (k - range.first) * itemBytes + byte] !== from.memory[at + byte]) throw new Error(`element ${k} at [${place}]`)
        wanted.set(from.memory.subarray(at, at + itemBytes), at)
      }
      k++
    }
    if (Buffer.compare(back.memory, wanted) !== 0) throw new Error('scattered elsewhere')
    if (buffer.subarray(0, 3).some((byte) => byte !== 7)) throw new Error('written before the buffer')
  }),
  { numRuns: 300, seed: 77 },
)

t.test('memory is never left', async (t) => {
  const memory = new Uint8Array(80)
  const side = (axis: AxisIndices, offset = 0, strides = Float64Array.of(8)) => ({ memory, offset, strides, axes: [axis] })
  const run = (...numbers: number[]) => Float64Array.from(numbers)
  const out = new Uint8Array(800)
  const refused: [Picked, number][] = [
    [side(Uint32Array.of(0, 10)), 2],
    [side(run(0, 11, 1, 1, 0)), 11],
    [side(run(0, 2, 1, 3, 5)), 6],
    [side(run(1, 0, 5, 3, 0, 0, 1, 1, 1, 0)), 3],
    [side(run(0, 2, -1, 1, 0)), 2],
    [side(run(0, 2, 1, 1, 0), 0, Float64Array.of(-8)), 2],
    [side(run(0, 1, 1, 1, 0), 73), 1],
  ]
  for (const [from, count] of refused) t.throws(() => gather(from, out, 0, 8, { first: 0, count }), SelectionError)
  t.throws(() => gather(side(run(0, 3, 1, 1, 0)), out, 0, 8, { first: 1, count: 3 }), SelectionError, 'a range past the end')
  t.throws(() => gather(side(run(0, 3, 1, 1, 0)), out.subarray(0, 20), 0, 8, { first: 0, count: 3 }), SelectionError, 'a short buffer')
  t.throws(() => copyPicked(side(run(0, 3, 1, 1, 0)), side(run(0, 2, 1, 1, 0)), 8, 2), ShapeError, 'unlike sides')
  t.ok(
    out.every((byte) => byte === 0),
    'nothing is copied',
  )
})
