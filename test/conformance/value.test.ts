// The value of an element, against arithmetic with integers of any size.
import fc from 'fast-check'
import t from 'tap'
import { Elements, indicesOf, sameElement } from '../../conformance/elements.js'
import { valueAt } from '../../conformance/value.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import { type DType, dtypes, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { holds } from '../support/property.js'

const weights = [1n, 1009n, 1000003n, 100000007n]
const safeInteger = fc.maxSafeInteger()

t.test('values follow the formula, for any global index', (t) => {
  holds(
    t,
    'as computed with bigints',
    fc.property(fc.constantFrom(...dtypes), fc.array(safeInteger, { maxLength: 4 }), (dtype, index) => {
      const k = index.length === 0 ? 1n : index.reduce((sum, g, d) => sum + (BigInt(g) + 1n) * weights[d]!, 0n)
      const m = Number(((k % 97n) + 97n) % 97n)
      return sameElement(valueAt(dtype, index), expectedOf(dtype, m))
    }),
  )
  t.end()
})

function expectedOf(dtype: DType, m: number): ReturnType<typeof valueAt> {
  if (dtype === 'bool') return m % 2 === 1
  if (dtype.startsWith('complex')) return [m + 0.5, -m]
  if (dtype.startsWith('float')) return m + 0.5
  return dtype.endsWith('64') ? BigInt(m) : m
}

t.test('every value of a case fits every dtype, and comes back from memory', async (t) => {
  for (const dtype of dtypes) {
    const shape = [97]
    const elements = new Elements(dtype, new ArrayBuffer(97 * itemSize(dtype)), 0, shape, contiguousStrides(shape, itemSize(dtype)))
    for (const index of indicesOf(shape)) elements.set(index, valueAt(dtype, index))
    const wrong = [...indicesOf(shape)].filter((index) => !sameElement(elements.get(index), valueAt(dtype, index)))
    t.same(wrong, [], dtype)
  }
})

t.test('elements are where typed arrays of the dtype have them', async (t) => {
  const array = new (typedArrayFor('int16'))(12)
  const elements = new Elements('int16', array.buffer, 2, [2, 3], [12, 4])
  for (const index of indicesOf([2, 3])) elements.set(index, valueAt('int16', index))
  t.same(
    [1, 3, 5, 7, 9, 11].map((i) => array[i]),
    [...indicesOf([2, 3])].map((index) => valueAt('int16', index)),
  )
  t.same(
    [0, 2, 4, 6, 8, 10].map((i) => array[i]),
    [0, 0, 0, 0, 0, 0],
    'and nowhere else',
  )
})
