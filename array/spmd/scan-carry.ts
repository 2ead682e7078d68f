import { agree } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { kernelReductions, reductionInit } from '../../bindings/reductions.js'
import type { ScanMemory, ScanOp } from '../../bindings/scan.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { isInexact } from '../dtypes/kinds.js'
import { codecOf } from '../element.js'
import { castLoop } from '../expression/loop.js'
import { stateOf } from '../reductions/states.js'
import { fiberOf } from './fiber.js'
import { nativeKernels } from './native-kernels.js'
import { opcodeOf } from './prepared-plan.js'

/** Which scans there are of distributed arrays, and by what they are combined. */
export const kernels = {
  add: { reduction: 'sum', mpi: 'sum', neutral: 0 },
  multiply: { reduction: 'prod', mpi: 'prod', neutral: 1 },
} as const

/** The elements of one rank, in lines along the axis. */
export interface Lines {
  readonly op: ScanOp & keyof typeof kernels
  readonly dtype: DType
  readonly axis: number
  readonly input: ScanMemory
  /** Extents of what the rank owns. */
  readonly own: readonly number[]
}

/** What the lines of one rank begin with. */
export interface Carry {
  /** What stands before each line; undefined on the first ranks of the lines. */
  readonly before?: TypedArray | undefined
  /** Instead of that, where ranks have to wait for the ends of the lines before theirs. */
  readonly chain?: Chain | undefined
}

interface Chain {
  readonly fiber: Communicator
  /** For one element per line; neutral now. */
  readonly ends: TypedArray
  readonly dtype: DType
}

/**
 * Find what stands before each line of this rank, from the sums or products of whole lines.
 *
 * Collective over `comm`.
 *
 * @returns A chain where a product of products would not be that of one number after the other: 1e-200 * 1e-200 is 0 and stays so, but
 *          times the product of 1e200 and 1e200, which is Infinity, it would be NaN.
 */
export function carryOf(comm: Communicator, { gridShape }: Distribution, lines: Lines): Carry {
  const { op, dtype, axis, own } = lines
  if (gridShape[axis] === 1) return {}
  const fiber = fiberOf(comm, gridShape, [axis])
  // Nobody comes after the last one.
  const totals = agree(comm, () => totalsOf(lines, fiber.rank === fiber.size - 1))
  if (!own.every((extent, d) => extent > 0 || d === axis)) return {}
  const [state] = stateOf(kernels[op].reduction, dtype) as [DType]
  const before = fiber.exscan(totals, new (typedArrayFor(state))(totals.length), kernels[op].mpi, { dtype: state })
  const isFirst = fiber.rank === 0
  if (op === 'multiply' && isInexact(dtype)) {
    const isDoubtful = !isFirst && (before as Float64Array).some(Number.isNaN)
    if (fiber.allreduce(Uint8Array.of(isDoubtful ? 1 : 0), new Uint8Array(1), 'max')[0] === 1) {
      reductionInit(numberOf(op, dtype), [totals])
      return { chain: { fiber, ends: converted(totals, state, dtype), dtype } }
    }
  }
  return isFirst ? {} : { before: converted(before, state, dtype) }
}

/**
 * Scan with the ends of the lines of the rank before this one, and pass on those of this one.
 *
 * Collective over the chain's ranks, one after the other.
 *
 * @param scan Scans this rank's lines behind `before`, and sets `ends`.
 */
export function scanInTurn({ fiber, ends, dtype }: Chain, scan: (before: TypedArray | undefined, ends: TypedArray) => void): void {
  const isFirst = fiber.rank === 0
  if (!isFirst) fiber.recv(ends, fiber.rank - 1, 0, { dtype })
  try {
    scan(isFirst ? undefined : ends, ends)
  } finally {
    // The next rank waits, whatever happens here.
    if (fiber.rank < fiber.size - 1) fiber.send(ends, fiber.rank + 1, 0, { dtype })
  }
}

function numberOf(op: Lines['op'], dtype: DType): number {
  const name = kernels[op].reduction
  return kernelReductions().findIndex((it) => it.name === name && it.inputs[0] === dtype)
}

/** The sum or product of each line, in the dtype of the reduction's state. */
function totalsOf({ op, dtype, axis, input, own }: Lines, isNeutral: boolean): TypedArray {
  const name = kernels[op].reduction
  const reduction = numberOf(op, dtype)
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
