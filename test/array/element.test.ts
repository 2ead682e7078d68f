import t from 'tap'
import { codecOf, type Element } from '../../array/element.js'
import { type DType, dtypes, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { ArgumentError } from '../../protocol/errors.js'

const notANumber = [undefined, null, '1', true, 1n, { re: 1, im: 2 }]
const notAnInteger = [...notANumber, 0.5, Number.NaN, Number.POSITIVE_INFINITY]
const notABigint = [undefined, null, '1', true, 1, { re: 1, im: 2 }]
const notComplex = [undefined, null, '1', true, 1, 1n, { re: 1 }, { re: 1, im: '2' }, [1, 2]]

/** Values that each dtype holds exactly, and values it must refuse. */
const values: { [D in DType]: { holds: Element<D>[]; refuses: unknown[] } } = {
  bool: { holds: [true, false], refuses: [undefined, null, 0, 1, 'true', 1n] },
  int8: { holds: [-128, 0, 127], refuses: [...notAnInteger, -129, 128] },
  int16: { holds: [-32768, 0, 32767], refuses: [...notAnInteger, -32769, 32768] },
  int32: { holds: [-2147483648, 0, 2147483647], refuses: [...notAnInteger, -2147483649, 2147483648] },
  int64: { holds: [-(2n ** 63n), 0n, 2n ** 53n + 1n, 2n ** 63n - 1n], refuses: [...notABigint, -(2n ** 63n) - 1n, 2n ** 63n] },
  uint8: { holds: [0, 255], refuses: [...notAnInteger, -1, 256] },
  uint16: { holds: [0, 65535], refuses: [...notAnInteger, -1, 65536] },
  uint32: { holds: [0, 4294967295], refuses: [...notAnInteger, -1, 4294967296] },
  uint64: { holds: [0n, 2n ** 53n + 1n, 2n ** 64n - 1n], refuses: [...notABigint, -1n, 2n ** 64n] },
  float32: { holds: [-0.5, 0, -0, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 127], refuses: notANumber },
  float64: { holds: [-0.1, 0, -0, Number.NEGATIVE_INFINITY, Number.NaN, Number.MAX_VALUE, Number.MIN_VALUE], refuses: notANumber },
  complex64: {
    holds: [
      { re: 0.5, im: -2 },
      { re: Number.NaN, im: Number.POSITIVE_INFINITY },
    ],
    refuses: notComplex,
  },
  complex128: { holds: [{ re: 0.1, im: Number.MAX_VALUE }], refuses: notComplex },
}

/** Two elements with a gap before each: the second one's neighbours must stay as they are. */
function test<D extends DType>(dtype: D): void {
  t.test(dtype, (t) => {
    const codec = codecOf(dtype)
    const bytes = itemSize(dtype)
    t.equal(codec.width * typedArrayFor(dtype).BYTES_PER_ELEMENT, bytes, 'width')
    for (const value of values[dtype].holds) {
      codec.check(value)
      const memory = new Uint8Array(3 * bytes).fill(0xa5)
      codec.write(new DataView(memory.buffer), bytes, value)
      t.same(codec.read(new DataView(memory.buffer), bytes), value, `${show(value)} comes back`)
      t.ok(
        [...memory.subarray(0, bytes), ...memory.subarray(2 * bytes)].every((byte) => byte === 0xa5),
        'nothing beside it is touched',
      )
      const typed = new (typedArrayFor(dtype))(memory.buffer, bytes, codec.width)
      const parts = typeof value === 'object' ? [value.re, value.im] : [typeof value === 'boolean' ? Number(value) : value]
      t.same(Array.from(typed as ArrayLike<number | bigint>), parts, 'a typed array sees the same')
    }
    for (const value of values[dtype].refuses)
      t.throws(() => codec.check(value), ArgumentError, `refuses ${show(value)} of type ${typeof value}`)
    t.end()
  })
}

function show(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

for (const dtype of dtypes) test(dtype)
