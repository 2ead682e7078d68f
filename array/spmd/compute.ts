import { agree, failTogether } from '../../bindings/agree.js'
import type { Communicator } from '../../bindings/communicator.js'
import { contiguousStrides } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, formatOf, itemSize, type TypedArray } from '../../protocol/dtype.js'
import { agreeOn } from '../create.js'
import type { Element } from '../element.js'
import type { Plan } from '../expression/plan.js'
import { reducedOf } from '../expression/reduced.js'
import { ArrayReference } from '../instruction.js'
import { LocalArray } from '../local-array.js'
import { bring } from './bring.js'
import { combineAlong } from './combine-along.js'
import { combineAgreed, fitsOneMessage } from './combine-states.js'
import { evaluatePlan, type PartialReduction, type Piece } from './evaluate.js'
import { componentsOf, nativeKernels } from './native-kernels.js'
import { prepare } from './prepared-plan.js'
import type { Frame } from './rank-function.js'
import { regionOf } from './region.js'
import { Scratch } from './scratch.js'
import { readLayout } from './travelling-layout.js'

/** An array that is read: one that is where it is needed, or where it is now. */
export type ComputedOperand =
  | ArrayReference
  | { readonly reference: ArrayReference; readonly layout: unknown; readonly targets: readonly number[] }

/** What becomes of a reduction of the plan. */
export interface ComputedReduction {
  readonly axes: readonly number[]
  readonly keepdims: boolean
  /** Makes the result out of components of the state: those of these numbers are its operands. */
  readonly plan: Plan
  readonly constants: readonly Element[]
  readonly components: readonly number[]
}

/** Where the plan is computed. */
export interface ComputedOver {
  readonly layout: unknown
  /** Engines. */
  readonly targets: readonly number[]
}

/** Arguments of {@link compute}. */
export type ComputeArguments = readonly [
  plan: Plan,
  constants: readonly Element[],
  operands: readonly ComputedOperand[],
  over: ComputedOver,
  reductions: readonly ComputedReduction[],
  /** Arrays whose elements are overwritten by the outputs; none to make new ones. */
  into: readonly ArrayReference[],
]

/**
 * Compute a plan: bring its operands to where they are needed, go through the elements, and combine and finish reductions.
 *
 * Collective over the targets.
 *
 * @returns The outputs and then the results of the reductions, in the plan's order; undefined where this engine holds nothing of one.
 */
export function compute(frame: Frame, ...args: readonly unknown[]): (LocalArray | undefined)[] {
  const [plan, constants, operands, over, reductions, into] = args as ComputeArguments
  const distribution = readLayout(over.layout)
  const isEverywhere = over.targets.length === frame.targets.length && operands.every((operand) => operand instanceof ArrayReference)
  // Without moves all engines have every operand, and what they do not have they find missing alike.
  const taken = isEverywhere
    ? takeAll(frame, operands as readonly ArrayReference[], into)
    : agree(frame.communicator, () => getAll(frame, operands, over, into))
  if (isEverywhere && reductions.length === 0 && plan.stages.length === 1) return evaluateHere(frame, plan, constants, taken, distribution)
  const { read, written } = taken
  const run = (): (LocalArray | undefined)[] => {
    const brought: { free(): void }[] = []
    const made: LocalArray[] = []
    const memory = new Scratch() // of the states
    try {
      const pieces = operands.map((operand, k): Piece | undefined => {
        if (operand instanceof ArrayReference) return read[k]
        const place = { distribution: readLayout(operand.layout), targets: operand.targets, dtype: plan.operands[k]?.dtype as DType }
        const piece = bring(frame, read[k], place, { distribution, targets: over.targets })
        if (piece) brought.push(piece)
        return piece
      })
      const comm = isEverywhere ? frame.communicator : frame.among(over.targets)
      if (!comm) return [...plan.outputs, ...reductions].map(() => undefined)
      if (written.length === 0) for (const dtype of plan.outputs) made.push(LocalArray._over(comm, distribution, dtype))
      const outputs = written.length > 0 ? written : made.slice()
      const evaluated = (): readonly PartialReduction[] =>
        evaluatePlan({ plan, operands: pieces as Piece[], constants, outputs, distribution, rank: comm.rank }, nativeKernels, memory)
      const states = evaluateTogether(comm, distribution, plan, reductions, evaluated)
      const results = finishAll({ frame, comm, targets: over.targets, distribution }, states, reductions)
      return [...(written.length > 0 ? [] : outputs), ...results]
    } catch (error) {
      for (const array of made) array.free()
      throw error
    } finally {
      for (const piece of brought) piece.free()
      memory.free()
    }
  }
  return isSure(plan, reductions, isEverywhere) ? run() : together(frame.communicator, run)
}

/** Go through the elements once, where all operands are: nothing is moved, combined or agreed on. */
function evaluateHere(
  { communicator }: Frame,
  plan: Plan,
  constants: readonly Element[],
  { read, written }: Taken,
  distribution: Distribution,
): LocalArray[] {
  const { rank } = communicator
  const operands = read as readonly LocalArray[]
  const made: LocalArray[] = []
  try {
    if (written.length === 0) for (const dtype of plan.outputs) made.push(LocalArray._over(communicator, distribution, dtype))
    evaluatePlan({ plan, operands, constants, outputs: written.length > 0 ? written : made, distribution, rank }, nativeKernels)
    return made
  } catch (error) {
    for (const array of made) array.free()
    throw error
  }
}

/** Evaluate, and combine states. A rank that failed alone would leave the others waiting for its states. */
function evaluateTogether(
  comm: Communicator,
  distribution: Distribution,
  plan: Plan,
  reductions: readonly ComputedReduction[],
  evaluated: () => readonly PartialReduction[],
): readonly PartialReduction[] {
  if (reductions.length === 0 || comm.size === 1) return evaluated()
  const [only] = reductions
  if (only && reductions.length === 1) {
    const { shape, gridShape } = distribution
    let count = 1
    let ranks = 1
    for (let d = 0; d < shape.length; d++)
      if (only.axes.includes(d)) ranks *= gridShape[d] as number
      else count *= shape[d] as number
    const [reduction] = prepare(plan, nativeKernels).reductions as [number]
    if (ranks === comm.size && fitsOneMessage(comm, reduction, count)) return inOneMessage(comm, reduction, count, evaluated)
  }
  const states = agree(comm, evaluated)
  for (const [k, { reduction, state }] of states.entries())
    combineAlong(comm, distribution, (reductions[k] as ComputedReduction).axes, reduction, state)
  return states
}

/** The states of one reduction over all ranks. */
function inOneMessage(
  comm: Communicator,
  reduction: number,
  count: number,
  evaluated: () => readonly PartialReduction[],
): readonly PartialReduction[] {
  let states: readonly PartialReduction[] = []
  let failure: { readonly error: unknown } | undefined
  try {
    states = evaluated()
  } catch (error) {
    failure = { error }
  }
  const failing = combineAgreed(comm, reduction, count, failure ? undefined : states[0]?.state)
  return failing === undefined ? states : failTogether(comm, failing, failure?.error)
}

/** Whether nothing can fail on some of the engines only: there is no memory of their own that they need. */
function isSure({ stages }: Plan, reductions: readonly ComputedReduction[], isEverywhere: boolean): boolean {
  return isEverywhere && stages.length === 1 && reductions.length <= 1
}

/** Carry out what communicates, and have all engines fail where one does: those that go on would wait for it at the next call. */
function together(comm: Communicator, run: () => (LocalArray | undefined)[]): (LocalArray | undefined)[] {
  let made: (LocalArray | undefined)[] = []
  let failure: { readonly error: unknown } | undefined
  try {
    made = run()
  } catch (error) {
    failure = { error }
  }
  try {
    return agree(comm, () => {
      if (failure) throw failure.error
      return made
    })
  } catch (error) {
    for (const array of made) array?.free()
    throw error
  }
}

const none: readonly LocalArray[] = []

interface Taken {
  /** By operand; undefined where this engine has none of it. */
  readonly read: readonly (LocalArray | undefined)[]
  readonly written: readonly LocalArray[]
}

function takeAll(frame: Frame, operands: readonly ArrayReference[], into: readonly ArrayReference[]): Taken {
  if (into.length === 0) return { read: frame.take(operands) as LocalArray[], written: none }
  const taken = frame.take([...operands, ...into]) as LocalArray[]
  return { read: taken.slice(0, operands.length), written: taken.slice(operands.length) }
}

/** Arrays that only some of the engines have. */
function getAll(frame: Frame, operands: readonly ComputedOperand[], over: ComputedOver, into: readonly ArrayReference[]): Taken {
  const read = operands.map((operand) => {
    if (operand instanceof ArrayReference) return over.targets.includes(frame.engine) ? frame.array(operand) : undefined
    return operand.targets.includes(frame.engine) ? frame.array(operand.reference) : undefined
  })
  return { read, written: over.targets.includes(frame.engine) ? into.map((reference) => frame.array(reference)) : [] }
}

/** A component of a state as an operand; one that has no element on this rank as well. */
function pieceOf(data: TypedArray, dtype: DType, shape: readonly number[]): Piece {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { dtype, buffer: { data: bytes, shape, strides: contiguousStrides(shape, itemSize(dtype)), format: formatOf(dtype) } }
}

/** Where combined states are. */
interface Combined {
  readonly frame: Frame
  readonly comm: Communicator
  readonly targets: readonly number[]
  readonly distribution: Distribution
}

/** Make the results of reductions. They are on different ranks, so one that fails must not keep this rank from the others. */
function finishAll(
  combined: Combined,
  states: readonly PartialReduction[],
  reductions: readonly ComputedReduction[],
): (LocalArray | undefined)[] {
  let failure: { readonly error: unknown } | undefined
  const results = states.map((state, k) => {
    try {
      return finish(combined, state, reductions[k] as ComputedReduction)
    } catch (error) {
      failure ??= { error }
      return undefined
    }
  })
  if (!failure) return results
  for (const result of results) result?.free()
  throw failure.error
}

/** Make the piece of the result that this engine has; undefined when it has none. */
function finish(
  { frame, comm, targets, distribution }: Combined,
  { shape, reduction, state }: PartialReduction,
  { axes, keepdims, plan, constants, components }: ComputedReduction,
): LocalArray | undefined {
  const { coords } = regionOf(distribution, comm.rank)
  if (axes.some((axis) => coords[axis] !== 0)) return undefined
  const { roots, distribution: left } = reducedOf(distribution, axes, keepdims)
  const among = frame.among(roots.map((rank) => targets[rank] as number)) as Communicator
  const result = LocalArray._over(among, left, plan.outputs[0] as DType)
  const extents = keepdims ? shape : shape.filter((_, d) => !axes.includes(d))
  return agreeOn(result, () => {
    const finished = componentsOf(reduction, state)
    const operands = components.map((at, k) => pieceOf(finished[at] as TypedArray, plan.operands[k]?.dtype as DType, extents))
    evaluatePlan({ plan, operands, constants, outputs: [result], distribution: left, rank: among.rank }, nativeKernels)
  })
}
