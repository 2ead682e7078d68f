import { agree } from '../bindings/agree.js'
import { Block } from '../bindings/block.js'
import type { Communicator } from '../bindings/communicator.js'
import { contiguousStrides } from '../protocol/buffer.js'
import type { DimensionMap } from '../protocol/dimension/dimension-map.js'
import type { Distribution } from '../protocol/distribution.js'
import { type DType, formatOf, itemSize } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import type { Element } from './element.js'
import { indicesOf } from './indices.js'
import { distributionOf, type Layout } from './layout.js'
import { Section } from './section.js'

/**
 * Allocate this rank's piece of a new array.
 *
 * Collective over `comm`.
 *
 * @param dtype Default `'float64'`.
 * @returns     A row-major section on a block of its own, which the caller frees.
 */
export function allocate<D extends DType>(
  comm: Communicator,
  layout: Layout,
  dtype: D | undefined,
  options: { zero: boolean },
): { distribution: Distribution; section: Section<D>; block: Block } {
  // D is 'float64' where dtype is absent: the default of the callers' type parameter.
  const type = dtype ?? ('float64' as D)
  let block: Block | undefined
  try {
    return agree(comm, () => {
      const distribution = distributionOf(comm, layout)
      const shape = distribution.localShape(comm.rank)
      block = Block.allocate(product(shape) * itemSize(type), options)
      const data = new Uint8Array(block.buffer)
      const buffer = { data, shape, strides: contiguousStrides(shape, itemSize(type)), format: formatOf(type) }
      return { distribution, section: new Section(type, buffer), block }
    })
  } catch (error) {
    block?.free() // this rank had the memory, another one had not
    throw error
  }
}

/**
 * Set every element from its global index; frees `block` when that fails.
 *
 * Collective over `comm`.
 */
export function fill<D extends DType>(
  comm: Communicator,
  distribution: Distribution,
  section: Section<D>,
  block: Block,
  element: (...globalIndex: number[]) => Element<D>,
): void {
  try {
    agree(comm, () => {
      const coords = distribution.coordsOf(comm.rank)
      const globals = section.buffer.shape.map((extent, d) => {
        const map = distribution.maps[d] as DimensionMap
        return Array.from({ length: extent }, (_, i) => map.localToGlobal(coords[d] as number, i))
      })
      for (const local of indicesOf(section.buffer.shape))
        section.set(local, element(...local.map((i, d) => (globals[d] as number[])[i] as number)))
    })
  } catch (error) {
    block.free()
    throw error
  }
}
