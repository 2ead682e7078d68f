import { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import type { Client } from '../client.js'
import { type Lowered, lower } from '../expression/lower.js'
import { cast, leaf } from '../expression/node.js'
import { isSamePlace, placeOperand } from '../expression/place.js'
import { ArrayReference } from '../instruction.js'
import type { Placement } from '../placement.js'
import { stateOf } from '../reductions/states.js'
import type { ComputedOperand, ComputedReduction } from '../spmd/compute.js'
import { StoredArray } from '../stored-array.js'
import type { Finish, Pending } from './pending.js'

/** Where the components of a state are does not matter: every engine has its own. */
const nowhere = { distribution: Distribution.from([], { ranks: 1 }), targets: [] }

/** Shapes for which the programs of one finishing function are kept. */
const mostShapes = 64

/** An array that is to be computed, or written to. */
interface Wanted {
  readonly array: ArrayCore
  readonly pending: Pending
  /** The elements that are overwritten; new ones are made when absent. */
  readonly into?: StoredArray | undefined
}

/**
 * Have the engines compute arrays that are expressions, those over the same elements in one pass. Returns at once.
 *
 * @param arrays Those that are computed already are left alone.
 */
export function computeArrays(client: Client, arrays: readonly ArrayCore[]): void {
  const [only] = arrays
  if (only && arrays.length === 1) {
    const pending = only._pending()
    if (pending) send(client, [{ array: only, pending }])
  } else for (const group of groups(arrays)) send(client, group)
}

/**
 * Have the engines write an expression over the elements of an array. Returns at once.
 *
 * @param into Its present elements; when absent it gets new ones.
 */
export function computeInto(client: Client, array: ArrayCore, pending: Pending, into: StoredArray | undefined): void {
  send(client, [{ array, pending, into }])
}

/** Arrays that can be computed together: shape and distribution of what is gone through are the same. */
function groups(arrays: readonly ArrayCore[]): Wanted[][] {
  const found: Wanted[][] = []
  for (const array of new Set(arrays)) {
    const pending = array._pending()
    if (!pending) continue
    const wanted = { array, pending }
    const group = found.find(([first]) => first !== undefined && isSamePlace(first.pending.over, pending.over))
    if (group) group.push(wanted)
    else found.push([wanted])
  }
  return found
}

function send(client: Client, group: readonly Wanted[]): void {
  const { calls } = client
  const { over } = (group[0] as Wanted).pending
  const roots = group.map(({ pending: { node } }) => ({ node, shape: node.kind === 'reduction' ? undefined : over.distribution.shape }))
  // One shape, so one program.
  const [{ plan, sources, constants, outputs, reductions }] = lower(roots) as [Lowered]
  const operands = (sources as readonly StoredArray[]).map((source): ComputedOperand => {
    const reference = new ArrayReference(source.id)
    if (placeOperand(source, over).action === 'stay') return reference
    return { reference, layout: calls.layout(source.distribution), targets: source.targets }
  })
  const finishes = reductions.length === 0 ? none : reductions.map((at) => finishingOf(group[at] as Wanted))
  const place = { layout: calls.layout(over.distribution), targets: over.targets }
  const targets = union(over, sources)
  // Who writes to an array computes nothing else with it.
  const into = group[0]?.into
  if (into) {
    const args = [plan, constants, operands, place, finishes, [new ArrayReference(into.id)]]
    calls.send({ fn: 'compute', args, targets, writes: [into.id] })
    return
  }
  const made = reductions.length > 0 ? [...outputs, ...reductions] : outputs
  const first = calls.allot(made.length)
  calls.send({ fn: 'compute', args: [plan, constants, operands, place, finishes, none], targets, out: { first, count: made.length } })
  for (let k = 0; k < made.length; k++) {
    const { array } = group[made[k] as number] as Wanted
    const { dtype, distribution, targets } = array
    array._computed(new StoredArray({ client, id: first + k, dtype, distribution, targets, isExposed: false }))
  }
}

const none: readonly never[] = Object.freeze([])

/** What was made of functions that finish reductions, by what else it depends on: most of them are the same one each time. */
const finished = new WeakMap<Finish, Map<string, ComputedReduction>>()

/** What is done with the combined states of a reduction. */
function finishingOf({ array: { shape }, pending: { node, finish } }: Wanted): ComputedReduction {
  if (node.kind !== 'reduction' || !finish) throw new TypeError('Expected a reduction and what makes its result')
  let known = finished.get(finish)
  if (!known) {
    known = new Map()
    finished.set(finish, known)
  }
  const taken = node.operands[0]?.dtype as DType
  const key = `${node.name} ${taken} ${node.dtype} ${node.keepdims} ${node.axes} over ${shape}`
  let computed = known.get(key)
  if (!computed) {
    const components = stateOf(node.name, taken).map((dtype, id) => leaf({ ...nowhere, id, dtype, shape }))
    // Components that the result does not need have no place in its program.
    const [{ plan, constants, sources }] = lower([{ node: cast(finish(...components), node.dtype), shape }]) as [Lowered]
    computed = { axes: node.axes, keepdims: node.keepdims, plan, constants, components: sources.map(({ id }) => id) }
    if (known.size === mostShapes) known.clear()
    known.set(key, computed)
  }
  return computed
}

/** All engines that take part. */
function union({ targets }: Placement, sources: readonly Pick<Placement, 'targets'>[]): readonly number[] {
  const isAll = sources.every((source) => source.targets === targets || source.targets.every((engine) => targets.includes(engine)))
  if (isAll) return targets
  return [...new Set([...targets, ...sources.flatMap((source) => source.targets)])].sort((a, b) => a - b)
}
