/* distarray's own arrays as a plug-in of the conformance harness: what `distarray conformance` checks when no other is named. */
import type { Element } from '../array/element.js'
import { LocalArray } from '../array/local-array.js'
import type { Communicator } from '../bindings/communicator.js'
import type { CaseSection, ConformanceCase } from '../conformance/case.js'
import { indexArray } from '../conformance/index-array.js'
import type { Claims } from '../conformance/subject.js'
import { valueAt } from '../conformance/value.js'
import type { DimData } from '../protocol/dim-data.js'
import { Distribution } from '../protocol/distribution.js'
import type { DType } from '../protocol/dtype.js'

/** An array of ours holds each entry once, and its exports have no extension of their own. */
export const claims: Claims = { zeroCopy: true, producer: { unsupported: ['extension'] }, consumer: { unsupported: ['replicated'] } }

/** Make this rank's piece of the case's array. */
export function producer(comm: Communicator, one: ConformanceCase): LocalArray {
  const distribution = Distribution.fromDimDataPerRank(one.sections.map(dictionaries))
  return LocalArray.fromFunction<DType>(comm, distribution, (...index) => elementAt(one.dtype, index), one.dtype)
}

/** Take a foreign piece; the array exports it again. */
export function consumer(comm: Communicator, exported: unknown): LocalArray {
  return LocalArray.fromDistArray(comm, exported)
}

/** A section's dictionaries as the protocol has them: indices in integer arrays, `{}` written out. */
function dictionaries({ dim_data, shape, indexType }: CaseSection): DimData[] {
  return dim_data.map((dim, d) => {
    if (dim.dist_type === undefined) {
      const size = shape[d]!
      return { dist_type: 'b', size, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: size }
    }
    const indices = Array.isArray(dim.indices) ? { indices: indexArray(dim.indices as number[], indexType) } : {}
    return { ...dim, ...indices } as unknown as DimData
  })
}

function elementAt(dtype: DType, index: readonly number[]): Element<DType> {
  const value = valueAt(dtype, index)
  return typeof value === 'object' ? { re: value[0], im: value[1] } : value
}
