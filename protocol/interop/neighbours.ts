import { ArgumentError, expected } from '../errors.js'
import { darrayLosses } from './darray.js'
import { daskLosses } from './dask.js'
import { type DmdaOptions, dmdaLosses } from './dmda.js'
import { dtensorLosses } from './dtensor.js'
import type { FlattenOptions } from './flatten.js'
import { jaxLosses } from './jax.js'
import { partitionedLosses } from './partitioned.js'
import { petscIndexSetLosses } from './petsc-index-sets.js'
import { petscLayoutLosses } from './petsc-layout.js'
import { scalapackLosses } from './scalapack.js'
import type { InteropSource } from './source.js'
import { subarrayLosses } from './subarray.js'
import { tpetraLosses } from './tpetra.js'

/** Options of the mappings that have any, see `toDmda`, `toPetscIndexSets` and `toTpetra`. */
export type LossOptions = DmdaOptions & FlattenOptions

/** A protocol or library whose description of a distribution can be mapped. */
export interface Neighbour {
  readonly title: string
  readonly lossesOf: (source: InteropSource, options?: LossOptions) => string[]
}

/** The neighbours, by the name that {@link lossesOf} takes. */
export const neighbours = {
  darray: { title: 'MPI darray', lossesOf: darrayLosses },
  subarrays: { title: 'MPI subarrays', lossesOf: subarrayLosses },
  scalapack: { title: 'ScaLAPACK', lossesOf: scalapackLosses },
  petscLayout: { title: 'PETSc layout', lossesOf: petscLayoutLosses },
  petscIndexSets: { title: 'PETSc index sets', lossesOf: petscIndexSetLosses },
  dmda: { title: 'PETSc DMDA', lossesOf: dmdaLosses },
  tpetra: { title: 'Tpetra map', lossesOf: tpetraLosses },
  dask: { title: 'dask', lossesOf: daskLosses },
  partitioned: { title: '`__partitioned__`', lossesOf: partitionedLosses },
  dtensor: { title: 'DTensor', lossesOf: dtensorLosses },
  jax: { title: 'JAX', lossesOf: jaxLosses },
} as const satisfies Readonly<Record<string, Neighbour>>

/** Name of a neighbour. */
export type NeighbourName = keyof typeof neighbours

/**
 * List what describing a distribution in a neighbour's terms would lose, without doing it.
 *
 * Not collective.
 *
 * @param target  The neighbour.
 * @param source  The distribution.
 * @param options As the mapping takes them.
 * @returns       A sentence per loss, headed by the feature; empty when nothing is in the way.
 * @throws {ArgumentError} Not a neighbour, or not a source.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @example
 * lossesOf('darray', Distribution.from([8], { ranks: 2, padding: [1] }))
 * // => ['communication padding: dimension 0 has ghosts; a darray selects own entries only: make subarray types instead']
 */
export function lossesOf(target: NeighbourName, source: InteropSource, options: LossOptions = {}): string[] {
  if (typeof target !== 'string' || !Object.hasOwn(neighbours, target))
    throw new ArgumentError(expected(`one of ${Object.keys(neighbours).join(', ')}`, 'target', target))
  const neighbour: Neighbour = neighbours[target]
  return neighbour.lossesOf(source, options)
}
