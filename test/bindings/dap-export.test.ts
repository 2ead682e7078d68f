// exportOf: a dap_array as an export over the same memory, made in C++ or in JavaScript.
// (What garbage collection does: dap-export-memory.test.ts.)
import fc from 'fast-check'
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { DapArray } from '../../bindings/dap-array.js'
import { exportOf } from '../../bindings/dap-export.js'
import { native } from '../../bindings/native.js'
import type { StridedBuffer } from '../../protocol/buffer.js'
import { type DType, dtypes, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { DTypeError, ProtocolError, UseAfterFreeError } from '../../protocol/errors.js'
import { exportArray } from '../../protocol/export.js'
import { importArray } from '../../protocol/import.js'
import { validate } from '../../protocol/validate.js'
import { dapProducer } from '../support/dap-producer.js'
import { distributions } from '../support/distribution-arbitraries.js'
import { holds } from '../support/property.js'

const producer = dapProducer()
const addressOf = (view: ArrayBufferView) => native().address_of(view.buffer as ArrayBuffer) + BigInt(view.byteOffset)
const bufferOf = (exported: { buffer: unknown }) => exported.buffer as StridedBuffer & { data: Float64Array }
const over = (data: ArrayBufferView, more: object = {}) => ({
  __version__: '0.10.0',
  buffer: { data, shape: [3], strides: [8], format: 'd', ...more },
  dim_data: [{}],
})

t.test('C++ memory arrives without copying, and writes are seen on both sides', (t) => {
  const handle = producer.make('whole')
  const { data } = native().dap_array_describe(handle)
  const { buffer } = importArray(exportOf(handle))
  const view = buffer.data as Float64Array
  t.equal(addressOf(view), data)
  t.same(
    [...view],
    Array.from({ length: 24 }, (_, i) => i),
  )
  view[7] = -1.5
  t.equal(producer.peek(data + 56n), -1.5)
  producer.poke(data + 64n, 99)
  t.equal(view[8], 99)
  t.end()
})

t.test('every kind of dictionary arrives', (t) => {
  const dims = (kind: string) => importArray(exportOf(producer.make(kind))).dimData
  const whole = { dist_type: 'b', proc_grid_size: 1, proc_grid_rank: 0, start: 0, padding: [0, 0], periodic: false }
  t.same(dims('block'), [
    { dist_type: 'b', size: 11, proc_grid_size: 2, proc_grid_rank: 1, start: 5, stop: 11, padding: [1, 2], periodic: true },
    { ...whole, size: 4, stop: 4 },
  ])
  t.same(dims('cyclic'), [{ dist_type: 'c', size: 17, proc_grid_size: 3, proc_grid_rank: 1, start: 2, block_size: 2 }])
  const listed = { dist_type: 'u', size: 6, proc_grid_size: 2, proc_grid_rank: 0 }
  t.same(dims('narrow')[1], { ...listed, indices: Int32Array.of(7, -2, 900), one_to_one: true })
  t.same(dims('wide')[0], { ...listed, indices: BigInt64Array.of(7n, -2n, 1n << 40n), one_to_one: false })
  t.same(dims('scalar'), [])
  t.equal(exportOf(producer.make('whole')).__version__, '0.10.0')
  t.end()
})

t.test('indices are the native list, not a copy', (t) => {
  const handle = producer.make('wide')
  const { indices } = native().dap_array_describe(handle).dims[0]!
  const [dim] = importArray(exportOf(handle)).dimData
  if (dim?.dist_type !== 'u') throw new Error('another kind')
  t.equal(addressOf(dim.indices), indices)
  t.end()
})

t.test('negative strides, read-only memory and 0 dimensions', (t) => {
  const reversed = importArray(exportOf(producer.make('reversed')))
  const view = reversed.buffer.data as Float64Array
  t.same(
    [reversed.shape, reversed.buffer.strides],
    [
      [3, 2],
      [-48, 8],
    ],
  )
  t.same([view[0], view[1]], [20, 21])
  t.equal(view.byteOffset, 96, 'rows 1 and 2 lie before the first element')
  t.same([...new Float64Array(view.buffer)], [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
  const readonly = importArray(exportOf(producer.make('read-only')))
  t.equal(readonly.buffer.readonly, true)
  using again = DapArray.from(exportOf(producer.make('read-only')))
  t.equal(again.describe().readOnly, true)
  t.same([...(importArray(exportOf(producer.make('scalar'))).buffer.data as Float64Array)], [5])
  t.end()
})

t.test('an empty section is let go at once, unless its indices are not empty', (t) => {
  const before = producer.released_count()
  const empty = importArray(exportOf(producer.make('empty')))
  t.same(empty.shape, [0])
  t.equal(producer.released_count(), before + 1)
  const listed = importArray(exportOf(producer.make('empty-listed')))
  t.same(listed.shape, [0, 3])
  t.equal(producer.released_count(), before + 1)
  t.end()
})

t.test('the extension of a struct arrives', (t) => {
  const { extension } = importArray(exportOf(producer.make('replicated')))
  t.same(extension?.replicated, [{ proc_grid_size: 3, proc_grid_rank: 2 }])
  t.equal(extension?.partial, 'max')
  t.notOk(Object.hasOwn(exportOf(producer.make('whole')), '__extension__'), 'and none where there is none')
  t.end()
})

t.test('the handle is spent afterwards', (t) => {
  const handle = producer.make('whole')
  const before = producer.released_count()
  exportOf(handle)
  t.throws(() => exportOf(handle), UseAfterFreeError)
  t.throws(() => native().dap_array_describe(handle), UseAfterFreeError)
  native().dap_array_release(handle)
  t.equal(producer.released_count(), before, 'releasing it releases nothing')
  t.end()
})

t.test('what JavaScript cannot have stays with the caller', (t) => {
  for (const [kind, code, pattern] of [
    ['device', 'ERR_UNSUPPORTED', /device type 2/],
    ['5 GiB', 'ERR_UNSUPPORTED', /4294967296 bytes for one ArrayBuffer but this one spans 16106127408/],
    ['layout', 'ERR_UNSUPPORTED', /layout 1/],
    ['long integer', 'ERR_UNSUPPORTED', /9007199254740992/],
    ['float16', 'ERR_DTYPE', /16 bits/],
    ['lanes', 'ERR_DTYPE', /2 lanes/],
    ['no memory', 'ERR_PROTOCOL', /NULL/],
    ['no dims', 'ERR_PROTOCOL', /cannot be read/],
    ['65 dimensions', 'ERR_PROTOCOL', /at most 64/],
    ['no indices', 'ERR_PROTOCOL', /dimension 0/],
    ['unaligned', 'ERR_PROTOCOL', /aligned to 8 bytes/],
    ['unaligned indices', 'ERR_PROTOCOL', /dimension 0/],
    ['far', 'ERR_SHAPE', /address space/],
  ] as const) {
    const before = producer.released_count()
    const handle = producer.make(kind)
    t.throws(() => exportOf(handle), { code, message: pattern }, kind)
    t.equal(producer.released_count(), before, 'not released by the refusal')
    native().dap_array_release(handle)
    t.equal(producer.released_count(), before + 1, 'but by the caller, once')
    native().dap_array_release(handle)
    t.equal(producer.released_count(), before + 1)
  }
  t.end()
})

t.test('what dap.h gives no meaning to is refused, and stays with the caller', (t) => {
  for (const [kind, rule, pattern] of [
    ['unknown flag', 'DAP-E3', /no flags but DAP_FLAG_READ_ONLY/],
    ['reserved', 'DAP-E3', /zero in reserved but/],
    ['reserved of a dimension', 'DAP-D3', /zero in reserved in dimension 1/],
    ['periodic twice', 'DAP-B8', /0 or 1 in periodic in dimension 1/],
    ['one_to_one twice', 'DAP-U4', /0 or 1 in one_to_one/],
    ['indices of a block', 'DAP-D3', /no indices in dimension 1/],
    ['number of indices of a block', 'DAP-D3', /no indices/],
    ['index_bits of a block', 'DAP-D3', /no indices/],
    ['reserved of the extension', 'DAP-X2', /reserved of the extension/],
    ['has_comm twice', 'DAP-X2', /has_comm/],
  ] as const) {
    const before = producer.released_count()
    const handle = producer.make(kind)
    t.throws(() => exportOf(handle), { code: 'ERR_PROTOCOL', rule, message: pattern }, kind)
    t.equal(producer.released_count(), before, 'not released by the refusal')
    native().dap_array_release(handle)
    t.equal(producer.released_count(), before + 1, 'but by the caller')
  }
  t.end()
})

t.test('a struct that breaks a rule becomes an export that breaks it', (t) => {
  for (const [kind, rule] of [
    ['byte order', 'DAP-S2'],
    ['no byte order', 'DAP-S2'],
    ['overlap', 'DAP-B2'],
    ['padded cyclic', 'DAP-D3'],
  ] as const) {
    const exported = exportOf(producer.make(kind))
    t.ok(
      validate(exported).some((finding) => finding.rule === rule),
      `${kind}: ${rule}`,
    )
    t.throws(() => importArray(exported), ProtocolError)
  }
  t.end()
})

t.test('an array from JavaScript comes back with its own ArrayBuffer', (t) => {
  const memory = new Float64Array(10)
  for (const data of [memory.subarray(2), new DataView(memory.buffer, 16), new Uint8Array(memory.buffer, 16)]) {
    using dap = DapArray.from(over(data))
    const back = bufferOf(exportOf(dap.handle))
    t.equal(back.data.buffer, memory.buffer, 'the same object')
    t.equal(back.data.byteOffset, 16)
    back.data[1] = 4
    t.equal(memory[3], 4)
    t.throws(() => dap.describe(), UseAfterFreeError, 'the struct was moved out')
  }
  const block = Block.allocate(64)
  using dap = DapArray.from(over(new Float64Array(block.buffer, 8, 3)))
  const back = bufferOf(exportOf(dap.handle))
  t.equal(back.data.buffer, block.buffer)
  t.equal(back.data.byteOffset, 8)
  block.free()
  t.equal(back.data.length, 0, 'which free() detaches for everybody')
  t.end()
})

t.test('a block that was freed meanwhile comes back as another ArrayBuffer over the same memory', (t) => {
  const block = Block.allocate(64)
  const view = new Float64Array(block.buffer, 8, 3)
  view.set([1, 2, 3])
  const address = addressOf(view)
  using dap = DapArray.from(over(view.subarray(2), { strides: [-8] }))
  block.free()
  const back = bufferOf(exportOf(dap.handle))
  t.equal(addressOf(back.data), address + 16n)
  t.same([...new Float64Array(back.data.buffer)], [1, 2, 3])
  t.end()
})

t.test('indices from JavaScript come back, too', (t) => {
  const memory = Int32Array.of(0, 9, 4, 2)
  const indices = memory.subarray(1)
  const block = Block.allocate(24)
  const wide = new BigInt64Array(block.buffer)
  wide.set([5n, -7n, 3n])
  const dim = { dist_type: 'u', size: 3, proc_grid_size: 1, proc_grid_rank: 0 }
  const dim_data = [
    { ...dim, indices },
    { dist_type: 'c', size: 4, proc_grid_size: 2, proc_grid_rank: 0, start: 0 },
    { ...dim, indices: wide },
  ]
  const buffer = { data: new Float64Array(18), shape: [3, 2, 3], strides: [48, 24, 8], format: 'd' }
  for (const freed of [false, true]) {
    using dap = DapArray.from({ __version__: '0.10.0', buffer, dim_data })
    if (freed) block.free()
    const [first, , last] = importArray(exportOf(dap.handle)).dimData
    if (first?.dist_type !== 'u' || last?.dist_type !== 'u') throw new Error('other kinds')
    t.equal(first.indices.buffer, memory.buffer)
    t.same([...first.indices], [9, 4, 2])
    t.equal(last.indices.buffer === (freed ? undefined : block.buffer), !freed)
    t.same([...last.indices], [5n, -7n, 3n])
  }
  t.end()
})

t.test('memory that native code uses cannot be transferred away', (t) => {
  const data = Float64Array.of(1, 2, 3)
  using dap = DapArray.from(over(data))
  try {
    const copy = structuredClone(data.buffer, { transfer: [data.buffer] })
    t.not(copy, data.buffer, 'Node.js 20 copies it')
  } catch (error) {
    t.match(error, { name: 'DataCloneError' }, 'later versions refuse')
  }
  t.equal(data.length, 3, 'the views stay')
  t.equal(importArray(exportOf(dap.handle)).buffer.data.buffer, data.buffer)
  t.end()
})

t.test('every dtype makes the round trip', (t) => {
  for (const dtype of dtypes) {
    const data = new (typedArrayFor<DType>(dtype))(new ArrayBuffer(3 * itemSize(dtype)))
    const buffer = { data, shape: [3], strides: [itemSize(dtype)], format: importArrayFormat(dtype) }
    using dap = DapArray.from({ __version__: '0.10.0', buffer, dim_data: [{}] })
    const back = importArray(exportOf(dap.handle))
    t.equal(back.dtype, dtype)
    t.equal(back.buffer.data.buffer, data.buffer)
    t.equal(back.buffer.data.constructor, data.constructor)
  }
  t.end()
})

function importArrayFormat(dtype: DType): string {
  const letters: Record<string, string> = { bool: '?', complex64: 'Zf', complex128: 'Zd' }
  return letters[dtype] ?? 'bhiqBHIQfd'[dtypes.filter((d) => !letters[d]).indexOf(dtype)]!
}

t.test('an extension from JavaScript comes back as it was', (t) => {
  const extension = {
    keep_alive: { owner: 1 },
    replicated: [{ proc_grid_size: 2, proc_grid_rank: 1 }],
    partial: 'sum',
    comm: 'another library',
  }
  using dap = DapArray.from({ ...over(new Float64Array(3)), __extension__: extension })
  const said = dap.describe().extension
  t.same(said?.replicated, [[2, 1]])
  t.equal(said?.partial, 1)
  t.equal(said?.comm, null, 'a communicator that MPI does not know is not in the struct')
  t.not(said?.keepAlive, 0n)
  const back = importArray(exportOf(dap.handle)).extension
  t.equal(back?.keep_alive, extension.keep_alive)
  t.equal(back?.comm, 'another library')
  t.same(back?.replicated, extension.replicated)
  t.equal(back?.partial, 'sum')
  t.end()
})

t.test('any distribution makes the round trip', (t) => {
  holds(
    t,
    'import of exportOf of DapArray is the import of the export',
    fc.property(distributions(4), fc.nat(), (made, which) => {
      const { distribution } = made
      const rank = which % distribution.ranks
      const shape = distribution.localShape(rank)
      const data = new Int16Array(shape.reduce((a, b) => a * b, 1))
      const exported = exportArray({ data, dtype: 'int16', distribution, rank })
      using dap = DapArray.from(exported)
      const [there, back] = [importArray(exported), importArray(exportOf(dap.handle))]
      if (data.length > 0 && back.buffer.data.buffer !== data.buffer) throw new Error('another ArrayBuffer')
      return JSON.stringify(plain(there)) === JSON.stringify(plain(back))
    }),
  )
  t.end()
})

/** What matters of an import, in a form that compares. */
function plain({ dtype, shape, dimData, buffer }: ReturnType<typeof importArray>): unknown {
  const dims = dimData.map((dim) => (dim.dist_type === 'u' ? { ...dim, indices: Array.from(dim.indices, Number) } : dim))
  return [dtype, shape, buffer.strides, buffer.readonly ?? false, dims.map((dim) => Object.entries(dim).sort())]
}

t.test('what is no handle is refused', (t) => {
  for (const value of [null, {}, 3n]) t.throws(() => Reflect.apply(exportOf, undefined, [value]), { code: 'ERR_ARGUMENT' })
  t.throws(() => exportOf(producer.make('float16')), DTypeError)
  t.end()
})
