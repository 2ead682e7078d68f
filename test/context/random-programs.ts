// Random programs on distributed arrays, and the same on plain lists.
import fc from 'fast-check'
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import type { FunctionResult } from '../../array/function-result.js'
import { LocalArray } from '../../array/local-array.js'
import type { Communicator } from '../../bindings/communicator.js'
import type { Distribution } from '../../protocol/index.js'
import { distributions } from '../array/distributions.js'

/** One step: what to do, and numbers by which it chooses array, index and value. */
interface Step {
  readonly kind:
    | 'full'
    | 'fromFunction'
    | 'fromArray'
    | 'add'
    | 'same'
    | 'scaled'
    | 'pair'
    | 'sum'
    | 'get'
    | 'set'
    | 'fill'
    | 'toArray'
    | 'summary'
    | 'free'
  readonly distribution: Distribution
  readonly which: number
  readonly where: number
  readonly value: number
}

/** Values of an array, which several names can share. */
interface Model {
  readonly distribution: Distribution
  readonly values: number[]
}

/** An array, or a result nobody has asked about yet. */
interface Named {
  handle: DistArray<'float64'> | FunctionResult
  model: Model
}

const kinds = [
  'full',
  'fromFunction',
  'fromArray',
  'add',
  'same',
  'scaled',
  'pair',
  'sum',
  'get',
  'set',
  'fill',
  'toArray',
  'summary',
  'free',
] as const

function programs(engines: number): fc.Arbitrary<Step[]> {
  const step = fc.record({
    kind: fc.constantFrom(...kinds),
    distribution: distributions(engines),
    which: fc.nat(),
    where: fc.nat(),
    value: fc.integer({ min: -9, max: 9 }),
  })
  return fc.array(step, { minLength: 1, maxLength: 12 })
}

function add(x: LocalArray<'float64'>, value: number): void {
  for (let k = 0; k < x.data.length; k++) x.data[k]! += value
}

function same(x: LocalArray<'float64'>): LocalArray {
  return x
}

function scaled(x: LocalArray<'float64'>, factor: number, comm: Communicator): LocalArray {
  return LocalArray.fromFunction(comm, x.distribution, (...index) => factor * x.getGlobal(index))
}

function pair(x: LocalArray<'float64'>, comm: Communicator): unknown {
  return { old: x, fresh: [LocalArray.full(comm, x.distribution, comm.size)] }
}

function sum(x: LocalArray<'float64'>, comm: Communicator): number {
  let total = 0
  for (let k = 0; k < x.size; k++) {
    let rest = k
    const local = [...x.shape]
      .reverse()
      .map((extent) => {
        const i = rest % extent
        rest = Math.floor(rest / extent)
        return i
      })
      .reverse()
    if (x.distribution.ownerOf(x.distribution.localToGlobal(comm.rank, local)) === comm.rank) total += x.get(local)
  }
  return comm.allreduce(Float64Array.of(total), new Float64Array(1))[0] as number
}

/** Carries out one program both ways. */
class Run {
  private readonly _named: Named[] = []

  constructor(private readonly _ctx: BaseContext) {}

  /** @throws What differs. */
  async step({ kind, distribution, which, where, value }: Step): Promise<void> {
    const ctx = this._ctx
    const linear = (index: readonly number[]): number => index.reduce((k, i, d) => k * (distribution.shape[d] as number) + i, value)
    if (kind === 'full') return this.name(ctx.full(distribution, value), { distribution, values: new Array(distribution.size).fill(value) })
    const values = Array.from({ length: distribution.size }, (_, k) => k + value * stretch(distribution.shape))
    if (kind === 'fromArray')
      return this.name(ctx.fromArray(Float64Array.from(values), { distribution }) as DistArray<'float64'>, { distribution, values })
    if (kind === 'fromFunction') {
      ctx.push({ shape: distribution.shape, value })
      return this.name(ctx.fromFunction(linearIndex, distribution), {
        distribution,
        values: values.map((_, k) => linear(indexOf(k, distribution.shape))),
      })
    }
    const chosen = this._named[which % Math.max(this._named.length, 1)]
    if (!chosen) return
    await this.use(kind, chosen, where, value)
  }

  async end(): Promise<void> {
    const arrays = await Promise.all(this._named.map(({ handle }) => handle.toArray()))
    for (const [k, { data }] of arrays.entries()) this.compare([...data], this._named[k]!.model.values, 'toArray at the end')
    for (const { handle } of this._named) handle.free()
  }

  private async use(kind: Step['kind'], chosen: Named, where: number, value: number): Promise<void> {
    const ctx = this._ctx
    const { handle, model } = chosen
    const { distribution, values } = model
    const k = where % Math.max(values.length, 1)
    const index = indexOf(k, distribution.shape)
    switch (kind) {
      case 'add':
        ctx.fn.add!(handle, value).free()
        for (const i of values.keys()) values[i]! += value
        return
      case 'same':
        return this.name(ctx.fn.same!(handle), model)
      case 'scaled':
        return this.name(ctx.fn.scaled!(handle, value), { distribution, values: values.map((old) => value * old) })
      case 'pair': {
        const made = (await ctx.fn.pair!(handle)) as { old: DistArray<'float64'>; fresh: [DistArray<'float64'>] }
        this.name(made.old, model)
        return this.name(made.fresh[0], { distribution, values: values.map(() => distribution.ranks) })
      }
      case 'sum':
        return this.compare(
          (await ctx.fn.sum!(handle)) as number[],
          new Array(distribution.ranks).fill(values.reduce((a, b) => a + b, 0)),
          kind,
        )
      case 'get':
        if (values.length > 0) this.compare([await handle.get(index)], [values[k]], kind)
        return
      case 'set':
        if (values.length === 0) return
        ;(await this.asked(chosen)).set(index, value)
        values[k] = value
        return
      case 'fill':
        ;(await this.asked(chosen)).fill(value)
        values.fill(value)
        return
      case 'toArray':
        return this.compare([...(await handle.toArray()).data], values, kind)
      case 'summary': {
        const array = await this.asked(chosen)
        const known = String(array)
        const asked = await array.summary()
        return this.compare([known.includes('\n') && !known.includes(' owns ') ? known : asked], [asked], 'what is known without asking')
      }
      case 'free':
        handle.free()
        this._named.splice(this._named.indexOf(chosen), 1)
    }
  }

  private name(handle: Named['handle'], model: Model): void {
    this._named.push({ handle, model })
  }

  private async asked(named: Named): Promise<DistArray<'float64'>> {
    const array = (await named.handle) as DistArray<'float64'>
    named.handle = array
    return array
  }

  private compare(actual: readonly unknown[], wanted: readonly unknown[], what: string): void {
    if (actual.length !== wanted.length || actual.some((value, i) => value !== wanted[i]))
      throw new Error(`${what}: [${actual.join(', ')}] instead of [${wanted.join(', ')}]`)
  }
}

/** Variables of the engines. */
declare const shape: readonly number[]
declare const value: number

function linearIndex(...index: number[]): number {
  return index.reduce((k, i, d) => k * (shape[d] as number) + i, value)
}

/** Product of the extents: what a number in front of an index is multiplied by. */
function stretch(extents: readonly number[]): number {
  return extents.reduce((a, b) => a * b, 1)
}

function indexOf(k: number, extents: readonly number[]): number[] {
  let rest = k
  const index: number[] = []
  for (const extent of [...extents].reverse()) {
    index.unshift(rest % extent)
    rest = Math.floor(rest / extent)
  }
  return index
}

/** Which random programs to run. */
export interface Choice {
  readonly seed: number
  readonly runs: number
  /**
   * How many run at the same time, taking turns where they wait for values; default 1. What each of them makes is its own, so they
   * must not disturb each other. In SPMD only 1: there the ranks would take turns differently.
   */
  readonly together?: number
}

/** Groups of programs after which the engines are asked whether anything is left. */
const groupsBetweenLooks = 10

/**
 * Run random programs and compare each with lists; after each the engines must have nothing left.
 *
 * In SPMD all ranks must pass the same seed.
 *
 * @returns What differs in the first program that does, with the steps; undefined when none does.
 */
export async function runRandomPrograms(ctx: BaseContext, { seed, runs, together = 1 }: Choice): Promise<string | undefined> {
  for (const fn of [add, same, scaled, pair, sum]) ctx.register(fn)
  const before = (await ctx.memory()).map(({ sessionBytes }) => sessionBytes)
  const all = fc.sample(programs(ctx.engines), { numRuns: runs, seed })
  for (let first = 0; first < runs; first += together) {
    const group = all.slice(first, first + together)
    const differences = await Promise.all(group.map((steps) => differenceIn(ctx, steps)))
    const k = differences.findIndex((difference) => difference !== undefined)
    if (k !== -1) return `${differences[k]}\nprogram ${first + k} of seed ${seed}:\n${describe(group[k]!)}`
    const isLook = (first / together) % groupsBetweenLooks === groupsBetweenLooks - 1 || first + together >= runs
    if (!isLook) continue
    const left = (await ctx.memory()).map(({ sessionBytes }, k) => sessionBytes - (before[k] as number))
    if (left.some((bytes) => bytes !== 0))
      return `left on the engines: ${left} bytes, after program ${first + group.length - 1} of seed ${seed}:\n${group.map(describe).join('\n\n')}`
  }
  return undefined
}

async function differenceIn(ctx: BaseContext, steps: readonly Step[]): Promise<string | undefined> {
  const run = new Run(ctx)
  try {
    for (const step of steps) await run.step(step)
    await run.end()
    return undefined
  } catch (error) {
    return (error as Error).stack
  }
}

function describe(steps: readonly Step[]): string {
  return steps
    .map(
      ({ kind, which, where, value, distribution }) =>
        `${kind}(${which}, ${where}, ${value}, [${distribution.shape}] '${distribution.dist}' grid [${distribution.gridShape}])`,
    )
    .join('\n')
}
