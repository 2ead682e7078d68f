export type { ApplyOptions } from './array/client.js'
export { BaseContext } from './array/context.js'
export type { ArrayOptions } from './array/context-creation.js'
export type { RegisteredFunction } from './array/context-functions.js'
export type { ArrayValues } from './array/create-array.js'
export { type AtClient, DistArray, type OnEngine } from './array/dist-array.js'
export type { Complex, Element, ElementTypes } from './array/element.js'
export { ContextError, EngineError, EngineLostError, InterruptError } from './array/errors.js'
export { FunctionResult } from './array/function-result.js'
export { PerEngine, type RemoteFailure } from './array/instruction.js'
export type { Layout } from './array/layout.js'
export { LocalArray } from './array/local-array.js'
export { NDArray } from './array/nd-array.js'
export type { Nested } from './array/nested.js'
export { reportProgress } from './array/progress.js'
export type { EngineStatus, Transport, TransportEvents } from './array/transport.js'
export { agree } from './bindings/agree.js'
export { Block, type BlockOptions } from './bindings/block.js'
export { type InPlace, inPlace } from './bindings/comm/buffer.js'
export { CartCommunicator, type CartOptions, createCart, dimsCreate } from './bindings/comm/cartesian.js'
export { createDistGraphAdjacent, GraphCommunicator, type GraphOptions } from './bindings/comm/dist-graph.js'
export type { Op } from './bindings/comm/op.js'
export type { Located, LocOp } from './bindings/comm/pair-reduction.js'
export { anySource, anyTag } from './bindings/comm/point-to-point.js'
export type { Sections } from './bindings/comm/sections.js'
export type { Status } from './bindings/comm/status.js'
export { TopologyCommunicator } from './bindings/comm/topology.js'
export { Communicator, self, world } from './bindings/communicator.js'
export { DapArray } from './bindings/dap-array.js'
export { exportOf } from './bindings/dap-export.js'
export { type DLPackHandle, type DLPackOptions, fromDLPack, toDLPack } from './bindings/dlpack.js'
export { BackendLoadError, CollectiveMismatchError, FileError, FormatError, MemoryError, MpiError } from './bindings/errors.js'
export { beforeFinalize, finalize } from './bindings/exit.js'
export type { DapArrayHandle } from './bindings/handles.js'
export { type MemoryStatistics, memoryStatistics, trim } from './bindings/memory.js'
export { Request, testAll, waitAll, waitAny } from './bindings/request.js'
export { validateCollective } from './bindings/validate-collective.js'
export { Context } from './cluster/context.js'
export {
  ArgumentError,
  DistError,
  DistributionError,
  DTypeError,
  InteropError,
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
  type Finding,
  type ImportedArray,
  importArray,
  itemSize,
  type ProtocolOptions,
  type StridedBuffer,
  type TypedArray,
  typedArrayFor,
} from './protocol/index.js'
