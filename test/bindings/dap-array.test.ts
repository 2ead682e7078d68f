// DapArray: the C struct says what the export says, over the same memory.
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { DapArray } from '../../bindings/dap-array.js'
import type { DapDimDescription } from '../../bindings/dap-description.js'
import { native } from '../../bindings/native.js'
import { Distribution } from '../../protocol/distribution.js'
import { type DType, dapDType, dtypes, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { ArgumentError, ProtocolError, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import { exportArray } from '../../protocol/export.js'
import { memoryAt } from '../support/memory.js'

const noDim: DapDimDescription = {
  distType: 'b',
  size: 0,
  procGridSize: 1,
  procGridRank: 0,
  start: 0,
  stop: 0,
  padding: [0, 0],
  blockSize: 1,
  periodic: false,
  oneToOne: false,
  indexBits: 0,
  nIndices: 0,
  indices: 0n,
}
const nativeOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 2
const addressOf = (view: ArrayBufferView) => native().address_of(view.buffer as ArrayBuffer) + BigInt(view.byteOffset)
const producer = (value: unknown) => ({ __distarray__: () => value })

t.test('every dtype arrives as dap.h writes it', (t) => {
  for (const dtype of dtypes) {
    const distribution = Distribution.from([6], { ranks: 2 })
    const data = new (typedArrayFor<DType>(dtype))(new ArrayBuffer(3 * itemSize(dtype)))
    using dap = DapArray.from(producer(exportArray({ data, dtype, distribution, rank: 1 })))
    const { code, bits } = dapDType(dtype)
    t.same(dap.describe(), {
      version: [0, 10, 0],
      dtype: [code, bits, 1],
      device: [1, 0],
      byteOrder: bits === 8 ? 0 : nativeOrder,
      readOnly: false,
      copied: false,
      data: addressOf(data),
      shape: [3],
      strides: [itemSize(dtype)],
      dims: [{ ...noDim, size: 6, procGridSize: 2, procGridRank: 1, start: 3, stop: 6 }],
      extension: null,
    })
    t.equal(dap.imported.dtype, dtype)
  }
  t.end()
})

t.test('every kind of dimension arrives with all its fields', (t) => {
  const indices = [Int32Array.of(4, 0), Int32Array.of(1, 3, 2)]
  const distribution = Distribution.from([10, 9, 5, 3], {
    ranks: 12,
    dist: 'bcun',
    grid: [2, 3, 2, 1],
    blockSizes: { 1: 2 },
    padding: { 0: { communication: 1, boundary: [2, 3] } },
    periodic: { 0: true },
    indices: { 2: indices },
  })
  const rank = distribution.rankOf([1, 2, 1, 0])
  const shape = distribution.localShape(rank)
  const data = new Float32Array(shape.reduce((a, b) => a * b))
  const exported = exportArray({ data, dtype: 'float32', distribution, rank, readonly: true })
  using dap = DapArray.from(producer(exported))
  const said = dap.describe()
  t.same(said.shape, shape)
  t.same(said.strides, dap.imported.buffer.strides)
  t.equal(said.readOnly, true)
  const [b, c, u, n] = dap.imported.dimData
  if (b?.dist_type !== 'b' || c?.dist_type !== 'c' || u?.dist_type !== 'u' || n?.dist_type !== 'b') throw new Error('other kinds')
  t.same(said.dims, [
    { ...noDim, size: 10, procGridSize: 2, procGridRank: 1, start: b.start, stop: b.stop, padding: [1, 3], periodic: true },
    { ...noDim, distType: 'c', size: 9, procGridSize: 3, procGridRank: 2, start: 4, blockSize: 2 },
    {
      ...noDim,
      distType: 'u',
      size: 5,
      procGridSize: 2,
      procGridRank: 1,
      oneToOne: u.one_to_one,
      indexBits: 32,
      nIndices: 3,
      indices: addressOf(u.indices),
    },
    { ...noDim, size: 3, stop: 3 },
  ])
  t.end()
})

const unstructured = (indices: unknown, data: ArrayBufferView = new Float64Array(2)) =>
  producer({
    __version__: '0.10.0',
    buffer: { data, shape: [2], strides: [8], format: 'd' },
    dim_data: [{ dist_type: 'u', size: 2, proc_grid_size: 1, proc_grid_rank: 0, indices, one_to_one: true }],
  })

t.test('int32 and int64 indices are used in place, others are converted', (t) => {
  for (const indices of [Int32Array.of(5, 200), BigInt64Array.of(5n, 200n)]) {
    using dap = DapArray.from(unstructured(indices))
    const dim = dap.describe().dims[0]!
    t.equal(dim.indices, addressOf(indices))
    t.equal(dim.indexBits, indices.BYTES_PER_ELEMENT * 8)
    t.equal(dim.oneToOne, true)
  }
  for (const [indices, bits] of [
    [Int8Array.of(5, 100), 32],
    [Uint8Array.of(5, 200), 32],
    [Uint8ClampedArray.of(5, 200), 32],
    [Int16Array.of(5, 200), 32],
    [Uint16Array.of(5, 200), 32],
    [Uint32Array.of(5, 200), 64],
    [BigUint64Array.of(5n, 200n), 64],
  ] as const) {
    using dap = DapArray.from(unstructured(indices))
    const dim = dap.describe().dims[0]!
    t.equal(dim.indexBits, bits, indices.constructor.name)
    t.equal(dim.nIndices, 2)
    t.not(dim.indices, addressOf(indices))
    t.same(nativeIntegers(dim.indices, bits), Array.from(indices, Number))
  }
  t.end()
})

/** Two integers at an address. */
function nativeIntegers(address: bigint, bits: number): number[] {
  return Array.from(bits === 32 ? new Int32Array(memoryAt(address, 8)) : new BigInt64Array(memoryAt(address, 16)), Number)
}

t.test('strided, reversed and offset sections point at their first element', (t) => {
  const memory = new Float64Array(20).map((_, i) => i)
  const whole = { size: 3, dist_type: 'b', proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 3 }
  const section = (first: number, stride: number, data = memory.subarray(first)) =>
    producer({ __version__: '0.10.0', buffer: { data, shape: [3], strides: [8 * stride], format: 'd' }, dim_data: [whole] })
  for (const [first, stride] of [
    [0, 1],
    [4, 2],
    [19, -1],
    [10, -5],
    [7, 0],
  ] as const) {
    using dap = DapArray.from(section(first, stride))
    const { data, strides } = dap.describe()
    t.equal(data, addressOf(memory) + BigInt(8 * first))
    t.same(strides, [8 * stride])
  }
  using viewed = DapArray.from(section(0, 1, new DataView(memory.buffer, 16, 24) as unknown as Float64Array<ArrayBuffer>))
  t.equal(viewed.describe().data, addressOf(memory) + 16n, 'a DataView is a window like any other')
  for (const [first, stride] of [
    [18, 1],
    [0, -1],
    [3, -2],
    [5, 8],
  ] as const)
    t.throws(
      () => DapArray.from(section(first, stride)),
      { code: /^ERR_(PROTOCOL|SHAPE)$/ },
      `first ${first}, stride ${stride} reaches outside`,
    )
  t.end()
})

t.test('native code checks the reach itself', (t) => {
  const dim = [3, 8, 'b'.charCodeAt(0), 3, 1, 0, 0, 3, 0, 0, 1, 0, 0]
  const numbers = Float64Array.of(2, 64, 0, 1, ...dim)
  const call = (view: unknown, values: unknown) => Reflect.apply(native().dap_from_js, undefined, [view, values, null])
  t.throws(() => call(new Float64Array(2), numbers), ShapeError)
  t.throws(() => call(new Float64Array(0), numbers), UseAfterFreeError)
  t.throws(() => call({}, numbers), ArgumentError)
  t.throws(() => call(new Float64Array(3), numbers.subarray(0, 10)), ArgumentError)
  t.throws(() => call(new Float64Array(3), [2]), ArgumentError)
  for (const handle of [{}, null, 3n]) t.throws(() => Reflect.apply(native().dap_array_describe, undefined, [handle]), ArgumentError)
  t.end()
})

t.test('an empty section and 0 dimensions are fine', (t) => {
  const distribution = Distribution.from([2], { ranks: 3 })
  using empty = DapArray.from(producer(exportArray({ data: new Float64Array(0), dtype: 'float64', distribution, rank: 2 })))
  t.same(empty.describe().shape, [0])
  const scalar = Float64Array.of(7)
  const buffer = { data: scalar, shape: [], strides: [], format: 'd' }
  using point = DapArray.from(producer({ __version__: '0.10.0', buffer, dim_data: [] }))
  t.same(point.describe().shape, [])
  t.equal(point.describe().data, addressOf(scalar))
  t.end()
})

t.test('what is no export is refused', (t) => {
  for (const value of [null, undefined, 3, {}, [], producer({})]) t.throws(() => DapArray.from(value), ProtocolError)
  t.end()
})

t.test('free is idempotent, and a freed DapArray is refused', (t) => {
  const dap = DapArray.from(unstructured(Int32Array.of(1, 2)))
  const { handle } = dap
  dap.free()
  dap.free()
  dap[Symbol.dispose]()
  t.throws(() => dap.handle, UseAfterFreeError)
  t.throws(() => dap.describe(), UseAfterFreeError)
  t.throws(() => native().dap_array_describe(handle), UseAfterFreeError)
  t.equal(dap.imported.dtype, 'float64', 'what was imported stays readable')
  t.end()
})

t.test('memory that was freed before is refused', (t) => {
  const block = Block.allocate(16)
  const exported = unstructured(Int32Array.of(1, 2), new Float64Array(block.buffer))
  block.free()
  t.throws(() => DapArray.from(exported), { code: /^ERR_(PROTOCOL|USE_AFTER_FREE)$/ })
  t.end()
})
