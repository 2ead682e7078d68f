// toDLPack and fromDLPack: both forms, both ways. (NumPy as the other side: dlpack-numpy.test.ts.)
import t from 'tap'
import { DapArray } from '../../bindings/dap-array.js'
import { fromDLPack, toDLPack } from '../../bindings/dlpack.js'
import { native } from '../../bindings/native.js'
import type { StridedBuffer } from '../../protocol/buffer.js'
import { Distribution } from '../../protocol/distribution.js'
import { type DType, dapDType, dtypes, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { UnsupportedError, UseAfterFreeError } from '../../protocol/errors.js'
import { exportArray } from '../../protocol/export.js'
import { importArray } from '../../protocol/import.js'
import { dapProducer } from '../support/dap-producer.js'

const producer = dapProducer()
const addressOf = (view: ArrayBufferView) => native().address_of(view.buffer as ArrayBuffer) + BigInt(view.byteOffset)
const strided = (data: ArrayBufferView, shape: number[], strides: number[], more: object = {}) => ({
  __version__: '0.10.0',
  buffer: { data, shape, strides, format: 'd', ...more },
  dim_data: shape.map(() => ({})),
})

t.test('a tensor says what the section is, in elements', (t) => {
  const data = new Float64Array(24)
  for (const versioned of [true, false]) {
    const said = producer.read(toDLPack(strided(data.subarray(14), [3, 2], [-48, 16]), { versioned }))
    t.same(said, {
      versioned,
      flags: 0,
      data: addressOf(data) + 112n,
      shape: [3, 2],
      strides: [-6, 2],
      dtype: [2, 64, 1],
    })
  }
  t.equal(producer.read(toDLPack(strided(data, [24], [8], { readonly: true }))).flags, 1)
  t.equal(producer.read(native().dlpack_from_dap(producer.make('read-only'), true)).flags, 3, 'read-only and copied')
  t.same(producer.read(toDLPack(strided(data, [], []))).shape, [])
  t.same(producer.read(toDLPack(strided(data, [0, 4], [32, 8]))).shape, [0, 4])
  t.end()
})

t.test('every dtype has DLPack numbers, and ghosts are elements', (t) => {
  const distribution = Distribution.from([9], { ranks: 3, padding: { 0: 1 } })
  for (const dtype of dtypes) {
    const data = new (typedArrayFor<DType>(dtype))(new ArrayBuffer(5 * itemSize(dtype)))
    const exported = exportArray({ data, dtype, distribution, rank: 1 })
    const { code, bits } = dapDType(dtype)
    const said = producer.read(toDLPack({ __distarray__: () => exported }))
    t.same([said.dtype, said.shape, said.strides], [[code, bits, 1], [5], [1]])
    const back = importArray(fromDLPack(toDLPack(exported)))
    t.equal(back.dtype, dtype)
    t.equal(addressOf(back.buffer.data), addressOf(data))
    t.same(back.gridShape, [1])
  }
  t.end()
})

t.test('a tensor arrives without copying, undistributed', (t) => {
  for (const versioned of [true, false]) {
    const exported = fromDLPack(producer.tensor('', versioned))
    t.same(exported.dim_data, [{}, {}])
    const { buffer, dtype, shape } = importArray(exported)
    t.same([dtype, shape, buffer.strides, buffer.readonly ?? false], ['float32', [2, 3], [4, 8], false])
    t.same([...(buffer.data as Float32Array)], [0, 1, 2, 3, 4, 5], 'the byte offset counts')
  }
  t.same((fromDLPack(producer.tensor('row-major', false)).buffer as StridedBuffer).strides, [12, 4])
  t.equal((fromDLPack(producer.tensor('read-only', true)).buffer as StridedBuffer).readonly, true)
  t.end()
})

t.test('what cannot be described is refused, and stays usable', (t) => {
  const data = new Uint8Array(64)
  t.throws(() => toDLPack(strided(data, [2], [12], { format: 'Zf', data: new Float32Array(16) })), {
    code: 'ERR_UNSUPPORTED',
    message: /12 bytes/,
  })
  t.throws(() => toDLPack(strided(new Float64Array(2), [2], [8], { readonly: true }), { versioned: false }), UnsupportedError)
  t.throws(() => toDLPack({}), { code: 'ERR_PROTOCOL' })
  for (const options of [null, 1, { versioned: 'no' }, { versioned: null }])
    t.throws(() => Reflect.apply(toDLPack, undefined, [strided(data, [2], [8]), options]), { code: 'ERR_ARGUMENT' })
  using array = DapArray.from(strided(new Float64Array(2), [2], [8], { readonly: true }))
  t.throws(() => native().dlpack_from_dap(array.handle, false), UnsupportedError)
  t.equal(array.describe().readOnly, true)
  t.end()
})

t.test('a tensor that cannot be taken is deleted, once', (t) => {
  for (const [change, code] of [
    ['version 2', 'ERR_UNSUPPORTED'],
    ['sub-byte', 'ERR_UNSUPPORTED'],
    ['device', 'ERR_UNSUPPORTED'],
    ['5 GiB', 'ERR_UNSUPPORTED'],
    ['lanes', 'ERR_DTYPE'],
    ['int4', 'ERR_DTYPE'],
    ['complex', 'ERR_DTYPE'],
  ] as const) {
    const before = producer.deleted_count()
    const handle = producer.tensor(change, true)
    t.throws(() => fromDLPack(handle), { code }, change)
    t.equal(producer.deleted_count(), before + 1)
    t.throws(() => fromDLPack(handle), UseAfterFreeError)
    t.equal(producer.deleted_count(), before + 1)
  }
  for (const value of [null, {}, producer.make('whole')])
    t.throws(() => Reflect.apply(fromDLPack, undefined, [value]), { code: 'ERR_ARGUMENT' })
  t.end()
})
