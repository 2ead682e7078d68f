import type { DType, TypedArray } from '../protocol/dtype.js'
import { componentSize, itemSize, typedArrayFor } from '../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError } from '../protocol/errors.js'
import { isCount, product } from '../protocol/integers.js'
import { byteLengthOf, byteOffsetOf } from '../protocol/memory.js'
import { countOf } from './comm/buffer.js'
import { type ElementType, elementTypeNamed, elementTypeOf } from './comm/element-type.js'
import { native } from './native.js'

const ops = ['add', 'multiply', 'maximum', 'minimum'] as const

/** What a scan does with each element and what came before it. */
export type ScanOp = (typeof ops)[number]

/** Memory of an array of the scan's shape: strides in bytes per dimension. */
export interface ScanMemory {
  readonly view: ArrayBufferView
  /** Bytes from the start of `view` to the first element. */
  readonly offset: number
  readonly strides: readonly number[]
}

/**
 * Write the running sums, products, maxima or minima along one axis.
 *
 * Not collective. Sums of float lines without gaps are taken a register at a time, with an error below that of adding one
 * element after the other; products of floats are multiplied one after the other, as NumPy does. NaN wins in maxima and
 * minima, from its place on. Integers wrap around.
 *
 * @param op     What to do.
 * @param dtype  dtype of input, output and carry: numbers, and real ones for maxima and minima.
 * @param input  Memory over `shape`.
 * @param output Memory over `shape`; may be the input's, element for element.
 * @param shape  Extents.
 * @param axis   The dimension to go along.
 * @param carry  What came before each line, taken first: one element per line, the other dimensions row-major. None: lines
 *               begin with their first element.
 * @param totals One element per line: receives what stands at the end of each line, its carry when the line is empty; may
 *               be `carry`. Not touched when lines are empty and there is no carry.
 * @throws {ArgumentError}  `op` is unknown, `axis` is no dimension, or memory is not aligned for the dtype.
 * @throws {DTypeError}     The dtype has no such scan, or an array has another one.
 * @throws {ShapeError}     `carry` or `totals` has not one element per line, strides do not fit `shape`, or elements lie outside
 *                          a view.
 * @see source: Blelloch, Prefix sums and their applications (1990), for the steps within a register.
 */
export function scan(
  op: ScanOp,
  dtype: DType,
  input: ScanMemory,
  output: ScanMemory,
  shape: readonly number[],
  axis: number,
  carry?: TypedArray,
  totals?: TypedArray,
): void {
  const code = ops.indexOf(op)
  if (code < 0) throw new ArgumentError(expected(`one of ${ops.join(', ')}`, 'op', op))
  const type = elementTypeNamed(dtype)
  if (type.kind === 'bool' || (type.kind === 'complex' && code >= 2))
    throw new DTypeError(expected(`the dtype of ${code < 2 ? '' : 'real '}numbers`, 'dtype', dtype))
  for (const extent of shape) if (!isCount(extent)) throw new ShapeError(expected('extents, integers >= 0,', 'shape', shape))
  if (!isCount(axis) || axis >= shape.length) throw new ArgumentError(expected(`a dimension of shape [${shape}]`, 'axis', axis))
  requireInside(input, dtype, shape, 'input')
  requireInside(output, dtype, shape, 'output')
  const lines = product(shape.filter((_, dim) => dim !== axis))
  if (carry !== undefined) requireLines(carry, type, lines, 'carry')
  if (totals !== undefined) requireLines(totals, type, lines, 'totals')
  const sums = totals ?? new (typedArrayFor(dtype))(lines * type.width)
  if (carry !== undefined && carry !== sums) sums.set(carry as never) // the same kind of typed array
  if (product(shape) === 0) return
  const numbers = Float64Array.of(shape.length, axis, input.offset, output.offset, ...shape, ...input.strides, ...output.strides)
  native().scan_memory(code, type.code, bytesOf(input.view), bytesOf(output.view), numbers, sums, carry !== undefined)
}

function bytesOf(view: ArrayBufferView): TypedArray {
  return new Uint8Array(view.buffer, byteOffsetOf(view), byteLengthOf(view))
}

function requireLines(array: TypedArray, type: ElementType, lines: number, name: string): void {
  const count = countOf(array, elementTypeOf(array, type.dtype, name), name)
  if (count !== lines) throw new ShapeError(expected(`${lines} elements, one per line,`, `${name}.length`, count))
}

function requireInside(memory: ScanMemory, dtype: DType, shape: readonly number[], name: string): void {
  if (!ArrayBuffer.isView(memory?.view)) throw new ArgumentError(expected('{ view, offset, strides }', name, memory))
  const { view, offset, strides } = memory
  if (strides.length !== shape.length) throw new ShapeError(expected(`${shape.length} strides`, `${name}.strides`, strides))
  const alignment = componentSize(dtype)
  let low = offset
  let high = offset + itemSize(dtype)
  for (const [dim, stride] of strides.entries()) {
    if (!Number.isSafeInteger(stride) || stride % alignment !== 0)
      throw new ArgumentError(expected(`multiples of ${alignment} bytes`, `${name}.strides`, strides))
    const reach = stride * ((shape[dim] as number) - 1)
    if (reach < 0) low += reach
    else high += reach
  }
  if (!Number.isSafeInteger(offset) || (byteOffsetOf(view) + offset) % alignment !== 0)
    throw new ArgumentError(expected(`a place aligned to ${alignment} bytes`, `${name}.offset`, offset))
  if (product(shape) > 0 && !(low >= 0 && high <= byteLengthOf(view)))
    throw new ShapeError(`Expected elements within the ${byteLengthOf(view)} bytes of ${name} but they cover bytes ${low} to ${high}`)
}
