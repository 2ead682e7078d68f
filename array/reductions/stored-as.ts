import type { DType } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import { cast, type Elementwise } from '../expression/node.js'
import { take } from '../lazy/elementwise.js'
import type { StoredArray } from '../stored-array.js'

/** Elements that the engines have, for a call that reads them. */
export interface Stored {
  readonly stored: StoredArray
  /** Let go of them after the call has been sent. */
  end(): void
}

/** Have the engines compute an array in a dtype; elements that are there already are not copied. */
export function storedAs(array: ArrayCore, dtype: DType): Stored {
  const client = array.context
  const isTheirs = array.dtype !== dtype
  const source = isTheirs ? converted(array, dtype) : array
  client.compute(source)
  const [stored] = source._node().sources as [StoredArray]
  return { stored, end: () => isTheirs && source.free() }
}

function converted(array: ArrayCore, dtype: DType): ArrayCore {
  const { client, operands, sources } = take('astype', [array])
  return client.express({ node: cast(operands[0] as Elementwise, dtype), sources })
}
