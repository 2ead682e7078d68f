import type { KernelIota, KernelMemory } from '../../bindings/kernels.js'
import { contiguousStrides, type StridedBuffer } from '../../protocol/buffer.js'
import type { Distribution } from '../../protocol/distribution.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { ShapeError } from '../../protocol/errors.js'
import { product } from '../../protocol/integers.js'
import { codecOf, type Element } from '../element.js'
import { shapeText } from '../expression/broadcast.js'
import { castLoop } from '../expression/loop.js'
import { extentsOf, type Part, type Plan, type StageInput } from '../expression/plan.js'
import { indexRun } from './index-input.js'
import { type Kernels, nativeKernels } from './kernels.js'
import { doOverlap, isInStep } from './overlap.js'
import { opcodeOf, type PreparedStage, prepare } from './prepared-plan.js'
import { reaching } from './reaching.js'
import { type Region, regionOf } from './region.js'
import { runKept } from './run-kept.js'
import { Scratch } from './scratch.js'

/** One rank's elements of an array: a LocalArray, or what was brought here. */
export interface Piece {
  readonly dtype: DType
  readonly buffer: StridedBuffer
  /** Of a LocalArray. */
  readonly distribution?: Distribution
  readonly _memory?: number
  /** Whether the memory is somebody else's, who may have it under several ArrayBuffers. */
  readonly _isImported?: boolean
}

/** A plan with everything that it needs on one rank. */
export interface Evaluation {
  readonly plan: Plan
  /**
   * A piece for each operand of the plan, with the local extents of the result (ghosts included) along the dimensions that the operand
   * has in common with it, and 1 along the others; dimensions of extent 1 in front may be missing.
   */
  readonly operands: readonly Piece[]
  /** Values of the plan's constants. */
  readonly constants: readonly Element[]
  /** A piece for each output of the plan, which is written whole, ghosts included; it may have memory of operands, in any order. */
  readonly outputs: readonly Piece[]
  /** Of the result. */
  readonly distribution: Distribution
  readonly rank: number
}

/** What a rank's own elements contribute to a reduction. */
export interface PartialReduction {
  /** Extents of what the rank owns, and 1 along the dimensions that are reduced. */
  readonly shape: readonly number[]
  /** The reduction's number in `kernelReductions()`. */
  readonly reduction: number
  /** The components of its state, each row-major over `shape`. */
  readonly state: readonly TypedArray[]
}

/**
 * Compute a plan on one rank: outputs for everything that the rank holds, reductions over what it owns.
 *
 * Not collective.
 *
 * @param states Memory for the reductions' states, which are valid until it is given back. Default: JavaScript's own.
 * @returns      The reductions' states, in the plan's order, not combined with those of other ranks.
 * @throws {ShapeError}       A piece has other extents.
 * @throws {UnsupportedError} The native side has no such loop.
 */
export function evaluatePlan(evaluation: Evaluation, kernels = nativeKernels, states?: Scratch): readonly PartialReduction[] {
  const { plan, distribution, rank } = evaluation
  const prepared = prepare(plan, kernels)
  const region = regionOf(distribution, rank)
  const isSimple = plan.reductions.length === 0 && prepared.stages.length === 1
  if (isSimple && runKept(evaluation, prepared, region, kernels)) return nothing
  const isTwisted = evaluation.outputs.some((output) => isTangled(output, evaluation))
  if (isSimple && !isTwisted) {
    new Run(evaluation, kernels, region, 'held', evaluation.outputs).stage(prepared.stages[0] as PreparedStage)
    return nothing
  }
  const scratch = new Scratch()
  try {
    const isApart = region.hasGhosts && plan.outputs.length > 0 && plan.reductions.length > 0
    const passes = isApart ? prepared.apart.outputs.length + prepared.apart.reductions.length : prepared.stages.length
    const outputs = evaluation.outputs.map((output) => (passes > 1 || isTwisted ? besideOperands(output, evaluation, scratch) : output))
    const run = (kind: 'held' | 'own', stages: readonly PreparedStage[]): PartialReduction[] =>
      new Run(evaluation, kernels, region, kind, outputs, scratch).all(stages, prepared.reductions, states)
    if (isApart) run('held', prepared.apart.outputs)
    const partial = isApart
      ? run('own', prepared.apart.reductions)
      : run(plan.reductions.length > 0 && region.hasGhosts ? 'own' : 'held', prepared.stages)
    for (const [k, output] of evaluation.outputs.entries()) if (outputs[k] !== output) copy(outputs[k] as Piece, output, kernels)
    return partial
  } finally {
    scratch.free()
  }
}

const nothing: readonly PartialReduction[] = Object.freeze([])

/** An output in memory of its own, if a later pass may still read an operand from the memory it has. */
function besideOperands(output: Piece, { operands }: Evaluation, scratch: Scratch): Piece {
  if (!operands.some((operand) => doOverlap(output, operand))) return output
  const { shape, format } = output.buffer
  const data = scratch.take(product(shape) * itemSize(output.dtype))
  return { dtype: output.dtype, buffer: { data, shape, strides: contiguousStrides(shape, itemSize(output.dtype)), format } }
}

/** Whether an operand has an output's memory in another order: elements would be overwritten before they are read. */
function isTangled(output: Piece, { operands }: Evaluation): boolean {
  return operands.some((operand) => doOverlap(output, operand) && !isInStep(output, operand))
}

function copy(from: Piece, to: Piece, kernels: Kernels): void {
  const { shape } = to.buffer
  if (shape.includes(0)) return
  const memory = ({ dtype, buffer }: Piece): KernelMemory => {
    const { view, start } = reaching(buffer)
    return { view, dtype, offset: start, strides: buffer.strides }
  }
  kernels.evaluate({
    shape,
    inputs: [memory(from)],
    constants: [],
    steps: Int32Array.of(opcodeOf(castLoop(from.dtype, to.dtype).key, kernels), 0, -1, -1),
    outputs: [{ register: 1, memory: memory(to) }],
    reductions: [],
  })
}

/** One way through the stages of a plan, over everything that is held or over what is owned. */
class Run {
  private readonly _evaluation: Evaluation
  private readonly _kernels: Kernels
  private readonly _region: Region
  private readonly _isWhole: boolean
  private readonly _extents: readonly number[]
  private readonly _outputs: readonly Piece[]
  private readonly _temporaries: KernelMemory[]
  private _reductions: readonly number[] = []
  private _states: { partial: PartialReduction; memory: KernelMemory[] }[] = []

  constructor(
    evaluation: Evaluation,
    kernels: Kernels,
    region: Region,
    kind: 'held' | 'own',
    outputs: readonly Piece[],
    scratch?: Scratch,
  ) {
    this._evaluation = evaluation
    this._kernels = kernels
    this._region = region
    this._isWhole = kind === 'held' || !region.hasGhosts
    this._extents = this._isWhole ? region.held : region.own
    this._outputs = outputs
    this._temporaries = scratch ? evaluation.plan.temporaries.map((part) => this.temporary(part, scratch)) : []
  }

  all(stages: readonly PreparedStage[], reductions: readonly number[], states: Scratch | undefined): PartialReduction[] {
    const feeds = stages.some((stage) => stage.reductions.length > 0)
    this._reductions = reductions
    this._states = feeds ? reductions.map((reduction, at) => this.state(reduction, at, states)) : []
    for (const stage of stages) this.stage(stage)
    return this._states.map(({ partial }) => partial)
  }

  stage({ dims, inputs, constants, steps, stores, reductions }: PreparedStage): void {
    const { plan, constants: values } = this._evaluation
    const shape = dims === (1 << plan.ndim) - 1 ? this._extents : extentsOf(dims, this._extents)
    const read = inputs.map((input) => this.input(input))
    const outputs = stores.map(({ register, to, at }) => ({ register, memory: to === 'output' ? this.output(at) : this.slot(at) }))
    if (shape.includes(0)) return
    this._kernels.evaluate({
      shape,
      inputs: read,
      constants: constants.map((at) => ({ dtype: plan.constants[at] as DType, value: values[at] as Element })),
      steps,
      outputs,
      reductions: reductions.map(({ at, registers }) => ({
        reduction: this._reductions[at] as number,
        registers,
        state: this._states[at]?.memory as KernelMemory[],
      })),
    })
  }

  private input({ from, at }: StageInput): KernelMemory | KernelIota {
    if (from === 'operand') {
      const { plan, operands } = this._evaluation
      return this.memory(operands[at] as Piece, (plan.operands[at] as Part).dims, 'operand', at)
    }
    if (from === 'temporary') return this.slot(at)
    return from === 'output' ? this.output(at) : this.index(at)
  }

  private output(at: number): KernelMemory {
    return this.memory(this._outputs[at] as Piece, (1 << this._evaluation.plan.ndim) - 1, 'output', at)
  }

  private slot(at: number): KernelMemory {
    return this._temporaries[at] as KernelMemory
  }

  private memory(piece: Piece, dims: number, name: string, at: number): KernelMemory {
    const { ndim } = this._evaluation.plan
    const { held, ownOffset } = this._region
    const { shape, strides } = piece.buffer
    const { view, start } = reaching(piece.buffer)
    const extra = ndim - shape.length
    const steps = new Array<number>(ndim)
    let offset = start
    for (let d = 0; d < ndim; d++) {
      const isAlong = (dims & (1 << d)) !== 0
      const extent = shape[d - extra]
      const wanted = isAlong ? held[d] : 1
      // Where a rank holds nothing of the result, one element too many does no harm.
      if (extent !== undefined && extent !== wanted && !(extent === 1 && wanted === 0)) throw misfit(piece, dims, held, `${name} ${at}`)
      const stride = isAlong ? (strides[d - extra] ?? 0) : 0
      steps[d] = stride
      if (!this._isWhole) offset += stride * (ownOffset[d] as number)
    }
    return { view, dtype: piece.dtype, offset, strides: steps }
  }

  private index(dim: number): KernelMemory | KernelIota {
    const map = this._evaluation.distribution.maps[dim]
    if (!map) return { dim: 0, start: 0, step: 0 }
    const run = indexRun(map, this._region.coords[dim] as number)
    const skipped = this._isWhole ? 0 : (this._region.ownOffset[dim] as number)
    if (run.kind === 'even') return { dim, start: run.start + run.step * skipped, step: run.step }
    return { view: run.indices, dtype: 'int64', offset: 8 * skipped, strides: this._extents.map((_, d) => (d === dim ? 8 : 0)) }
  }

  private temporary({ dtype, dims }: Part, scratch: Scratch): KernelMemory {
    const shape = extentsOf(dims, this._extents)
    const bytes = itemSize(dtype)
    return { view: scratch.take(product(shape) * bytes), dtype, offset: 0, strides: stridesOver(dims, shape, bytes) }
  }

  private state(reduction: number, at: number, states: Scratch | undefined): { partial: PartialReduction; memory: KernelMemory[] } {
    const { dims } = this._evaluation.plan.reductions[at] as Plan['reductions'][number]
    const kept = ~dims
    const shape = extentsOf(kept, this._extents)
    const size = product(shape)
    const dtypes = this._kernels.kernelReductions()[reduction]?.state ?? []
    const state = dtypes.map((dtype): TypedArray => {
      const { buffer, byteOffset } = states?.take(size * itemSize(dtype)) ?? new Uint8Array(size * itemSize(dtype))
      return new (typedArrayFor(dtype))(buffer as ArrayBuffer, byteOffset, size * codecOf(dtype).width)
    })
    this._kernels.reductionInit(reduction, state)
    const memory = state.map((view, k): KernelMemory => {
      const dtype = dtypes[k] as DType
      return { view, dtype, offset: 0, strides: stridesOver(kept, shape, itemSize(dtype)) }
    })
    return { partial: { shape, reduction, state }, memory }
  }
}

/** Row-major strides of an array that has the given dimensions, and is constant along the others. */
function stridesOver(dims: number, shape: readonly number[], bytes: number): number[] {
  return contiguousStrides(shape, bytes).map((stride, d) => (dims & (1 << d) ? stride : 0))
}

function misfit({ buffer }: Piece, dims: number, held: readonly number[], name: string): ShapeError {
  return new ShapeError(
    `Expected ${name} to have the local extents ${shapeText(extentsOf(dims, held))} of the result but received ${shapeText(buffer.shape)}; it has to be redistributed first`,
  )
}
