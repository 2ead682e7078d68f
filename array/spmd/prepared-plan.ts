import type { KeptProgram } from '../../bindings/kept-program.js'
import { UnsupportedError } from '../../protocol/errors.js'
import { castLoop, loopOf } from '../expression/loop.js'
import type { Feed, Plan, Stage, StageInput, Store } from '../expression/plan.js'
import type { Kernels } from './kernels.js'
import type { Region } from './region.js'

/** A stage with the numbers that the native side has for its loops. */
export interface PreparedStage {
  readonly dims: number
  readonly inputs: readonly StageInput[]
  readonly constants: readonly number[]
  readonly steps: Int32Array
  readonly stores: readonly Store[]
  readonly reductions: readonly Feed[]
}

/** A travelling program as this process runs it. */
export interface PreparedPlan {
  /** Outputs and reductions in the same passes. */
  readonly stages: readonly PreparedStage[]
  /** Numbers of the plan's reductions. */
  readonly reductions: readonly number[]
  /** The outputs alone, and then the reductions alone, which may read the outputs: for regions that differ. */
  readonly apart: { readonly outputs: readonly PreparedStage[]; readonly reductions: readonly PreparedStage[] }
  /** The only stage as programs that are kept, by what is held; see `runKept`. */
  readonly kept: WeakMap<Region, KeptProgram>
}

/** Numbers by key, for one implementation of the kernels. */
interface Numbers {
  readonly loops: ReadonlyMap<string, number>
  readonly reductions: ReadonlyMap<string, number>
  readonly byPlan: WeakMap<Plan, PreparedPlan>
  /** Where plans arrive as messages, the same plan is another object each time. Least recently used first. */
  readonly byKey: Map<string, PreparedPlan>
}

const known = new WeakMap<Kernels, Numbers>()
const limit = 512

/**
 * Find the native side's numbers for everything that a plan uses; they are kept with the plan.
 *
 * Not collective.
 *
 * @throws {UnsupportedError} The native side has no such loop or reduction.
 */
export function prepare(plan: Plan, kernels: Kernels): PreparedPlan {
  const numbers = numbersFor(kernels)
  let prepared = numbers.byPlan.get(plan)
  if (prepared) return prepared
  prepared = numbers.byKey.get(plan.key) ?? prepareNew(plan, numbers)
  numbers.byPlan.set(plan, prepared)
  if (plan.key !== '') {
    numbers.byKey.delete(plan.key)
    numbers.byKey.set(plan.key, prepared)
    if (numbers.byKey.size > limit) numbers.byKey.delete(numbers.byKey.keys().next().value as string)
  }
  return prepared
}

/**
 * Return the native side's number for a loop.
 *
 * Not collective.
 *
 * @throws {UnsupportedError} There is none.
 */
export function opcodeOf(key: string, kernels: Kernels): number {
  return numberOf(numbersFor(kernels).loops, key)
}

function numbersFor(kernels: Kernels): Numbers {
  let numbers = known.get(kernels)
  if (!numbers) {
    numbers = readNumbers(kernels)
    known.set(kernels, numbers)
  }
  return numbers
}

function readNumbers(kernels: Kernels): Numbers {
  const loops = kernels.kernelLoops().map(({ name, inputs, output }, opcode) => {
    const { key } = name === 'astype' && inputs[0] ? castLoop(inputs[0], output) : loopOf(name, inputs, output)
    return [key, opcode] as const
  })
  const reductions = kernels.kernelReductions().map(({ name, inputs }, number) => [`${name}(${inputs})`, number] as const)
  return { loops: new Map(loops), reductions: new Map(reductions), byPlan: new WeakMap(), byKey: new Map() }
}

function prepareNew(plan: Plan, numbers: Numbers): PreparedPlan {
  const stages = plan.stages.map((stage) => prepareStage(stage, numbers))
  return {
    stages,
    reductions: plan.reductions.map(({ name, inputs }) => numberOf(numbers.reductions, `${name}(${inputs})`)),
    apart: {
      outputs: stages.map((stage) => reduced(stage, stage.stores, [])).filter(isUseful),
      reductions: stages
        .map((stage) =>
          reduced(
            stage,
            stage.stores.filter(({ to }) => to === 'temporary'),
            stage.reductions,
          ),
        )
        .filter(isUseful),
    },
    kept: new WeakMap(),
  }
}

function prepareStage({ loops, steps, ...rest }: Stage, numbers: Numbers): PreparedStage {
  const opcodes = loops.map((key) => numberOf(numbers.loops, key))
  return { ...rest, steps: Int32Array.from(steps, (word, k) => (k % 4 === 0 ? (opcodes[word] as number) : word)) }
}

function numberOf(numbers: ReadonlyMap<string, number>, key: string): number {
  const number = numbers.get(key)
  if (number === undefined) throw new UnsupportedError(`There is no kernel ${key}; convert the operands to other dtypes`, { feature: key })
  return number
}

function isUseful({ stores, reductions }: PreparedStage): boolean {
  return stores.length + reductions.length > 0
}

/** The stage for some of its purposes, without the steps that only the others need. */
function reduced(stage: PreparedStage, stores: readonly Store[], reductions: readonly Feed[]): PreparedStage {
  const first = stage.inputs.length + stage.constants.length
  const needed = new Set([...stores.map(({ register }) => register), ...reductions.flatMap(({ registers }) => registers)])
  const kept: number[] = []
  for (let step = stage.steps.length / 4 - 1; step >= 0; step--) {
    if (!needed.has(first + step)) continue
    kept.unshift(step)
    for (const register of stage.steps.subarray(4 * step + 1, 4 * step + 4)) needed.add(register)
  }
  const renamed = (register: number): number => (register < first ? register : first + kept.indexOf(register - first))
  const steps = kept.flatMap((step) =>
    Array.from(stage.steps.subarray(4 * step, 4 * step + 4), (word, k) => (k === 0 || word < 0 ? word : renamed(word))),
  )
  return {
    ...stage,
    steps: Int32Array.from(steps),
    stores: stores.map((store) => ({ ...store, register: renamed(store.register) })),
    reductions: reductions.map(({ at, registers }) => ({ at, registers: registers.map(renamed) })),
  }
}
