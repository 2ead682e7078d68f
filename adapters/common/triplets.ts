import { ArgumentError, expected, SelectionError, ShapeError } from '../../protocol/errors.js'

/** Global indices as a caller may give them; in a Float64Array each must be a safe integer. */
export type IndexList = Int32Array | BigInt64Array | Float64Array

/** Entries of a sparse matrix: `values[k]` at row `rows[k]`, column `cols[k]`; entries at one place add up. */
export interface Triplets {
  /** Flat global row indices, shape [n]. */
  readonly rows: IndexList
  /** Flat global column indices, shape [n]. */
  readonly cols: IndexList
  /** Shape [n]. */
  readonly values: Float64Array
}

/** {@link Triplets} in the one form that the addons read. */
export interface NativeTriplets {
  readonly rows: BigInt64Array
  readonly cols: BigInt64Array
  readonly values: Float64Array
}

/**
 * Check the triplets of a sparse matrix and bring them into the form that the addons read.
 *
 * Not collective; a caller that goes on to a collective operation lets the ranks agree first.
 *
 * @param triplets Rows, columns and values, each of shape [n]; n may be 0. Whether an index lies in the matrix is checked later.
 * @returns        Views on the caller's memory where that has the right type, else new arrays.
 * @throws {ArgumentError}  A part is not a typed array of the right kind.
 * @throws {SelectionError} An index in a Float64Array is not a safe integer.
 * @throws {ShapeError}     The lengths differ.
 */
export function nativeTriplets(triplets: Triplets): NativeTriplets {
  if (typeof triplets !== 'object' || triplets === null)
    throw new ArgumentError(expected('an object with rows, cols and values', 'triplets', triplets))
  const { values } = triplets
  if (!(values instanceof Float64Array)) throw new ArgumentError(expected('a Float64Array', 'values', values))
  const rows = wideIndices(triplets.rows, 'rows')
  const cols = wideIndices(triplets.cols, 'cols')
  if (rows.length !== values.length || cols.length !== values.length)
    throw new ShapeError(
      `Expected as many rows, cols and values but received ${rows.length} rows, ${cols.length} cols and ${values.length} values`,
    )
  return { rows, cols, values }
}

function wideIndices(indices: IndexList, name: string): BigInt64Array {
  if (indices instanceof BigInt64Array) return indices
  if (!(indices instanceof Int32Array || indices instanceof Float64Array))
    throw new ArgumentError(expected('an Int32Array, BigInt64Array or Float64Array', name, indices))
  const wide = new BigInt64Array(indices.length)
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!
    if (!Number.isSafeInteger(index)) throw new SelectionError(expected('a safe integer', `${name}[${k}]`, index))
    wide[k] = BigInt(index)
  }
  return wide
}
