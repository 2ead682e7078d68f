import { checkObject } from './checks.js'
import { lossesAmong } from './features.js'
import type { Source } from './source.js'

/** Whether to give up what a list of indices cannot say. */
export interface FlattenOptions {
  /** Number the elements of an array that is not 1-d row-major; its shape and process grid are then lost. Default false. */
  readonly flatten?: boolean
}

/** List what stands in the way of one number per element. */
export function flattenLosses(source: Source, options: FlattenOptions): string[] {
  checkObject(options, 'options')
  const { flatten = false } = options
  if (source.distribution.ndim === 1) return []
  if (!flatten) return lossesAmong(source, { 'n-d': 'a list of indices has one; pass { flatten: true } to number the elements row-major' })
  return lossesAmong(source, {
    'negative indices': 'only indices in [0, size) have a row-major number',
    'indices past the size': 'only indices in [0, size) have a row-major number',
  })
}
