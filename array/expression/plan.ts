import type { DType } from '../../protocol/dtype.js'

/*
 * A travelling program: what engines have to do for expressions, as plain data. Array dimensions are those of the result; a set of
 * dimensions is a number whose bit d stands for dimension d. What varies between two uses of a program, arrays and the values of
 * constants, is not part of it, so that programs can be kept.
 */

/** Everything that is computed over one shape. */
export interface Plan {
  /** Equal only for equal plans; empty for plans that are too long to be worth keeping. */
  readonly key: string
  /** Number of dimensions of the result. */
  readonly ndim: number
  /** The arrays that are read, in the order they are given. */
  readonly operands: readonly Part[]
  /** Dtypes of the constants, in the order their values are given. */
  readonly constants: readonly DType[]
  /** Dtypes of the arrays that are made, each with all dimensions. */
  readonly outputs: readonly DType[]
  readonly reductions: readonly PlannedReduction[]
  /** Arrays that exist for the time of the evaluation; stages use one again when its value is not needed any more. */
  readonly temporaries: readonly Part[]
  /** One pass over memory each, in this order. */
  readonly stages: readonly Stage[]
}

/** An array, and the dimensions along which it has the extents of the result; it is constant along the others. */
export interface Part {
  readonly dtype: DType
  readonly dims: number
}

/** A reduction over the shape of the plan. */
export interface PlannedReduction {
  readonly name: string
  readonly inputs: readonly DType[]
  /** Dtype of the finished result. */
  readonly dtype: DType
  /** The dimensions that are reduced. */
  readonly dims: number
}

/** One pass: the steps of a kernel program. Registers are inputs, then constants, then one per step. */
export interface Stage {
  /** The dimensions it runs over; along the others its values are constant. */
  readonly dims: number
  readonly inputs: readonly StageInput[]
  /** Places among the constants of the plan. */
  readonly constants: readonly number[]
  /** Keys of the loops that the steps use, see `Loop`. */
  readonly loops: readonly string[]
  /** 4 per step: place in `loops`, registers a, b, c; -1 where absent. */
  readonly steps: readonly number[]
  readonly stores: readonly Store[]
  /** Reductions that are fed from this pass. */
  readonly reductions: readonly Feed[]
}

/**
 * Where a register's values come from: `at` is a place in the plan's list of that name; for the global index a dimension, or -1 where
 * it is 0 because an extent of 1 was stretched.
 */
export interface StageInput {
  readonly from: 'operand' | 'temporary' | 'output' | 'index'
  readonly at: number
}

/** A register that is written to memory. */
export interface Store {
  readonly register: number
  readonly to: 'temporary' | 'output'
  readonly at: number
}

/** Registers that a reduction takes. */
export interface Feed {
  /** Place among the reductions of the plan. */
  readonly at: number
  readonly registers: readonly number[]
}

/** At most so many steps are in one stage. */
export const stageSteps = 256

/** At most so many arrays are read by one stage, but for reductions' operands, and so many values are waiting to be used. */
export const stageOperands = 32

/**
 * Return the dimensions along which an array of one shape has the extents of another one, to which it broadcasts.
 *
 * Not collective.
 */
export function dimsOf(shape: readonly number[], result: readonly number[]): number {
  const extra = result.length - shape.length
  let dims = 0
  for (let d = 0; d < result.length; d++) if ((shape[d - extra] ?? 1) === result[d]) dims |= 1 << d
  return dims
}

/**
 * Return the extents along the given dimensions, and 1 along the others.
 *
 * Not collective.
 */
export function extentsOf(dims: number, shape: readonly number[]): number[] {
  return shape.map((extent, d) => (dims & (1 << d) ? extent : 1))
}
