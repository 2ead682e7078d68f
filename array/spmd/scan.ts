import { type ScanMemory, scan } from '../../bindings/scan.js'
import { BlockMap } from '../../protocol/dimension/block.js'
import type { Distribution } from '../../protocol/distribution.js'
import { product } from '../../protocol/integers.js'
import { agreeOn } from '../create.js'
import { constantOf } from '../element.js'
import { castLoop } from '../expression/loop.js'
import { LocalArray } from '../local-array.js'
import { nativeKernels } from './native-kernels.js'
import { opcodeOf } from './prepared-plan.js'
import type { Frame } from './rank-function.js'
import { reaching } from './reaching.js'
import { redistribute } from './redistribute.js'
import { regionOf } from './region.js'
import { type Carry, carryOf, kernels, type Lines, scanInTurn } from './scan-carry.js'
import { readLayout } from './travelling-layout.js'

/** Arguments of {@link scanArray}. */
export type ScanArguments = readonly [
  reference: unknown,
  /** Of the result: the operand's, or with an initial entry blocks along the axis that end one later than the operand's. */
  layout: unknown,
  op: Lines['op'],
  axis: number,
  includeInitial: boolean,
]

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
  let carry: Carry
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
    const output = { view: buffer.data, offset, strides: buffer.strides }
    // Where nothing follows the initial entries there is no place behind them.
    const isEmpty = product(own) === 0
    if (carry.chain) scanInTurn(carry.chain, (before, ends) => scan(op, dtype, input, isEmpty ? input : output, own, axis, before, ends))
    else if (!isEmpty) scan(op, dtype, input, output, own, axis, carry.before)
    if (isLonger) fillFirst(result, axis, kernels[op].neutral)
  })
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
