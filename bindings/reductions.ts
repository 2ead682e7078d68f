import type { DType, TypedArray } from '../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../protocol/errors.js'
import { countOf } from './comm/buffer.js'
import { dtypeOfCode, type ElementType, elementTypeNamed, elementTypeOf } from './comm/element-type.js'
import { native } from './native.js'

export { type ScanMemory, type ScanOp, scan } from './scan.js'

/** A reduction for given dtypes. Its state is a few parallel arrays with an element each per result. */
export interface KernelReduction {
  readonly name: string
  /** dtypes of what it takes, e.g. a value and its index. */
  readonly inputs: readonly DType[]
  /** dtypes of the arrays of its state. */
  readonly state: readonly DType[]
  /** Whether {@link reductionFinish} makes the result from the state; else it is the state's first array, or a part of it. */
  readonly hasResult: boolean
}

interface Known extends KernelReduction {
  readonly inputTypes: readonly ElementType[]
  readonly stateTypes: readonly ElementType[]
}

let known: readonly Known[] | undefined

function reductions(): readonly Known[] {
  if (known === undefined) {
    known = native()
      .kernel_reductions()
      .map(({ name, inputs, state, hasResult }) => {
        const dtypes = { inputs: inputs.map(dtypeOfCode), state: state.map(dtypeOfCode) }
        return {
          name,
          ...dtypes,
          hasResult,
          inputTypes: dtypes.inputs.map(elementTypeNamed),
          stateTypes: dtypes.state.map(elementTypeNamed),
        }
      })
  }
  return known
}

/**
 * List the reductions of the native kernels.
 *
 * Not collective.
 *
 * @returns The position of each is its number in the other functions and in a program. States are:
 *   - `sum`, `prod`: the result in int64, uint64, float64 or complex128;
 *   - `min`, `max` (NaN wins), `fmin`, `fmax` (NaN loses): the extremum, and the number of elements as int64 (of none there
 *     is no extremum);
 *   - `argmin`, `argmax`: the extremum and its lowest index, int64, -1 when there was no element; NaN counts as extremum;
 *   - `any`, `all`: bool; `count`: the number of true elements as int64;
 *   - `moments`, `momentsWhere`: count as int64, mean, sum of the squared distances from the mean as float64, and what
 *     the mean lacks of its exact value;
 *   - `binnedSum`: a sum with the same bits in any order and grouping, see {@link reductionFinish}; 8 float64, laid out
 *     in bindings/src/kernels/reductions/binned_state.h.
 * @throws {BackendLoadError} The core addon is not built.
 */
export function kernelReductions(): readonly KernelReduction[] {
  return reductions()
}

function reductionOf(reduction: number): Known {
  const found = reductions()[reduction]
  if (found === undefined)
    throw new ArgumentError(expected(`the number of a reduction, less than ${reductions().length},`, 'reduction', reduction))
  return found
}

/** Check arrays against their dtypes; returns the length that all of them have, in elements. */
function requireArrays(arrays: readonly TypedArray[], types: readonly ElementType[], name: string): number {
  if (!Array.isArray(arrays) || arrays.length !== types.length)
    throw new ArgumentError(expected(`${types.length} typed arrays (${types.map((type) => type.dtype).join(', ')})`, name, arrays))
  let count = 0
  for (let i = 0; i < types.length; i++) {
    const type = types[i]!
    const length = countOf(arrays[i]!, elementTypeOf(arrays[i]!, type.dtype, name), name)
    if (i > 0 && length !== count)
      throw new ShapeError(`Expected arrays of equal length for ${name} but received ${count} and ${length} elements`)
    count = length
  }
  return count
}

/**
 * Check the arrays of a state.
 *
 * Not collective.
 *
 * @returns The number of states.
 * @throws {ArgumentError} `reduction` is no reduction, or there are more or fewer arrays than its state has.
 * @throws {DTypeError}    An array has another dtype.
 * @throws {ShapeError}    The arrays differ in length.
 */
export function requireStates(reduction: number, state: readonly TypedArray[], name = 'state'): number {
  return requireArrays(state, reductionOf(reduction).stateTypes, name)
}

/**
 * Set states to those of no elements.
 *
 * Not collective.
 *
 * @param reduction Number of the reduction, see {@link kernelReductions}.
 * @param state     Its arrays, shape [n] each; complex ones interleaved, shape [2 n]. Overwritten.
 * @throws As {@link requireStates}.
 */
export function reductionInit(reduction: number, state: readonly TypedArray[]): void {
  native().reduction_init(reduction, state, requireStates(reduction, state))
}

/**
 * Combine the states of a later part of the data into those of an earlier part.
 *
 * Not collective.
 *
 * @param into Arrays of n states of the earlier part; receive the combination.
 * @param from Arrays of n states of the later part, with memory of their own. Unchanged.
 * @throws {ShapeError} The two differ in length.
 * @throws As {@link requireStates}.
 */
export function reductionCombine(reduction: number, into: readonly TypedArray[], from: readonly TypedArray[]): void {
  const count = requireStates(reduction, into, 'into')
  const others = requireStates(reduction, from, 'from')
  if (others !== count) throw new ShapeError(expected(`${count} states`, 'from', others))
  native().reduction_combine(reduction, into, from, count)
}

/**
 * Reduce adjacent elements into one state.
 *
 * Not collective. For elements that are in memory as they are; those of expressions and strided arrays are reduced by `evaluate`.
 *
 * @param inputs Arrays of n elements each, of the reduction's input dtypes. Unchanged.
 * @param state  Arrays of one state, with memory of their own; receives the elements.
 * @throws {ArgumentError} `reduction` is no reduction, or there are more or fewer arrays than it takes.
 * @throws {DTypeError}    An array has another dtype.
 * @throws {ShapeError}    The inputs differ in length, or there is not one state.
 */
export function reductionFold(reduction: number, inputs: readonly TypedArray[], state: readonly TypedArray[]): void {
  const count = requireArrays(inputs, reductionOf(reduction).inputTypes, 'inputs')
  const states = requireStates(reduction, state)
  if (states !== 1) throw new ShapeError(expected('one state', 'state', states))
  native().reduction_fold(reduction, inputs, count, state)
}

/**
 * Make the results of `binnedSum` from its states: the float64 nearest to each sum.
 *
 * Not collective.
 *
 * @param state Arrays of n states. Unchanged.
 * @param out   Shape [n]; overwritten.
 * @throws {ArgumentError} The reduction's state holds its result already.
 * @throws {ShapeError}    `out` has another length.
 * @throws As {@link requireStates}.
 */
export function reductionFinish(reduction: number, state: readonly TypedArray[], out: Float64Array): void {
  const count = requireStates(reduction, state)
  const { name, hasResult } = reductionOf(reduction)
  if (!hasResult) throw new ArgumentError(expected("a reduction with `hasResult`, as 'binnedSum',", 'reduction', name))
  const room = countOf(out, elementTypeOf(out, 'float64', 'out'), 'out')
  if (room !== count) throw new ShapeError(expected(`${count} elements`, 'out.length', room))
  native().reduction_finish(reduction, state, out, count)
}

/** What n packed states come to, in bytes: their arrays one after the other, each padded to a multiple of 16. */
export function packedBytes(reduction: number, count: number): number {
  let bytes = 0
  for (const type of reductionOf(reduction).stateTypes) bytes += Math.ceil((count * type.size) / 16) * 16
  return bytes
}
