import type { DimensionMap } from '../protocol/dimension/dimension-map.js'
import type { Distribution } from '../protocol/distribution.js'
import { type ArrayTypes, type DType, typedArrayFor } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import { bufferOf, byteOffsetOf } from '../protocol/memory.js'
import { codecOf } from './element.js'
import { temporaryArray } from './unset-array.js'

/** Which global indices of one dimension a piece has, in its order. */
type Axis = { readonly extent: number; readonly count: number } & ({ readonly start: number } | { readonly indices: Float64Array })

/**
 * Cut the section of one rank, ghosts included, out of a whole array.
 *
 * Not collective.
 *
 * @param whole  Row-major over the global shape.
 * @param shares Whether a section that lies in one piece may share the memory of `whole`.
 * @returns      A typed array, row-major over the local shape; `giveBack` takes it when it is large and shares nothing.
 */
export function cutSection<D extends DType>(
  distribution: Distribution,
  rank: number,
  dtype: D,
  whole: ArrayTypes[D],
  shares = false,
): ArrayTypes[D] {
  const axes = axesOf(distribution, rank, heldAxis)
  const { width } = codecOf(dtype)
  const size = product(axes.map(({ count }) => count)) * width
  let section: ArrayTypes[D] | undefined
  forEachRun(axes, width, (global, local, length) => {
    if (shares && length === size) section = whole.subarray(global, global + length) as ArrayTypes[D]
    else {
      section ??= temporaryArray(dtype, size)
      copy(whole, global, section, local, length)
    }
  })
  return section ?? new (typedArrayFor(dtype))(size)
}

/**
 * Put the own entries of the ranks together.
 *
 * Not collective.
 *
 * @param pieces Of each rank in turn: what it owns, row-major without ghosts.
 * @param allocate Makes the array; what it holds need not be set.
 * @returns      A typed array, row-major over the global shape; pieces that are one behind the other in that order already are not
 *               copied.
 */
export function assemble<D extends DType>(
  distribution: Distribution,
  dtype: D,
  pieces: readonly ArrayTypes[D][],
  allocate = (length: number): ArrayTypes[D] => new (typedArrayFor(dtype))(length),
): ArrayTypes[D] {
  const { width } = codecOf(dtype)
  const length = distribution.size * width
  // Labels of an unstructured dimension need not fill the range, and may be on several ranks.
  const isFull = distribution.maps.every(({ distType }) => distType !== 'u')
  const joined = isFull ? join(distribution, dtype, pieces) : undefined
  if (joined !== undefined) return joined
  const whole = isFull ? allocate(length) : new (typedArrayFor(dtype))(length)
  for (const [rank, piece] of pieces.entries())
    forEachRun(axesOf(distribution, rank, ownAxis), width, (global, local, run) => copy(piece, local, whole, global, run))
  return whole
}

/** The whole array where it is in memory already: every piece is one range of it, and they follow each other. */
function join<D extends DType>(distribution: Distribution, dtype: D, pieces: readonly ArrayTypes[D][]): ArrayTypes[D] | undefined {
  const { width } = codecOf(dtype)
  let first: ArrayTypes[D] | undefined
  let length = 0
  for (const [rank, piece] of pieces.entries()) {
    if (piece.length === 0) continue
    first ??= piece
    const [split, ...rest] = axesOf(distribution, rank, ownAxis)
    const isRange =
      split === undefined ||
      ('start' in split && rest.every(isWhole) && split.start * product(rest.map(({ extent }) => extent)) * width === length)
    if (!isRange || bufferOf(piece) !== bufferOf(first) || byteOffsetOf(piece) !== byteOffsetOf(first) + length * piece.BYTES_PER_ELEMENT)
      return undefined
    length += piece.length
  }
  if (first === undefined || length !== distribution.size * width) return undefined
  return first.length === length ? first : new (typedArrayFor(dtype))(bufferOf(first) as ArrayBuffer, byteOffsetOf(first), length)
}

function isWhole(axis: Axis): boolean {
  return 'start' in axis && axis.start === 0 && axis.count === axis.extent
}

function axesOf(distribution: Distribution, rank: number, axis: (map: DimensionMap, coord: number) => Axis): Axis[] {
  const coords = distribution.coordsOf(rank)
  return distribution.maps.map((map, d) => axis(map, coords[d] as number))
}

function ownAxis(map: DimensionMap, coord: number): Axis {
  const { size: extent, distType } = map
  const count = map.ownCount(coord)
  if (distType !== 'b' || count === 0) return { extent, count, indices: map.ownIndices(coord) }
  return { extent, count, start: map.localToGlobal(coord, map.ownOffset(coord)) }
}

function heldAxis(map: DimensionMap, coord: number): Axis {
  const { size: extent, distType } = map
  const count = map.localCount(coord)
  // What a process holds of a block dimension is one range.
  if (distType === 'b' && count > 0) return { extent, count, start: map.localToGlobal(coord, 0) }
  return { extent, count, indices: Float64Array.from({ length: count }, (_, i) => map.localToGlobal(coord, i)) }
}

/** Call `visit` for each run of components that follow each other in the whole array and in the piece. */
function forEachRun(axes: readonly Axis[], width: number, visit: (global: number, local: number, length: number) => void): void {
  if (axes.some(({ count }) => count === 0)) return
  // Trailing dimensions that the piece has whole are one long element.
  let last = axes.length - 1
  let item = width
  for (; last >= 0; last--) {
    const axis = axes[last] as Axis
    if (!isWhole(axis)) break
    item *= axis.extent
  }
  let local = 0
  const walk = (d: number, base: number): void => {
    if (d > last) {
      visit(base * item, local, item)
      local += item
      return
    }
    const axis = axes[d] as Axis
    const from = base * axis.extent
    if (d === last && 'start' in axis) {
      visit((from + axis.start) * item, local, axis.count * item)
      local += axis.count * item
      return
    }
    for (let i = 0; i < axis.count; i++) walk(d + 1, from + ('start' in axis ? axis.start + i : (axis.indices[i] as number)))
  }
  walk(0, 0)
}

function copy<T extends ArrayTypes[DType]>(source: T, from: number, target: T, to: number, length: number): void {
  // A typed array's own copying costs more than this until about here.
  if (length < 16) for (let k = 0; k < length; k++) target[to + k] = source[from + k] as never
  else target.set(source.subarray(from, from + length) as never, to) // one dtype, so one kind of typed array
}
