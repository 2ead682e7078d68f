import t from 'tap'
import {
  componentSize,
  type DType,
  dapDType,
  dtypeOfFormat,
  dtypeOfTypedArray,
  dtypes,
  formatOf,
  isDType,
  itemSize,
  type TypedArray,
  typedArrayFor,
} from '../../protocol/index.js'

/** dtype, letter, bytes, bytes of a component, dap.h code and bits, array. */
const table: [DType, string, number, number, number, number, new (n: number) => TypedArray][] = [
  ['bool', '?', 1, 1, 6, 8, Uint8Array],
  ['int8', 'b', 1, 1, 0, 8, Int8Array],
  ['int16', 'h', 2, 2, 0, 16, Int16Array],
  ['int32', 'i', 4, 4, 0, 32, Int32Array],
  ['int64', 'q', 8, 8, 0, 64, BigInt64Array],
  ['uint8', 'B', 1, 1, 1, 8, Uint8Array],
  ['uint16', 'H', 2, 2, 1, 16, Uint16Array],
  ['uint32', 'I', 4, 4, 1, 32, Uint32Array],
  ['uint64', 'Q', 8, 8, 1, 64, BigUint64Array],
  ['float32', 'f', 4, 4, 2, 32, Float32Array],
  ['float64', 'd', 8, 8, 2, 64, Float64Array],
  ['complex64', 'Zf', 8, 4, 5, 64, Float32Array],
  ['complex128', 'Zd', 16, 8, 5, 128, Float64Array],
]

t.strictSame(
  dtypes,
  table.map(([dtype]) => dtype),
  'the 13 dtypes',
)

for (const [dtype, letter, bytes, component, code, bits, array] of table)
  t.test(dtype, async (t) => {
    t.ok(isDType(dtype))
    t.equal(formatOf(dtype), letter)
    t.equal(itemSize(dtype), bytes)
    t.equal(componentSize(dtype), component)
    t.strictSame(dapDType(dtype), { code, bits })
    t.equal(typedArrayFor(dtype), array)
    for (const prefix of ['', '@', '=', '<']) t.equal(dtypeOfFormat(prefix + letter), dtype, `format ${prefix}${letter}`)
    if (dtype !== 'bool' && component === bytes) t.equal(dtypeOfTypedArray(new array(2)), dtype)
  })

t.test('what is no dtype', async (t) => {
  for (const format of ['', 'x', 'l', 'L', '>d', '!i', 'dd', 'T{d:x:}', 'Zg', 'Z', ' d'])
    t.throws(() => dtypeOfFormat(format), { name: 'DTypeError', code: 'ERR_DTYPE' }, `format '${format}'`)
  for (const name of ['float16', '', 'toString', '__proto__', 3, null]) t.notOk(isDType(name))
  t.throws(() => itemSize(JSON.parse('"float16"')), { name: 'DTypeError', message: /float16/ })
  t.throws(() => dtypeOfTypedArray(new DataView(new ArrayBuffer(8))), { name: 'DTypeError' })
})

t.test('typed arrays by what they are, not by what they say', async (t) => {
  t.equal(dtypeOfTypedArray(Buffer.alloc(2)), 'uint8')
  t.equal(dtypeOfTypedArray(new Uint8ClampedArray(2)), 'uint8')
  const misleading = new (class extends Float32Array {
    override get [Symbol.toStringTag](): 'Float32Array' {
      return JSON.parse('"Float64Array"')
    }
  })(2)
  t.equal(dtypeOfTypedArray(misleading), 'float32')
})
