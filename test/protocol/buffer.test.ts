import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { asStridedBuffer, contiguousStrides, isContiguous, type StridedBuffer } from '../../protocol/index.js'
import { holds } from '../support/property.js'

t.test('a bare typed array is a 1-d contiguous buffer over the same memory', async (t) => {
  const data = Int16Array.of(1, 2, 3)
  const buffer = asStridedBuffer(data)
  t.strictSame(buffer, { data, shape: [3], strides: [2], format: 'h' })
  t.equal(buffer.data, data)
  t.equal(asStridedBuffer(buffer), buffer, 'a strided buffer is returned as it is')
})

t.test('row-major strides', async (t) => {
  t.strictSame(contiguousStrides([2, 3, 4], 8), [96, 32, 8])
  t.strictSame(contiguousStrides([], 8), [])
  t.strictSame(contiguousStrides([5, 0], 4), [0, 4])
})

/** Enumerate the elements in row-major order: contiguous means that each lies right after the one before. */
function followEachOther({ shape, strides }: StridedBuffer, itemsize: number): boolean {
  let offsets = [0]
  for (const [d, extent] of shape.entries())
    offsets = offsets.flatMap((offset) => Array.from({ length: extent }, (_, i) => offset + i * strides[d]!))
  return offsets.every((offset, i) => offset === i * itemsize)
}

t.test('contiguous means that the elements follow each other', async (t) => {
  const extents = fc.array(fc.tuple(fc.nat(3), fc.constantFrom(-8, 0, 8, 16, 24, 48)), { maxLength: 3 })
  let contiguous = 0
  const asEnumerated = fc.property(extents, fc.boolean(), (dims, isRowMajor) => {
    const shape = dims.map(([extent]) => extent)
    const strides = isRowMajor ? contiguousStrides(shape, 8) : dims.map(([, stride]) => stride)
    const buffer = { data: new Float64Array(0), shape, strides, format: 'd' }
    assert.equal(isContiguous(buffer), followEachOther(buffer, 8))
    if (isContiguous(buffer)) contiguous++
  })
  holds(t, 'as enumerated', asEnumerated, { numRuns: 500 })
  t.ok(contiguous > 100 && contiguous < 500, 'both kinds were seen')
})
