import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import { builder, type Operand } from '../expression/build.js'
import { type Elementwise, reduction } from '../expression/node.js'
import { type ArrayOrScalar, compose, type ElementwiseOptions, take } from '../lazy/elementwise.js'
import { composed, type Tolerance } from '../operations/composed.js'

const toleranceNames: readonly string[] = ['rtol', 'atol', 'equalNaN']

/** Whether NaN counts as equal to NaN; default false. */
export interface EqualityOptions {
  readonly equalNaN?: boolean
}

/**
 * Tell for each element whether two operands are close: `abs(x1 - x2) <= atol + rtol * abs(x2)`. Infinities are close to themselves
 * only.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @throws As `Binary`.
 */
export function isclose(x1: ArrayOrScalar, x2: ArrayOrScalar, options: Tolerance & ElementwiseOptions = {}): DistArray<'bool'> {
  checkOptions('isclose', options, [...toleranceNames, 'out', 'where'])
  const { out, where, ...tolerance } = options
  const writing = { ...(out && { out }), ...(where !== undefined && { where }) }
  return compose('isclose', [x1, x2], (a, b) => composed.isclose(builder, a, b, tolerance), writing) as DistArray<'bool'>
}

/**
 * Tell whether all elements of two operands are close; see {@link isclose}.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @throws As `Binary`.
 */
export async function allclose(x1: ArrayOrScalar, x2: ArrayOrScalar, tolerance?: Tolerance): Promise<boolean> {
  using all = areAllClose(x1, x2, tolerance)
  return (await all.item()) as boolean
}

/**
 * As {@link allclose}, without a promise.
 *
 * @throws {UnsupportedError} Outside SPMD.
 */
export function allcloseSync(x1: ArrayOrScalar, x2: ArrayOrScalar, tolerance?: Tolerance): boolean {
  using all = areAllClose(x1, x2, tolerance)
  return all.itemSync() as boolean
}

/**
 * Tell whether two operands have the same shape and equal elements.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @throws As `Binary`, but for shapes, which may differ.
 */
export async function arrayEqual(x1: ArrayOrScalar, x2: ArrayOrScalar, options?: EqualityOptions): Promise<boolean> {
  using all = areEqual(x1, x2, options)
  return all !== undefined && ((await all.item()) as boolean)
}

/**
 * As {@link arrayEqual}, without a promise.
 *
 * @throws {UnsupportedError} Outside SPMD.
 */
export function arrayEqualSync(x1: ArrayOrScalar, x2: ArrayOrScalar, options?: EqualityOptions): boolean {
  using all = areEqual(x1, x2, options)
  return all !== undefined && (all.itemSync() as boolean)
}

function areAllClose(x1: ArrayOrScalar, x2: ArrayOrScalar, tolerance: Tolerance = {}): DistArray {
  checkOptions('allclose', tolerance, toleranceNames)
  return whetherAll('allclose', [x1, x2], (a, b) => composed.allclose(builder, a, b, tolerance).of)
}

/** Undefined where the shapes differ. */
function areEqual(x1: ArrayOrScalar, x2: ArrayOrScalar, options: EqualityOptions = {}): DistArray | undefined {
  checkOptions('arrayEqual', options, ['equalNaN'])
  const { operands } = take('arrayEqual', [x1, x2]) // refuses what is freed, or no array
  const [a, b] = operands.map((operand) => (typeof operand === 'object' && 'kind' in operand ? operand.shape : []))
  if (a?.join() !== b?.join()) return undefined
  return whetherAll('arrayEqual', [x1, x2], (a, b) => composed.arrayEqual(builder, a, b, options).of)
}

function whetherAll(name: string, given: readonly ArrayOrScalar[], make: (a: Operand, b: Operand) => Elementwise): DistArray {
  const { client, operands, sources } = take(name, given)
  const of = make(...(operands as [Operand, Operand]))
  return client.express({ node: reduction('all', [of], { dtype: 'bool' }), sources, finish: (all) => all as Elementwise })
}
