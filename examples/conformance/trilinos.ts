// Tpetra vectors as a plug-in of the conformance harness: distarray conformance dist/examples/conformance/trilinos.js
// (epetra.ts has the same for Epetra.) The producer's memory, map and index lists are the library's own.
import * as trilinos from '../../adapters/trilinos/index.js'
import type { CaseSection, Claims, ConformanceCase } from '../../conformance/index.js'
import { indexArray, valueAt } from '../../conformance/index.js'
import type { Communicator } from '../../index.js'

/** A map is contiguous or a list of indices that are zero or more; a vector can lie over any distribution of packed memory whose entries have one owner each. */
export const claims: Claims = {
  zeroCopy: true,
  dtypes: ['float64'],
  producer: {
    distTypes: ['b', 'u'],
    unsupported: ['0-d', '2-d', '3-d', '4-d', 'padding', 'boundary-padding', 'periodic', 'extension'],
    except: outsideMaps,
  },
  consumer: { unsupported: ['padding', 'strided', 'readonly', 'replicated', 'duplicates'] },
}

/** What no map of Trilinos can say. */
function outsideMaps({ sections }: ConformanceCase): string | undefined {
  return sections.some(({ globalIndices }) => globalIndices[0]!.some((g) => g < 0)) ? 'a map has no negative indices' : undefined
}

/** The two functions of a plug-in, for one of the two vector libraries. */
export function plugin(kind: 'tpetra' | 'epetra') {
  return {
    /** Make a vector with the wanted map in Trilinos' memory. */
    producer(comm: Communicator, one: ConformanceCase, section: CaseSection): trilinos.Vector {
      trilinos.garbageCleanup(comm)
      const [indices] = section.globalIndices
      const isListed = section.dim_data[0]!.dist_type === 'u'
      const map = isListed
        ? { indices: indexArray(indices!) as Int32Array | BigInt64Array }
        : { localSize: section.shape[0]!, size: one.globalShape[0]! }
      const vector = trilinos.createVector({ kind, comm, ...map })
      vector.data.set(indices!.map((g) => Number(valueAt('float64', [g]))))
      return vector
    },

    /** Put a vector over the memory of the export. */
    consumer(comm: Communicator, exported: unknown): trilinos.Vector {
      trilinos.garbageCleanup(comm)
      return trilinos.vector(exported, { kind, comm })
    },
  }
}

export const { producer, consumer } = plugin('tpetra')
