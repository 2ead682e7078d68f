import fc from 'fast-check'
import t from 'tap'
import { checkCopyTarget, copyInto } from '../../adapters/common/copy-into.js'
import { copyOf } from '../../adapters/common/copy-of.js'
import { type DimData, type DType, dtypes, formatOf, importArray, isDistError, itemSize, typedArrayFor } from '../../protocol/index.js'

/** A section at rank 1 of 3 of one block dimension, or an undistributed one. */
interface Axis {
  own: number
  low: number
  high: number
  /** Elements between neighbours beyond what the inner dimensions need. */
  gap: number
  reversed: boolean
}

const axis: fc.Arbitrary<Axis> = fc.nat(4).chain((own) =>
  fc.record({
    own: fc.constant(own),
    low: fc.nat(Math.min(2, own)), // the protocol wants padding no wider than the own entries
    high: fc.nat(Math.min(2, own)),
    gap: fc.nat(2),
    reversed: fc.boolean(),
  }),
)

function dimOf({ own, low, high }: Axis): DimData {
  const [start, stop] = [10 - low, 10 + own + high]
  return { dist_type: 'b', size: 100, proc_grid_size: 3, proc_grid_rank: 1, start, stop, padding: [low, high] }
}

/** The section over fresh memory, filled by `fill(k)` for memory position k, and the positions of its own entries in row-major order. */
function sectionOf(axes: Axis[], dtype: DType, fill: (k: number) => number) {
  const shape = axes.map(({ own, low, high }) => own + low + high)
  const strides = new Array<number>(axes.length)
  let length = 1
  for (let d = axes.length - 1; d >= 0; d--) {
    strides[d] = length + axes[d]!.gap
    length = Math.max(1, shape[d]!) * strides[d]!
  }
  const isEmpty = shape.includes(0)
  let first = 0
  for (const [d, { reversed }] of axes.entries())
    if (reversed && !isEmpty) {
      first += (shape[d]! - 1) * strides[d]!
      strides[d]! *= -1
    }
  const memory = new (typedArrayFor(dtype))(length)
  for (let k = 0; k < length; k++) {
    if (memory instanceof BigInt64Array || memory instanceof BigUint64Array) memory[k] = BigInt(fill(k))
    else memory[k] = fill(k)
  }
  let positions = [first]
  for (const [d, { own, low }] of axes.entries())
    positions = positions.flatMap((at) => Array.from({ length: own }, (_, k) => at + (low + k) * strides[d]!))
  const size = itemSize(dtype)
  const buffer = { data: memory.subarray(first), shape, strides: strides.map((stride) => stride * size), format: formatOf(dtype) }
  const producer = { __distarray__: () => ({ __version__: '0.10.0', buffer, dim_data: axes.map(dimOf) }) }
  return { memory, positions, producer, buffer }
}

const real = dtypes.filter((dtype) => !dtype.startsWith('complex'))

t.test('own entries of any strided, padded section of any real dtype', async () => {
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 3 }), fc.constantFrom(...real), (axes, dtype) => {
      const { memory, positions, producer } = sectionOf(axes, dtype, (k) => (k * 7) % 128)
      const copy = copyOf(importArray(producer))
      const wanted = positions.map((at) => (dtype === 'bool' ? Number(memory[at] !== 0) : Number(memory[at])))
      const again = importArray(copy)
      return (
        copy.data.length === wanted.length &&
        wanted.every((value, k) => value === copy.data[k]) &&
        again.dtype === 'float64' &&
        again.shape.every((extent, d) => extent === axes[d]!.own) &&
        again.dimData.every((dim) => dim.dist_type === 'b' && dim.start === 10 && dim.padding[0] === 0 && dim.padding[1] === 0)
      )
    }),
  )
})

t.test('the way back writes own entries and nothing else', async () => {
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 3 }), fc.constantFrom<DType>('float32', 'float64'), (axes, dtype) => {
      const { memory, positions, producer } = sectionOf(axes, dtype, (k) => k)
      const array = importArray(producer)
      const copy = copyOf(array)
      const wanted = memory.slice()
      for (const at of positions) wanted[at] = -1 - Number(memory[at])
      for (const [k, value] of copy.data.entries()) copy.data[k] = -1 - value
      copyInto(copy, array)
      return memory.every((value, k) => value === wanted[k])
    }),
  )
})

t.test('boundary padding, cyclic and unstructured dimensions', async (t) => {
  const edge = { size: 6, proc_grid_size: 2, proc_grid_rank: 0, start: 0, stop: 4, padding: [1, 1], periodic: true } as const
  const cyclic = { dist_type: 'c', size: 3, proc_grid_size: 2, proc_grid_rank: 0, start: 0, block_size: 1 } as const
  const indices = Int32Array.of(2)
  const scattered = { dist_type: 'u', size: 3, proc_grid_size: 3, proc_grid_rank: 1, indices } as const
  const data = Int16Array.from({ length: 8 }, (_, k) => k)
  const buffer = { data, shape: [4, 2, 1], strides: [4, 2, 2], format: 'h' }
  const dim_data = [{ dist_type: 'b', ...edge } as const, cyclic, scattered]
  const copy = copyOf(importArray({ __version__: '0.10.0', buffer, dim_data }))
  t.same([...copy.data], [0, 1, 2, 3, 4, 5])
  t.same(copy.shape, [3, 2, 1])
  const [block, ...others] = copy.__distarray__().dim_data
  t.same(block, { dist_type: 'b', ...edge, stop: 3, padding: [1, 0] })
  t.same(others, [cyclic, { ...scattered, one_to_one: false }])
})

t.test('values are converted as NumPy converts them', async (t) => {
  const copied = (data: BigInt64Array | BigUint64Array | Float32Array) =>
    copyOf(importArray({ __version__: '0.10.0', buffer: data, dim_data: [{}] })).data
  t.same([...copied(BigInt64Array.of(2n ** 53n + 1n, -(2n ** 63n)))], [2 ** 53, -(2 ** 63)])
  t.same([...copied(BigUint64Array.of(2n ** 64n - 1n, 2n ** 53n + 3n))], [2 ** 64, 2 ** 53 + 4])
  t.same([...copied(Float32Array.of(0.1, NaN, -Infinity))], [Math.fround(0.1), NaN, -Infinity])
  const flags = { data: Uint8Array.of(0, 1, 7), shape: [3], strides: [1], format: '?' }
  t.same([...copyOf(importArray({ __version__: '0.10.0', buffer: flags, dim_data: [{}] })).data], [0, 1, 1])
})

t.test('refusals', async (t) => {
  const section = (data: ArrayBufferView, shape: number[], strides: number[], format: string, readonly = false) =>
    importArray({ __version__: '0.10.0', buffer: { data, shape, strides, format, readonly }, dim_data: shape.map(() => ({})) })
  const refused = (body: () => unknown, code: string, message: RegExp) => {
    try {
      body()
      t.fail(`accepted what should give ${code}`)
    } catch (error) {
      t.ok(isDistError(error, code), `${code}: ${error}`)
      t.match(String(error), message)
    }
  }
  refused(() => copyOf(section(new Float64Array(4), [2], [16], 'Zd')), 'ERR_DTYPE', /complex128/)
  const three = section(new Float64Array(3), [3], [8], 'd')
  const copy = copyOf(three)
  refused(() => copyInto(copy, section(new Int32Array(3), [3], [4], 'i')), 'ERR_DTYPE', /int32/)
  refused(() => copyInto(copy, section(new Float64Array(3), [3], [8], 'd', true)), 'ERR_UNSUPPORTED', /read-only/)
  refused(() => copyInto(copy, section(new Float64Array(4), [4], [8], 'd')), 'ERR_SHAPE', /\[3\]/)
  refused(() => copyInto(copy, section(new Float64Array(3), [3, 1], [8, 8], 'd')), 'ERR_SHAPE', /\[3\]/)
  refused(() => checkCopyTarget(section(new Float64Array(3), [3], [8], 'd', true)), 'ERR_UNSUPPORTED', /read-only/)
  const memory = new Float64Array(3)
  const freed = section(memory, [3], [8], 'd')
  structuredClone(memory.buffer, { transfer: [memory.buffer] })
  refused(() => copyOf(freed), 'ERR_USE_AFTER_FREE', /freed/)
})
