import { type DType, itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import type { Pending } from '../lazy/pending.js'
import { bytesToBring } from '../moving/need-among.js'
import type { Placement } from '../placement.js'
import type { StoredArray } from '../stored-array.js'
import { valueText } from './canonical.js'
import { type Lowered, lower } from './lower.js'
import { placeOperand } from './place.js'
import { extentsOf, type Plan, type Stage } from './plan.js'

/** An array that an expression reads. */
export interface ExplainedOperand {
  /** As the operations call it: `a`, `b` and so on. */
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly dist: string
  readonly gridShape: readonly number[]
  /** Engines that have it. */
  readonly targets: readonly number[]
  /** Whether its elements are brought to where the result is computed. */
  readonly moves: boolean
  /** Bytes that travel between engines. */
  readonly bytes: number
}

/** One way over memory. */
export interface ExplainedPass {
  /** Extents that it goes over. */
  readonly shape: readonly number[]
  /** In the order in which they are carried out, e.g. `'%0 = multiply(a, 3)'`. */
  readonly operations: readonly string[]
}

/** An array that exists only while the expression is computed. */
export interface ExplainedTemporary {
  readonly name: string
  readonly dtype: DType
  /** By rank of the result. */
  readonly bytes: readonly number[]
}

/** Where an array is, or is computed. */
export interface ExplainedPlace {
  readonly dist: string
  readonly gridShape: readonly number[]
  /** Engines. */
  readonly targets: readonly number[]
}

/** How an array is computed. */
export interface Explanation {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly dist: string
  readonly gridShape: readonly number[]
  /** Engines. */
  readonly targets: readonly number[]
  /** Whether it has been computed: then there is nothing to do. */
  readonly isComputed: boolean
  /** Where operands are brought: where the result is, or for a reduction, what is reduced. */
  readonly over: ExplainedPlace
  readonly operands: readonly ExplainedOperand[]
  readonly passes: readonly ExplainedPass[]
  readonly temporaries: readonly ExplainedTemporary[]
  /** Bytes of operands that travel between engines. */
  readonly bytesToMove: number
}

/**
 * Tell how an array is computed.
 *
 * Not collective.
 *
 * @param pending Its expression; undefined when it has been computed.
 */
export function explain(result: Placement & { readonly dtype: DType }, pending: Pending | undefined): Explanation {
  const { dtype, targets, distribution } = result
  const { shape, dist, gridShape } = distribution
  const about = { dtype, shape, dist, gridShape, targets }
  if (!pending) return { ...about, isComputed: true, over: placeOf(result), operands: [], passes: [], temporaries: [], bytesToMove: 0 }
  const { node, over } = pending
  const [lowered] = lower([{ node, shape: node.kind === 'reduction' ? undefined : over.distribution.shape }]) as [Lowered]
  const { plan } = lowered
  const operands = (lowered.sources as readonly StoredArray[]).map((source, k): ExplainedOperand => {
    const { dtype, shape } = source
    const moves = placeOperand(source, over).action === 'move'
    return { name: nameOf(k), dtype, shape, ...placeOf(source), moves, bytes: moves ? bytesToBring(source, over) : 0 }
  })
  return {
    ...about,
    isComputed: false,
    over: placeOf(over),
    operands,
    passes: plan.stages.map((stage) => ({
      shape: extentsOf(stage.dims, lowered.shape).filter((_, d) => (stage.dims & (1 << d)) !== 0),
      operations: operationsOf(stage, lowered),
    })),
    temporaries: temporariesOf(plan, over),
    bytesToMove: operands.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

function placeOf({ distribution: { dist, gridShape }, targets }: Placement): ExplainedPlace {
  return { dist, gridShape, targets }
}

function temporariesOf({ temporaries }: Plan, { distribution, targets }: Placement): ExplainedTemporary[] {
  return temporaries.map(({ dtype, dims }, at) => ({
    name: `temporary ${at}`,
    dtype,
    bytes: targets.map((_, rank) => product(extentsOf(dims, distribution.localShape(rank))) * itemSize(dtype)),
  }))
}

function operationsOf({ inputs, constants, loops, steps, stores, reductions }: Stage, { plan, constants: values }: Lowered): string[] {
  const names = inputs.map(({ from, at }) => {
    if (from === 'operand') return nameOf(at)
    return from === 'index' ? `index ${at}` : from === 'output' ? 'result' : `temporary ${at}`
  })
  names.push(...constants.map((at) => valueText(values[at] as (typeof values)[number])))
  const operations: string[] = []
  for (let step = 0; step < steps.length / 4; step++) {
    const [loop, ...registers] = steps.slice(4 * step, 4 * step + 4) as [number, number, number, number]
    const key = loops[loop] as string
    const operands = registers.filter((register) => register >= 0).map((register) => names[register])
    const name = `%${step}`
    const cast = /^astype\((\w+),(\w+)\)$/.exec(key)
    const call = cast
      ? cast[1] === cast[2]
        ? `copy(${operands})`
        : `astype(${operands}, ${cast[2]})`
      : `${key.split('(')[0]}(${operands.join(', ')})`
    operations.push(`${name} = ${call}`)
    names.push(name)
  }
  for (const { register, to, at } of stores) operations.push(`${to === 'output' ? 'result' : `temporary ${at}`} = ${names[register]}`)
  for (const { at, registers } of reductions)
    operations.push(`result = ${plan.reductions[at]?.name}(${registers.map((register) => names[register]).join(', ')})`)
  return operations
}

/** a .. z, then a1 and so on. */
function nameOf(at: number): string {
  return String.fromCharCode(97 + (at % 26)) + (at < 26 ? '' : Math.floor(at / 26))
}
