import { KeptProgram } from '../../bindings/kept-program.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, itemSize } from '../../protocol/dtype.js'
import type { Element } from '../element.js'
import type { Plan } from '../expression/plan.js'
import type { Kernels } from './kernels.js'
import type { PreparedPlan, PreparedStage } from './prepared-plan.js'
import type { Region } from './region.js'

/** Elements that may be all of a block, row-major: those of a LocalArray. */
interface Blocked {
  readonly dtype: DType
  readonly distribution?: Distribution
  /** Zero where they are not. */
  readonly _memory?: number
}

/** A plan of one stage without reductions, and what it is run on. */
export interface Simple {
  readonly plan: Plan
  readonly operands: readonly Blocked[]
  readonly constants: readonly Element[]
  readonly outputs: readonly Blocked[]
  readonly distribution: Distribution
}

/**
 * Run a plan of one stage, without reductions, where everything lies alike in blocks of its own, as a program that the native side has
 * read before: for few elements, reading it would take longer than running it.
 *
 * Not collective.
 *
 * @param region What is held of the result's distribution.
 * @returns      Whether it was run.
 */
export function runKept(simple: Simple, { stages, kept }: PreparedPlan, region: Region, kernels: Kernels): boolean {
  const { plan, operands, constants, outputs, distribution } = simple
  if (!kernels.keep) return false
  const { inputs, stores, constants: places } = stages[0] as PreparedStage
  for (let k = 0; k < operands.length; k++) if (!isAlike(operands[k] as Blocked, plan.operands[k]?.dtype, distribution)) return false
  for (let k = 0; k < outputs.length; k++) if (!isAlike(outputs[k] as Blocked, plan.outputs[k], distribution)) return false
  let program = kept.get(region)
  if (!program) {
    program = keep(plan, stages[0] as PreparedStage, region, kernels)
    if (!program) return false
    kept.set(region, program)
  }
  let at = 0
  for (let k = 0; k < inputs.length; k++) program.setMemory(at++, operands[inputs[k]?.at as number]?._memory as number)
  for (let k = 0; k < stores.length; k++) program.setMemory(at++, outputs[stores[k]?.at as number]?._memory as number)
  for (let k = 0; k < places.length; k++) program.setConstant(k, constants[places[k] as number] as Element)
  program.run()
  return true
}

/** Whether all of a piece is elements of the result's distribution, in memory that native code finds by itself. */
function isAlike(piece: Blocked, dtype: DType | undefined, distribution: Distribution): boolean {
  return piece.distribution === distribution && piece.dtype === dtype && !!piece._memory
}

function keep(plan: Plan, stage: PreparedStage, { held }: Region, kernels: Kernels): KeptProgram | undefined {
  const { dims, inputs, constants, steps, stores } = stage
  const isWhole = dims === (1 << plan.ndim) - 1
  const isPlain = inputs.every(({ from }) => from === 'operand') && stores.every(({ to }) => to === 'output')
  if (!isWhole || !isPlain || !KeptProgram.canKeep(inputs.length + stores.length, constants.length)) return undefined
  const placed = (dtype: DType) => ({ dtype, strides: contiguousStrides(held, itemSize(dtype)) })
  return kernels.keep?.({
    shape: held,
    inputs: inputs.map(({ at }) => placed(plan.operands[at]?.dtype as DType)),
    constants: constants.map((at) => plan.constants[at] as DType),
    steps,
    outputs: stores.map(({ register, at }) => ({ register, memory: placed(plan.outputs[at] as DType) })),
  })
}
