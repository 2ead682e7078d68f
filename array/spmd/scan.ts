import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { kernelReductions, reductionInit } from '../../bindings/reductions.js'
import { type ScanMemory, type ScanOp, scan } from '../../bindings/scan.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import { BlockMap } from '../../protocol/dimension/block.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { agreeOn } from '../create.js'
import { codecOf, constantOf } from '../element.js'
import { castLoop } from '../expression/loop.js'
import { LocalArray } from '../local-array.js'
import { stateOf } from '../reductions/states.js'
import { fiberOf } from './fiber.js'
import { nativeKernels } from './native-kernels.js'
import { opcodeOf } from './prepared-plan.js'
import type { Frame } from './rank-function.js'
import { reaching } from './reaching.js'
import { redistribute } from './redistribute.js'
import { regionOf } from './region.js'
import { readLayout } from './travelling-layout.js'

/** Arguments of {@link scanArray}. */
export type ScanArguments = readonly [
  reference: unknown,
  /** Of the result: the operand's, or with an initial entry blocks along the axis that end one later than the operand's. */
  layout: unknown,
  op: ScanOp & ('add' | 'multiply'),
  axis: number,
  includeInitial: boolean,
]

const kernels = {
  add: { reduction: 'sum', mpi: 'sum', neutral: 0 },
  multiply: { reduction: 'prod', mpi: 'prod', neutral: 1 },
} as const

/**
 * Make the array of running sums or products along a dimension: what the ranks before this one have is found first, in a pass that
 * only reads, and is what the lines begin with. What is not in blocks along the dimension is brought into blocks, and back.
 *
 * Collective over the targets.
 *
 * @see source: Blelloch, Prefix sums and their applications (1990)
 */
export function scanArray(frame: Frame, ...[reference, layout, op, axis, includeInitial]: ScanArguments): LocalArray {
  const [source] = frame.take([reference]) as [LocalArray]
  const wanted = readLayout(layout)
  const operand = source.distribution.maps[axis] instanceof BlockMap ? source : redistribute(source, inBlocks(source.distribution, axis))
  try {
    const isWanted = includeInitial || (operand === source && !regionsHaveGhosts(wanted))
    const result = LocalArray.empty(source.communicator, isWanted ? wanted : operand.distribution.reduced([]), source.dtype)
    scanInto(operand, result, op, axis, includeInitial)
    if (isWanted) return result
    try {
      return redistribute(result, wanted)
    } finally {
      result.free()
    }
  } finally {
    if (operand !== source) operand.free()
  }
}

function inBlocks(distribution: Distribution, axis: number): Distribution {
  const { size, gridSize } = distribution.maps[axis] as Distribution['maps'][number]
  return distribution.reduced([]).withMap(axis, BlockMap.even(size, gridSize))
}

/** Whether any rank holds ghosts; the same on all. */
function regionsHaveGhosts({ maps }: Distribution): boolean {
  return maps.some((map) => map instanceof BlockMap && map.withoutGhosts() !== map)
}

/** Scan what this rank owns; frees the result where that fails on any rank. */
function scanInto(operand: LocalArray, result: LocalArray, op: ScanArguments[2], axis: number, includeInitial: boolean): void {
  const { communicator: comm, distribution, dtype } = operand
  const { own, ownOffset, coords } = regionOf(distribution, comm.rank)
  const { strides } = operand.buffer
  const { view, start } = reaching(operand.buffer)
  const input: ScanMemory = { view, offset: strides.reduce((sum, stride, d) => sum + stride * (ownOffset[d] as number), start), strides }
  let carry: TypedArray | undefined
  try {
    carry = carryOf(comm, distribution, { op, dtype, axis, input, own })
  } catch (error) {
    result.free()
    throw error
  }
  agreeOn(result, () => {
    const { buffer } = result
    const line = buffer.strides[axis] as number
    const isLonger = includeInitial && coords[axis] === 0
    const offset = isLonger ? line : 0
    // Where nothing follows the initial entries there is no place behind them.
    if (product(own) > 0) scan(op, dtype, input, { view: buffer.data, offset, strides: buffer.strides }, own, axis, carry)
    if (isLonger) fillFirst(result, axis, kernels[op].neutral)
  })
}

interface Lines {
  readonly op: ScanArguments[2]
  readonly dtype: DType
  readonly axis: number
  readonly input: ScanMemory
  readonly own: readonly number[]
}

/** What stands before each line of this rank: one element per line; undefined on the first ranks of the lines. */
function carryOf(comm: Communicator, { gridShape }: Distribution, lines: Lines): TypedArray | undefined {
  const { op, dtype, axis, own } = lines
  if (gridShape[axis] === 1) return undefined
  const fiber = fiberOf(comm, gridShape, [axis])
  // Nobody comes after the last one.
  const totals = agree(comm, () => totalsOf(lines, fiber.rank === fiber.size - 1))
  if (own.every((extent, d) => extent > 0 || d === axis)) {
    const [state] = stateOf(kernels[op].reduction, dtype) as [DType]
    const before = fiber.exscan(totals, new (typedArrayFor(state))(totals.length), kernels[op].mpi, { dtype: state })
    if (fiber.rank > 0) return converted(before, state, dtype)
  }
  return undefined
}

/** The sum or product of each line, in the dtype of the reduction's state. */
function totalsOf({ op, dtype, axis, input, own }: Lines, isNeutral: boolean): TypedArray {
  const name = kernels[op].reduction
  const reduction = kernelReductions().findIndex((it) => it.name === name && it.inputs[0] === dtype)
  const [state] = stateOf(name, dtype) as [DType]
  const extents = own.map((extent, d) => (d === axis ? 1 : extent))
  const totals = new (typedArrayFor(state))(product(extents) * codecOf(state).width)
  reductionInit(reduction, [totals])
  if (isNeutral || product(own) === 0) return totals
  const strides = contiguousStrides(extents, itemSize(state)).map((stride, d) => (d === axis ? 0 : stride))
  nativeKernels.evaluate({
    shape: own,
    inputs: [{ ...input, dtype }],
    constants: [],
    steps: new Int32Array(0),
    outputs: [],
    reductions: [{ reduction, registers: [0], state: [{ view: totals, dtype: state, offset: 0, strides }] }],
  })
  return totals
}

function converted(values: TypedArray, from: DType, to: DType): TypedArray {
  if (from === to) return values
  const result = new (typedArrayFor(to))(values.length)
  const memory = (view: TypedArray, dtype: DType) => ({ view, dtype, offset: 0, strides: [itemSize(dtype)] })
  nativeKernels.evaluate({
    shape: [values.length / codecOf(from).width],
    inputs: [memory(values, from)],
    constants: [],
    steps: Int32Array.of(opcodeOf(castLoop(from, to).key, nativeKernels), 0, -1, -1),
    outputs: [{ register: 1, memory: memory(result, to) }],
    reductions: [],
  })
  return result
}

/** Set the first entries along a dimension. */
function fillFirst({ buffer, dtype }: LocalArray, axis: number, value: 0 | 1): void {
  const shape = buffer.shape.map((extent, d) => (d === axis ? Math.min(1, extent) : extent))
  if (product(shape) === 0) return
  nativeKernels.evaluate({
    shape,
    inputs: [],
    constants: [{ dtype, value: constantOf(dtype, value) }],
    steps: Int32Array.of(opcodeOf(castLoop(dtype, dtype).key, nativeKernels), 0, -1, -1),
    outputs: [{ register: 1, memory: { view: buffer.data, dtype, offset: 0, strides: buffer.strides } }],
    reductions: [],
  })
}
