// PETSc vectors as a plug-in of the conformance harness: distarray conformance dist/examples/conformance/petsc.js
// The producer's memory is PETSc's own, and so is the distribution; the consumer is a Vec over somebody else's memory.
import * as petsc from '../../adapters/petsc/index.js'
import type { CaseSection, Claims, ConformanceCase } from '../../conformance/index.js'
import { valueAt } from '../../conformance/index.js'
import type { Communicator } from '../../index.js'

/** A Vec is one block dimension of float64; it can lie over any distribution, when memory is packed and holds no ghosts, and each entry has one owner. */
export const claims: Claims = {
  zeroCopy: true,
  dtypes: ['float64'],
  producer: {
    distTypes: ['b'],
    unsupported: ['0-d', '2-d', '3-d', '4-d', 'padding', 'boundary-padding', 'periodic', 'extension'],
  },
  consumer: { unsupported: ['padding', 'strided', 'readonly', 'replicated', 'duplicates'] },
}

/** Make a vector of the wanted local size in PETSc's memory. */
export function producer(comm: Communicator, one: ConformanceCase, section: CaseSection): petsc.Vec {
  petsc.garbageCleanup(comm) // destroys what earlier cases dropped
  const vec = petsc.createVec({ localSize: section.shape[0]!, size: one.globalShape[0]!, comm })
  const [indices] = section.globalIndices
  vec.data.set(indices!.map((g) => Number(valueAt('float64', [g]))))
  return vec
}

/** Put a vector over the memory of the export. */
export function consumer(comm: Communicator, exported: unknown): petsc.Vec {
  petsc.garbageCleanup(comm)
  return petsc.vec(exported, { comm })
}
