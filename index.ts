export type { InPlaceOptions } from './array/array-operators.js'
export type { AtClient, OnEngine } from './array/at-client.js'
export type { ApplyOptions } from './array/client.js'
export { BaseContext } from './array/context.js'
export type { ArrayOptions } from './array/context-creation.js'
export type { ContextEventMap } from './array/context-events.js'
export type { RegisteredFunction } from './array/context-functions.js'
export type { AsArrayOptions } from './array/context-likes.js'
export type { LinspaceOptions, SpaceOptions } from './array/context-ranges.js'
export type { ArrayValues } from './array/create-array.js'
export type { PlacedOptions } from './array/creation/placing.js'
export { DistArray } from './array/dist-array.js'
export { type Casting, canCast } from './array/dtypes/can-cast.js'
export { type DTypeKind, isdtype } from './array/dtypes/isdtype.js'
export { type FloatInfo, finfo, type IntegerInfo, iinfo } from './array/dtypes/limits.js'
export type { ResultType } from './array/dtypes/promotion-table.js'
export { type DTypeLike, resultType } from './array/dtypes/result-type.js'
export type { WeakScalar } from './array/dtypes/weak-scalar.js'
export type { Complex, Element, ElementLike, ElementTypes } from './array/element.js'
export { ContextError, EngineError, EngineLostError, ExpressionError, InterruptError } from './array/errors.js'
export type { ExplainedOperand, ExplainedPass, ExplainedPlace, ExplainedTemporary, Explanation } from './array/expression/explain.js'
export { FunctionResult } from './array/function-result.js'
export {
  abs,
  add,
  divide,
  floorDivide,
  fmod,
  gcd,
  lcm,
  multiply,
  negative,
  positive,
  pow,
  reciprocal,
  remainder,
  sign,
  square,
  subtract,
} from './array/functions/arithmetic.js'
export { type AsTypeOptions, astype } from './array/functions/astype.js'
export { bitwiseAnd, bitwiseInvert, bitwiseLeftShift, bitwiseOr, bitwiseRightShift, bitwiseXor } from './array/functions/bitwise.js'
export { clip, type FunctionPiece, nanToNum, piecewise, select, where } from './array/functions/choice.js'
export { allclose, allcloseSync, arrayEqual, arrayEqualSync, type EqualityOptions, isclose } from './array/functions/closeness.js'
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from './array/functions/comparison.js'
export { angle, conj, imag, makeComplex, real } from './array/functions/complex.js'
export { cbrt, exp, exp2, expm1, log, log1p, log2, log10, logaddexp, logaddexp2, sqrt } from './array/functions/exponential.js'
export { fmax, fmin, maximum, minimum } from './array/functions/extrema.js'
export { copysign, heaviside, isfinite, isinf, isnan, nextafter, signbit } from './array/functions/floating.js'
export type { Binary, Unary } from './array/functions/forms.js'
export { emptyLike, fullLike, onesLike, zerosLike } from './array/functions/likes.js'
export { logicalAnd, logicalNot, logicalOr, logicalXor } from './array/functions/logical.js'
export { diag, type PlacingOptions, tril, triu, type VanderOptions, vander } from './array/functions/matrices.js'
export { type MeshgridOptions, meshgrid } from './array/functions/meshgrid.js'
export type { PairOptions } from './array/functions/pair.js'
export { divmod, frexp, ldexp, modf } from './array/functions/parts.js'
export {
  type ArgOptions,
  type AverageOptions,
  all,
  any,
  argmax,
  argmin,
  average,
  type CumulativeOptions,
  countNonzero,
  cumulativeProd,
  cumulativeSum,
  type DiffOptions,
  diff,
  dot,
  type ExtremumOptions,
  inner,
  type MaskedOptions,
  type MeanOptions,
  max,
  mean,
  min,
  type NormOptions,
  nanargmax,
  nanargmin,
  nanmax,
  nanmean,
  nanmin,
  nanprod,
  nanstd,
  nansum,
  nanvar,
  norm,
  type ProductOptions,
  prod,
  ptp,
  type ReductionOptions,
  type Reproducible,
  type ReturnedOptions,
  type SumOptions,
  std,
  sum,
  type VarianceOptions,
  var,
  vdot,
} from './array/functions/reductions.js'
export { ceil, floor, round, trunc } from './array/functions/rounding.js'
export { sinc } from './array/functions/sinc.js'
export { erf, erfc, gamma, i0, lgamma } from './array/functions/special.js'
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  deg2rad,
  hypot,
  rad2deg,
  sin,
  sinh,
  tan,
  tanh,
} from './array/functions/trigonometric.js'
export { PerEngine, type RemoteFailure } from './array/instruction.js'
export type { Layout } from './array/layout.js'
export type { ArrayOrScalar, ElementwiseOptions } from './array/lazy/elementwise.js'
export type { Redistribution } from './array/lazy/redistribution.js'
export { LocalArray } from './array/local-array.js'
export { NDArray } from './array/nd-array.js'
export type { Nested } from './array/nested.js'
export type { Replacements, Tolerance } from './array/operations/composed.js'
export { reportProgress } from './array/progress.js'
export type { IntegerDType, RealDType } from './array/random/parameters.js'
export type { RandomOptions } from './array/random/random-draws.js'
export type { AlongAxis, ChoiceOptions } from './array/random/random-orders.js'
export { type RandomState, RandomStream } from './array/random/random-stream.js'
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
