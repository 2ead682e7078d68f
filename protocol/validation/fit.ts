import { contiguousStrides, isContiguous, type StridedBuffer } from '../buffer.js'
import type { FullDim } from '../dim-data.js'
import { cyclicCount } from '../dimension/cyclic-count.js'
import { itemSize } from '../dtype.js'
import { product } from '../integers.js'
import { bufferOf, byteLengthOf, byteOffsetOf, lengthOf } from '../memory.js'
import type { Outside, Reader } from './reader.js'
import type { Section } from './section.js'

/**
 * Give a flat buffer the extents that its dictionaries say (the option flatBuffers).
 *
 * @param outside Entries outside the array at the ends of each dimension, which the buffer holds too, shape [ndim].
 * @returns       The same elements, row-major; undefined, and a finding, when there are not as many.
 */
export function unflatten(
  reader: Reader,
  { buffer, dtype }: Section,
  dims: readonly FullDim[],
  outside: readonly Outside[],
): Section | undefined {
  const shape = dims.map((dim, d) => extentOf(dim) + outside[d]![0] + outside[d]![1])
  const elements = product(shape)
  if (elements === buffer.shape[0] && isContiguous(buffer))
    return { buffer: { ...buffer, shape, strides: contiguousStrides(shape, itemSize(dtype)) }, dtype }
  return reader.report(
    'DAP-D2',
    'dim_data',
    `Expected dictionaries of ${buffer.shape[0]} elements, those of the flat buffer, but received some of ${elements}`,
  )
}

/** How many entries a dictionary says that this process holds. */
function extentOf(dim: FullDim): number {
  if (dim.dist_type === 'b') return dim.stop - dim.start
  if (dim.dist_type === 'u') return lengthOf(dim.indices)
  return cyclicCount(dim.size, dim.proc_grid_size, dim.block_size, dim.proc_grid_rank)
}

/**
 * Leave entries at the ends of a section out.
 *
 * @param outside How many at the low and the high end of each dimension, shape [ndim].
 * @returns       The rest, over the same memory.
 */
export function narrow(buffer: StridedBuffer, outside: readonly Outside[]): StridedBuffer {
  const shape = buffer.shape.map((extent, d) => extent - outside[d]![0] - outside[d]![1])
  if (shape.includes(0)) return { ...buffer, shape }
  let skipped = 0
  for (let d = 0; d < shape.length; d++) skipped += outside[d]![0] * buffer.strides[d]!
  const start = byteOffsetOf(buffer.data) + skipped
  const data = new Uint8Array(bufferOf(buffer.data), start, byteLengthOf(buffer.data) - skipped)
  return { ...buffer, data, shape }
}
