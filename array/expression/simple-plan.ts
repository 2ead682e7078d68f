import type { Element } from '../element.js'
import type { Loop } from './loop.js'
import type { ArraySource, Constant, Elementwise, Operation } from './node.js'
import type { Plan } from './plan.js'

/** A few operations on arrays of one shape and constants: what small programs do all the time. */
export interface SimpleCase {
  /** Where its plan is kept: the same for graphs of the same form. */
  readonly form: Form
  readonly sources: readonly ArraySource[]
  readonly constants: readonly Element[]
}

/** One step on the way from the number of dimensions, by loops and what they take, to a plan. */
interface Form {
  readonly next: Map<Loop | number, Form>
  plan: Plan | undefined
}

const newForm = (): Form => ({ next: new Map(), plan: undefined })

/** By number of dimensions. */
const known = newForm()
/** Forms there are, and at most; then they are learnt anew. */
let count = 0
const most = 4096

/** Operations on top of each other, at most, and different values. */
const deepest = 12
const mostValues = 24

/**
 * Recognize an expression whose plan can be looked up without writing a key for its graph.
 *
 * Not collective.
 *
 * @returns Undefined for others. Its arrays and constants are in the order of {@link canonical}.
 */
export function simpleCase(node: Operation): SimpleCase | undefined {
  if (node.depth > deepest) return undefined
  if (count > most) {
    known.next.clear()
    count = 0
  }
  const walk = new Walk(node.shape)
  return walk.place(node) === -1 ? undefined : walk
}

/**
 * Return the plan of a simple case.
 *
 * Not collective.
 *
 * @param make Makes it the first time.
 */
export function simplePlan({ form }: SimpleCase, make: () => Plan): Plan {
  form.plan ??= make()
  return form.plan
}

/** Goes through a graph as {@link canonical} does, which has no limits; lists of few entries are searched sooner than maps. */
class Walk implements SimpleCase {
  form: Form
  readonly sources: ArraySource[] = []
  readonly constants: Element[] = []
  private readonly _shape: readonly number[]
  /** Of each value a node; equal ones may have others. */
  private readonly _nodes: Elementwise[] = []
  /** Of operations, what they take; of others -1. */
  private readonly _taken: number[] = []

  constructor(shape: readonly number[]) {
    this._shape = shape
    this.form = follow(known, shape.length)
  }

  /** Place of a node among the values; -1 where the graph is none of a simple case. */
  place(node: Elementwise): number {
    const nodes = this._nodes
    for (let k = 0; k < nodes.length; k++) if (nodes[k] === node) return k
    switch (node.kind) {
      case 'leaf':
        return isSame(node.shape, this._shape) ? this.leaf(node) : -1
      case 'constant':
        return this.constant(node)
      case 'operation':
        return isSame(node.shape, this._shape) ? this.operation(node) : -1
      default:
        return -1
    }
  }

  private leaf(node: Elementwise & { readonly kind: 'leaf' }): number {
    for (let k = 0; k < this._nodes.length; k++) {
      const other = this._nodes[k] as Elementwise
      if (other.kind === 'leaf' && other.source.id === node.source.id) return k
    }
    this.sources.push(node.source)
    return this.add(node, -1)
  }

  private constant(node: Constant): number {
    for (let k = 0; k < this._nodes.length; k++) {
      const other = this._nodes[k] as Elementwise
      if (other.kind === 'constant' && other.dtype === node.dtype && isSameValue(other.value, node.value)) return k
    }
    this.constants.push(node.value)
    return this.add(node, -1)
  }

  private operation(node: Operation): number {
    const { loop, operands } = node
    // The operands as the digits of a number: places, and what is there, since an operation may be before a leaf or after it. Their
    // dtypes are the loop's.
    let taken = 0
    for (let k = 0; k < operands.length; k++) {
      const operand = operands[k] as Elementwise
      const place = this.place(operand)
      if (place === -1) return -1
      taken = taken * digits + 3 * place + (operand.kind === 'operation' ? 3 : operand.kind === 'constant' ? 2 : 1)
    }
    for (let k = 0; k < this._nodes.length; k++) if (this._taken[k] === taken && (this._nodes[k] as Operation).loop === loop) return k
    this.form = follow(follow(this.form, loop), taken)
    return this.add(node, taken)
  }

  private add(node: Elementwise, taken: number): number {
    if (this._nodes.length === mostValues) return -1
    this._taken.push(taken)
    return this._nodes.push(node) - 1
  }
}

const digits = 3 * mostValues + 1

function follow({ next }: Form, key: Loop | number): Form {
  let form = next.get(key)
  if (!form) {
    form = newForm()
    count++
    next.set(key, form)
  }
  return form
}

/** Tells -0 from 0; all NaN are one. */
function isSameValue(a: Element, b: Element): boolean {
  if (typeof a === 'object' && typeof b === 'object') return Object.is(a.re, b.re) && Object.is(a.im, b.im)
  return Object.is(a, b)
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((extent, d) => extent === b[d]))
}
