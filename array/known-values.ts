import type { DType, TypedArray } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import type { EngineValue } from './calls.js'
import { constantOf, type Element } from './element.js'
import { indicesOf } from './indices.js'
import { elementAt, type Packed } from './nested.js'
import { shownEdge, shownIndices } from './summary.js'

/** The element at a global index, for the indices that the text of an array shows. */
export type ShownElements = (index: readonly number[]) => Element

/**
 * Put together what `corners` answered.
 *
 * Not collective.
 *
 * @param shape   Global extents.
 * @param answers One per engine: global indices per dimension, and the elements at their product.
 */
export function shownFromCorners(shape: readonly number[], dtype: DType, answers: readonly EngineValue[]): ShownElements {
  const places = placesShown(shape)
  const elements = new Map<number, Element>()
  for (const { value } of answers) {
    const { indices, values } = value as { indices: readonly (readonly number[])[]; values: TypedArray }
    let k = 0
    for (const place of indicesOf(indices.map(({ length }) => length)))
      elements.set(places.numberOf(place.map((i, d) => indices[d]?.[i] as number)), elementAt(dtype, values as never, k++))
  }
  // Indices of an unstructured dimension need not fill the range; what nobody holds is 0, as in `toArray`.
  const nothing = constantOf(dtype, 0)
  return (index) => elements.get(places.numberOf(index)) ?? nothing
}

/**
 * Keep of a whole array what its text shows.
 *
 * Not collective.
 */
export function shownFromWhole({ shape, dtype, data }: Packed): ShownElements {
  const places = placesShown(shape)
  const elements: Element[] = []
  for (const index of places.indices()) elements.push(elementAt(dtype, data, rowMajor(index, shape)))
  return (index) => elements[places.numberOf(index)] as Element
}

/** Numbers the indices that the text of an array of this shape shows. */
function placesShown(shape: readonly number[]): { numberOf(index: readonly number[]): number; indices(): Iterable<readonly number[]> } {
  const edge = shownEdge(shape)
  const axes = shape.map((extent) => shownIndices(extent, edge))
  const extents = axes.map(({ length }) => length)
  // Of an axis that is cut, the last indices follow the first.
  const placeOf = (i: number, d: number): number => (i < edge ? i : i - (shape[d] as number) + (extents[d] as number))
  return {
    numberOf: (index) => rowMajor(index.map(placeOf), extents),
    *indices() {
      if (product(extents) > 0) for (const place of indicesOf(extents)) yield place.map((k, d) => axes[d]?.[k] as number)
    },
  }
}

function rowMajor(index: readonly number[], shape: readonly number[]): number {
  let k = 0
  for (const [d, extent] of shape.entries()) k = k * extent + (index[d] as number)
  return k
}
