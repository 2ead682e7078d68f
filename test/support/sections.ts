import fc from 'fast-check'
import type { StridedBuffer } from '../../protocol/buffer.js'
import { componentSize, type DType, formatOf, itemSize, typedArrayFor } from '../../protocol/dtype.js'

/** How a section lies in memory: the order of its dimensions, gaps between elements, and which dimensions run backwards. */
export interface Layout {
  order: number[]
  gap: number
  isReversed: boolean[]
  lead: number
}

/** Any layout of up to four dimensions; mostly not row-major. */
export const layouts: fc.Arbitrary<Layout> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
  gap: fc.nat(2),
  isReversed: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  lead: fc.nat(3),
})

/** New memory for a section of the given shape, laid out as asked. */
export function makeSection(dtype: DType, shape: readonly number[], layout: Layout): StridedBuffer {
  const size = itemSize(dtype)
  const strides = shape.map(() => 0)
  let stride = size * (1 + layout.gap)
  for (const d of layout.order.filter((d) => d < shape.length)) {
    strides[d] = layout.isReversed[d] ? -stride : stride
    stride *= shape[d]! + layout.gap
  }
  const isEmpty = shape.includes(0)
  const reach = strides.map((s, d) => (isEmpty ? 0 : s * (shape[d]! - 1)))
  const before = -reach.filter((r) => r < 0).reduce((a, b) => a + b, 0)
  const after = reach.filter((r) => r > 0).reduce((a, b) => a + b, 0) + (isEmpty ? 0 : size)
  const offset = layout.lead * size + before
  const array = typedArrayFor(dtype)
  const data = new array(new ArrayBuffer(offset + after), offset, after / componentSize(dtype))
  return { data, shape, strides, format: formatOf(dtype) }
}

/** Where an element's first component is: an index into an array over the whole `ArrayBuffer`. */
export function positionOf(buffer: StridedBuffer, dtype: DType, index: readonly number[]): number {
  const bytes = index.reduce((sum, i, d) => sum + i * buffer.strides[d]!, buffer.data.byteOffset)
  return bytes / componentSize(dtype)
}

/** All components in the memory of a section, as the dtype's typed array. */
export function componentsOf(buffer: StridedBuffer, dtype: DType): Record<number, number | bigint> {
  return new (typedArrayFor(dtype))(buffer.data.buffer) as unknown as Record<number, number | bigint>
}

/** A value that fits every dtype, as one of its components. */
export function valueFor(dtype: DType, n: number): number | bigint {
  if (dtype === 'bool') return n % 2
  return dtype === 'int64' || dtype === 'uint64' ? BigInt(n % 100) : n % 100
}
