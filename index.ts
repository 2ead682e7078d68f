export type { Complex, Element, ElementTypes } from './array/element.js'
export type { Layout } from './array/layout.js'
export { LocalArray } from './array/local-array.js'
export { agree } from './bindings/agree.js'
export { Block, type BlockOptions } from './bindings/block.js'
export { Communicator, self, world } from './bindings/communicator.js'
export { BackendLoadError, MemoryError, MpiError } from './bindings/errors.js'
export { beforeFinalize, finalize } from './bindings/exit.js'
export { type MemoryStatistics, memoryStatistics, trim } from './bindings/memory.js'
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
} from './protocol/errors.js'
export {
  type DistArrayExport,
  type DistArrayProducer,
  Distribution,
  type DistributionOptions,
  type DType,
  dtypes,
  exportArray,
  type ImportedArray,
  importArray,
  itemSize,
  type StridedBuffer,
  type TypedArray,
  typedArrayFor,
} from './protocol/index.js'
