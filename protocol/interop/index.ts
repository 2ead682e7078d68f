export { InteropError } from '../errors.js'
export {
  type DarrayArguments,
  type DarrayDistribution,
  fromDarray,
  type MpiOrder,
  toDarray,
} from './darray.js'
export { type DaskArray, fromDask, toDask } from './dask.js'
export { type DMDAStencilType, type DmdaArguments, type DmdaOptions, toDmda } from './dmda.js'
export type { DMBoundaryType } from './dmda-axis.js'
export { fromDmda } from './dmda-read.js'
export { type DTensorLayout, type DTensorPlacement, fromDTensor, toDTensor } from './dtensor.js'
export { type ExportPlace, exportPlace } from './export-place.js'
export type { FlattenOptions } from './flatten.js'
export { fromJax, type JaxSharding, type PartitionSpecEntry, toJax } from './jax.js'
export type { Mesh } from './mesh.js'
export { type LossOptions, lossesOf, type NeighbourName } from './neighbours.js'
export { type Partition, type Partitioned, toPartitioned } from './partitioned.js'
export { fromPartitioned } from './partitioned-read.js'
export { fromPetscIndexSets, type PetscIndexSets, toPetscIndexSets } from './petsc-index-sets.js'
export { fromPetscLayout, type PetscLayoutArguments, toPetscLayout } from './petsc-layout.js'
export { type BlacsGrid, fromScalapack, type ScalapackDescriptor, type ScalapackMatrix, toScalapack } from './scalapack.js'
export type { ExtendedDistribution, InteropSource, Placement, RankPlace } from './source.js'
export { fromSubarrays, type SubarrayArguments, type SubarrayPair, toSubarrays } from './subarray.js'
export { fromTpetra, type TpetraMapArguments, type TpetraMaps, toTpetra } from './tpetra.js'
