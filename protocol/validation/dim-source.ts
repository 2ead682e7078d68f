import type { Reading } from '../version.js'
import type { Dictionary } from './reader.js'

/** A dimension dictionary whose common keys were checked; a key that broke its rule is undefined. */
export interface DimSource {
  readonly dictionary: Dictionary
  readonly distType: string
  /** Path of the dictionary, e.g. `'dim_data[0]'`. */
  readonly path: string
  /** The buffer's extent along this dimension; undefined when it is not known. */
  readonly extent: number | undefined
  readonly reading: Reading
  readonly size: number | undefined
  readonly gridSize: number | undefined
  readonly gridRank: number | undefined
}
