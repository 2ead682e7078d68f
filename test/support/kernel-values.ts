import { NDArray } from '../../array/nd-array.js'
import { type DType, itemSize, typedArrayFor } from '../../protocol/dtype.js'

const awkward = [
  ...[
    0,
    1,
    0.5,
    1.5,
    2.5,
    2,
    3,
    7,
    1e-3,
    1e-8,
    0.1,
    100,
    127.5,
    128,
    255.5,
    256,
    32768,
    65536,
    1e22,
    5e-324,
    2 ** -1022,
    2 ** -126,
    2 ** -149,
  ],
  ...[2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 2 ** 64, 1.7976931348623157e308, 3.4028234663852886e38, Number.POSITIVE_INFINITY],
  ...[Math.PI, Math.PI / 2, Math.E, 709.7, 710.4, 745, 88.7, 103.9, 1 - 2 ** -53, 1 + 2 ** -52, 1 - 2 ** -24, 1 + 2 ** -23],
].flatMap((x) => [x, -x])
const special = [...awkward, Number.NaN]

/** Small generator of 32 random bits (xorshift), for arrays that fast-check would take too long to make. */
export function randomBits(seed: number): () => number {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/** Floats: any bits, and uniform ones of several sizes. */
function randomFloat(bits: () => number, float32: boolean): number {
  const kind = bits() % 5
  const uniform = (bits() / 2 ** 32) * 2 - 1
  if (kind > 0) return uniform * [1, 30, 750, 1e5][kind - 1]!
  return float32 ? new Float32Array(Uint32Array.of(bits()).buffer)[0]! : new Float64Array(Uint32Array.of(bits(), bits()).buffer)[0]!
}

function component(dtype: DType, bits: () => number, at: number): number | bigint {
  const bytes = itemSize(dtype)
  if (dtype === 'bool') return bits() & 1
  if (dtype.startsWith('float') || dtype.startsWith('complex'))
    return at < special.length ? special[at]! : randomFloat(bits, dtype === 'float32' || dtype === 'complex64')
  const width = 8 * bytes
  const edges = [
    0n,
    1n,
    2n,
    3n,
    -1n,
    -2n,
    -3n,
    2n ** BigInt(width - 1),
    2n ** BigInt(width - 1) - 1n,
    BigInt(width),
    BigInt(width - 1),
    10n,
  ]
  const value = at < edges.length ? edges[at]! : bits() & 1 ? BigInt((bits() % 41) - 20) : (BigInt(bits()) << 32n) | BigInt(bits())
  const wrapped = dtype.startsWith('u') ? BigInt.asUintN(width, value) : BigInt.asIntN(width, value)
  return bytes === 8 ? wrapped : Number(wrapped)
}

/** How many of the values that {@link operands} begins with are special for a dtype. */
function edges(dtype: DType): number {
  return dtype === 'bool' ? 2 : dtype.startsWith('float') ? special.length : dtype.startsWith('complex') ? 24 : 12
}

/**
 * Operands of a loop: all combinations of special values of the first two, then random values; `n` in all, or more if there are
 * more combinations.
 */
export function operands(dtypes: readonly DType[], seed: number, random: number): NDArray[] {
  const bits = randomBits(seed)
  const rows = edges(dtypes[0]!)
  const columns = dtypes.length > 1 ? edges(dtypes[1]!) : 1
  const n = rows * columns + random
  return dtypes.map((dtype, position) => {
    const isComplex = dtype.startsWith('complex')
    const data = new (typedArrayFor(dtype))(isComplex ? 2 * n : n)
    // Special values of a complex number are pairs of a few.
    const few = [0, 1, 2, 4, awkward.length - 1, special.length - 1, 61, 62]
    for (let i = 0; i < n; i++) {
      const place = i >= rows * columns || position > 1 ? special.length : position === 0 ? Math.floor(i / columns) : i % columns
      if (!isComplex) data[i] = component(dtype, bits, place)
      else {
        const isSpecial = place < 24
        data[2 * i] = component(dtype, bits, isSpecial ? few[place % 8]! : special.length) as number
        data[2 * i + 1] = component(dtype, bits, isSpecial ? few[(place * 3 + Math.floor(place / 8)) % 8]! : special.length) as number
      }
    }
    return new NDArray([n], dtype, data)
  })
}
