// Random programs with lazy expressions, and the same as texts for NumPy, which know the values of every moment.
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import { canCast } from '../../array/dtypes/can-cast.js'
import type { LocalArray } from '../../array/local-array.js'
import { NDArray } from '../../array/nd-array.js'
import { type DType, dtypes, typedArrayFor } from '../../protocol/index.js'
import { Random } from '../fuzz/random.js'
import { mismatches } from '../support/close.js'
import type { Numpy } from '../support/numpy.js'
import { type NumpyNode, numpyBuilder } from '../support/numpy-builder.js'
import { randomDistribution, randomTargets } from './random-distribution.js'
import { type Both, RandomTree } from './random-tree.js'

/** What the library gave at some moment, and what NumPy is to compute for it. */
interface Check {
  readonly program: number
  readonly ours: NDArray
  readonly text: string
  readonly given: Readonly<Record<string, NDArray>>
  readonly ulp: number
}

/** An array that is written to; its text changes with its elements. */
interface Variable {
  readonly array: DistArray
  node: NumpyNode
}

/** What {@link runExpressions} is asked for. */
export interface Runs {
  readonly seed: number
  /** Number of the first program, and how many. */
  readonly first?: number
  readonly runs: number
}

const builder = numpyBuilder()
const inPlace = ['add', 'subtract', 'multiply', 'divide', 'bitwiseXor'] as const

/**
 * Run random programs, and compare with NumPy on rank 0 and in clients.
 *
 * Collective over the ranks of the context in SPMD, with the same seed on all of them.
 *
 * @param numpy On rank 0 and in clients.
 * @returns     How many expressions were compared, and where there is NumPy what differs.
 */
export async function runExpressions(
  ctx: BaseContext,
  numpy: Numpy | undefined,
  { seed, first = 0, runs }: Runs,
): Promise<{ compared: number; wrong: string[] }> {
  const wrong: string[] = []
  let compared = 0
  const batch = 100
  for (let start = first; start < first + runs; start += batch) {
    const checks: Check[] = []
    for (let program = start; program < Math.min(start + batch, first + runs); program++)
      await new Program(ctx, seed, program, checks).run()
    compared += checks.length
    if (!numpy) continue
    await Promise.all(
      checks.map(async ({ program, ours, text, given, ulp }) => {
        const used = Object.fromEntries(Object.entries(given).filter(([name]) => text.includes(name)))
        const theirs = await numpy.array(text, used)
        const found = mismatches(ours, theirs, { ulp, byModulus: true })
        if (found.length > 0) wrong.push(`seed ${seed}, program ${program}: ${found.slice(0, 3).join('; ')} of ${text}`)
      }),
    )
  }
  return { compared, wrong }
}

class Program {
  private readonly _ctx: BaseContext
  private readonly _program: number
  private readonly _random: Random
  private readonly _checks: Check[]
  private readonly _shape: readonly number[]
  private readonly _given: Record<string, NDArray> = {}
  private readonly _variables: Variable[] = []
  /** Expressions that wait. */
  private readonly _waiting: (Both & { readonly ulp: number })[] = []
  private readonly _tree: RandomTree

  constructor(ctx: BaseContext, seed: number, program: number, checks: Check[]) {
    this._ctx = ctx
    this._program = program
    this._random = new Random(seed * 7919 + program)
    this._checks = checks
    const random = this._random
    this._shape = Array.from({ length: random.below(4) }, () => random.pick([0, 1, 2, 3, 4, 5, 7]))
    this._tree = new RandomTree(random, () => this.leaf())
  }

  async run(): Promise<void> {
    const random = this._random
    const count = 1 + random.below(3)
    for (let k = 0; k < count; k++) this.variable(k)
    const steps = 2 + random.below(6)
    for (let k = 0; k < steps; k++) await this.step()
    for (const { array, node, ulp } of this._waiting) await this.check(array, node, ulp)
    for (const { array, node } of this._variables) await this.check(array, node, 0)
    for (const { array } of this._variables) array.free()
    for (const array of this._tree.made) array.free()
  }

  private async step(): Promise<void> {
    const express = (): void => this.express()
    const steps = [express, express, this.updateInPlace, this.assign, this.setOne, this.write, this.checkLast, this.computeOrFree]
    await this._random.pick<() => void | Promise<void>>(steps).call(this)
  }

  private express(): void {
    const made = this._tree.expression(1 + this._random.below(6))
    if (this._tree.made.includes(made.array)) this._waiting.push({ ...made, ulp: this._tree.ulp })
  }

  private async checkLast(): Promise<void> {
    const waiting = this._waiting.at(-1)
    if (waiting) await this.check(waiting.array, waiting.node, waiting.ulp)
  }

  /** What others are made of may be computed, or let go of, at any time. */
  private computeOrFree(): void {
    const made = this._tree.made.filter(({ isFreed }) => !isFreed)
    if (made.length === 0) return
    const one = this._random.pick(made)
    if (this._random.oneIn(2) || this._waiting.some(({ array }) => array === one)) this._ctx.compute(one)
    else one.free()
  }

  private leaf(): Both {
    const random = this._random
    const waiting = this._waiting.filter(({ ulp, array }) => ulp === 0 && !array.isFreed)
    if (waiting.length > 0 && random.oneIn(5)) return random.pick(waiting)
    return random.pick(this._variables)
  }

  private variable(k: number): void {
    const random = this._random
    const dtype = random.pick(dtypes)
    // Stretched along some dimensions, and without the first ones; the first variable has the whole shape.
    const extents = this._shape.map((extent) => (k > 0 && random.oneIn(4) ? 1 : extent))
    const shape = k > 0 && random.oneIn(4) ? extents.slice(random.below(extents.length + 1)) : extents
    const values = valuesOf(random, dtype, shape)
    const distribution = randomDistribution(random, shape, this._ctx.engines)
    const targets = randomTargets(random, distribution.ranks, this._ctx.engines)
    const name = `v${k}_`
    this._given[name] = values
    this._variables.push({ array: this._ctx.fromArray(values, { distribution, targets }), node: { dtype, text: name } })
  }

  private updateInPlace(): void {
    const random = this._random
    const variable = random.pick(this._variables)
    const other = random.pick(this._variables)
    const name = random.pick(inPlace)
    const { array } = variable
    if (!isStretchable(other.array.shape, array.shape) || tooLong(variable, other)) return
    if (isComplex(array.dtype) || isComplex(other.array.dtype)) return
    let node: NumpyNode
    try {
      node = builder.op(name, variable.node, other.node)
    } catch {
      return
    }
    if (!canCast(node.dtype, array.dtype, 'sameKind')) return
    const cast = node.dtype === array.dtype ? node : builder.cast(node, array.dtype)
    const masked = random.oneIn(2) ? this._tree.mask() : undefined
    if (masked && !isStretchable(masked.array.shape, array.shape)) return
    const options = masked ? { where: masked.array } : {}
    if (random.oneIn(2)) array[name](other.array, { ...options, out: array })
    else array[`${name}InPlace`](other.array, options)
    const before = variable.node
    variable.node = masked ? builder.op('where', masked.node, cast, before) : cast
  }

  private assign(): void {
    const variable = this._random.pick(this._variables)
    const value = this._tree.expression(3)
    const { array } = variable
    if (this._tree.ulp > 0 || !isStretchable(value.array.shape, array.shape) || !canCast(value.node.dtype, array.dtype, 'sameKind')) return
    if (value.node.text.length > 1000) return
    array.assign(value.array)
    const { text } = value.node.dtype === array.dtype ? value.node : builder.cast(value.node, array.dtype)
    variable.node = { dtype: array.dtype, text: `np.broadcast_to(${text}, ${tuple(array.shape)})` }
  }

  private setOne(): void {
    const random = this._random
    const variable = random.pick(this._variables)
    const { array } = variable
    if (array.size === 0) return
    const at = random.below(array.size)
    let rest = at
    const index = array.shape
      .toReversed()
      .map((extent) => {
        const i = rest % extent
        rest = Math.floor(rest / extent)
        return i
      })
      .toReversed()
    const value = elementFor(array.dtype, 1)
    array.set(index, value)
    const mask = `(np.arange(${array.size}).reshape(${tuple(array.shape)}) == ${at})`
    variable.node = builder.op('where', { dtype: 'bool', text: mask }, { dtype: array.dtype, text: one(array.dtype) }, variable.node)
  }

  /** Write all elements: by this library, by a user's function, or by hand. */
  private async write(): Promise<void> {
    const variable = this._random.pick(this._variables)
    const { array } = variable
    const kind = this._random.below(3)
    if (kind === 0) array.fill(elementFor(array.dtype, 1))
    else if (this._ctx.mode !== 'spmd') await this._ctx.apply(setToOne, [array])
    else if (kind === 1 || array.targets.length < this._ctx.engines) this._ctx.applySync(setToOne, [array])
    else setToOne(array.local())
    variable.node = { dtype: array.dtype, text: `np.full(${tuple(array.shape)}, ${one(array.dtype)})` }
  }

  private async check(array: DistArray, { text }: NumpyNode, ulp: number): Promise<void> {
    if (array.isFreed) return
    const ours = this._ctx.mode === 'spmd' ? array.toArraySync() : await array.toArray()
    this._checks.push({ program: this._program, ours, text, given: { ...this._given }, ulp })
  }
}

function setToOne(x: LocalArray): void {
  const isComplex = x.dtype.startsWith('complex')
  for (let k = 0; k < x.data.length; k++) x.data[k] = (typeof x.data[k] === 'bigint' ? 1n : Number(!isComplex || k % 2 === 0)) as never
}

function elementFor(dtype: DType, value: number): never {
  if (dtype === 'bool') return Boolean(value) as never
  if (isComplex(dtype)) return { re: value, im: 0 } as never
  return (dtype.endsWith('int64') ? BigInt(value) : value) as never
}

function one(dtype: DType): string {
  return `np.array(1, '${dtype}')`
}

function tuple(shape: readonly number[]): string {
  return `(${shape.map((extent) => `${extent},`).join('')})`
}

function tooLong(...variables: readonly Variable[]): boolean {
  return variables.some(({ node }) => node.text.length > 1000)
}

function isComplex(dtype: DType): boolean {
  return dtype.startsWith('complex')
}

function isStretchable(from: readonly number[], to: readonly number[]): boolean {
  const extra = to.length - from.length
  return extra >= 0 && from.every((extent, d) => extent === 1 || extent === to[d + extra])
}

const floats = [0, -0, 1, -1, 0.5, 2, -3, 7.25, 100, 1e-3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const integers = [0, 1, 2, 3, -1, -7, 100, 127]

function valuesOf(random: Random, dtype: DType, shape: readonly number[]): NDArray {
  const size = shape.reduce((n, extent) => n * extent, 1) * (isComplex(dtype) ? 2 : 1)
  const data = new (typedArrayFor(dtype))(size)
  for (let k = 0; k < size; k++) {
    if (dtype === 'bool') data[k] = random.below(2)
    else if (dtype.includes('int')) {
      const value = random.pick(integers)
      const signed = dtype.startsWith('u') ? Math.abs(value) : value
      data[k] = dtype.endsWith('64') ? BigInt(signed) : signed
    } else data[k] = isComplex(dtype) ? random.pick(floats.slice(0, 10)) : random.pick(floats)
  }
  return new NDArray(shape, dtype, data)
}
