export { asStridedBuffer, contiguousStrides, isContiguous, type StridedBuffer } from './buffer.js'
export type {
  BlockDim,
  CommonDim,
  CyclicDim,
  DimData,
  FullBlockDim,
  FullCyclicDim,
  FullDim,
  FullUnstructuredDim,
  IndexArray,
  UndistributedDim,
  UnstructuredDim,
} from './dim-data.js'
export { BlockMap, type BlockOptions } from './dimension/block.js'
export type { PaddingOption } from './dimension/block-padding.js'
export { CyclicMap } from './dimension/cyclic.js'
export type { DimensionMap } from './dimension/dimension-map.js'
export { type IndexList, UnstructuredMap } from './dimension/unstructured.js'
export { Distribution } from './distribution.js'
export type { DistributionOptions, DistType, PerDimension } from './distribution-options.js'
export {
  type ArrayTypes,
  componentSize,
  type DType,
  dapDType,
  dtypeOfFormat,
  dtypeOfTypedArray,
  dtypes,
  formatOf,
  isDType,
  itemSize,
  type TypedArray,
  type TypedArrayConstructor,
  typedArrayFor,
} from './dtype.js'
export {
  ArgumentError,
  DistError,
  DistributionError,
  DTypeError,
  isDistError,
  ProtocolError,
  SelectionError,
  ShapeError,
  UnsupportedError,
  UseAfterFreeError,
} from './errors.js'
export { type DistArrayExport, type DistArrayProducer, type ExportSource, exportArray } from './export.js'
export { type Device, type Extension, type PartialOp, type ReplicatedDim, replicaCount, requireUnreplicated } from './extension.js'
export type { Finding } from './findings.js'
export { defaultGrid } from './grid.js'
export { type ImportedArray, importArray } from './import.js'
export { type ProtocolOption, type ProtocolOptions, protocolOptions } from './options.js'
export { type ReferenceVerdict, referenceVerdict } from './reference-verdict.js'
export { type RuleId, type RuleText, rules, type Severity } from './rules.js'
export { validate } from './validate.js'
export { validateGlobal } from './validate-global.js'
export { protocolVersion } from './version.js'
