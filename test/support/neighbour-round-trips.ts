import * as interop from '../../protocol/interop/index.js'
import type { NeighbourName } from '../../protocol/interop/neighbours.js'
import { readSource } from '../../protocol/interop/source.js'

type RoundTrip = (source: interop.InteropSource) => interop.Placement

const ndim = (source: interop.InteropSource) => (readSource(source).distribution.ndim === 1 ? 1 : 2)
const ranks = (source: interop.InteropSource) => {
  const { distribution, replicated } = readSource(source)
  return replicated.reduce((n, extent) => n * extent, distribution.ranks)
}

/** Describe a distribution in each neighbour's terms, and read it back. */
export const roundTrips: Record<NeighbourName, RoundTrip> = {
  darray: (d) => interop.fromDarray(interop.toDarray(d)),
  subarrays: (d) => interop.fromSubarrays(interop.toSubarrays(d)),
  scalapack: (d) => interop.fromScalapack(interop.toScalapack(d), ndim(d)),
  petscLayout: (d) => interop.fromPetscLayout(interop.toPetscLayout(d)),
  petscIndexSets: (d) => interop.fromPetscIndexSets(interop.toPetscIndexSets(d)),
  dmda: (d) => interop.fromDmda(interop.toDmda(d)),
  tpetra: (d) => interop.fromTpetra(interop.toTpetra(d), ranks(d)),
  dask: (d) => interop.fromDask(interop.toDask(d)),
  partitioned: (d) => interop.fromPartitioned(interop.toPartitioned(d)),
  dtensor: (d) => interop.fromDTensor(interop.toDTensor(d)),
  jax: (d) => interop.fromJax(interop.toJax(d)),
}
