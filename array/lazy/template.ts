import type { DType } from '../../protocol/dtype.js'
import { UnsupportedError } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import type { Client } from '../client.js'
import type { DistArray } from '../dist-array.js'
import type { WeakScalar } from '../dtypes/weak-scalar.js'
import { elementOf } from '../dtypes/weak-scalar.js'
import { ContextError } from '../errors.js'
import { apply } from '../expression/build.js'
import { type ExpressionBuilder, evaluateTemplate, type ReduceOptions } from '../expression/expr.js'
import { cast, constant, type Elementwise } from '../expression/node.js'
import type { StoredArray } from '../stored-array.js'
import { joined } from './elementwise.js'

/** A part of an expression: a node, or the array that a reduction makes, which is computed when it is used inside. */
interface Part {
  readonly dtype: DType
  readonly node?: Elementwise
  /** The arrays that the node reads. */
  readonly sources?: readonly StoredArray[]
  readonly array?: DistArray
}

/**
 * Make an array of an expression that is written as a template.
 *
 * Not collective, but where a reduction is inside.
 *
 * @throws As `evaluateTemplate`; {ContextError} an array of another context.
 */
export function expressTemplate(client: Client, strings: TemplateStringsArray, values: readonly unknown[]): DistArray {
  const builder = new TemplateBuilder(client)
  let made: DistArray | undefined
  try {
    const part = evaluateTemplate<Part>(builder, strings, values)
    made = part.array ?? builder.express(part)
    return made
  } finally {
    for (const array of builder.reduced) if (array !== made) array.free()
  }
}

/** The method that a reduction is. */
type Reduce = (options: ReduceOptions) => DistArray

class TemplateBuilder implements ExpressionBuilder<Part> {
  /** What reductions inside have made. */
  readonly reduced: DistArray[] = []
  private readonly _client: Client

  constructor(client: Client) {
    this._client = client
  }

  op(name: string, ...operands: readonly (Part | WeakScalar)[]): Part {
    let sources = none
    const taken: (Elementwise | WeakScalar)[] = []
    for (const operand of operands) {
      if (isPart(operand)) {
        const part = this.taken(operand)
        sources = joined(sources, part.sources)
        taken.push(part.node)
      } else taken.push(operand)
    }
    return partOf(apply(name, taken), sources)
  }

  constant(value: WeakScalar, dtype: DType): Part {
    return partOf(constant(dtype, elementOf(value, dtype)), none)
  }

  cast(part: Part, dtype: DType): Part {
    const { node, sources } = this.taken(part)
    return partOf(cast(node, dtype), sources)
  }

  value(value: unknown): Part | undefined {
    if (!(value instanceof ArrayCore)) return undefined
    if (value.context !== this._client)
      throw new ContextError('Expected arrays of this context for expr; move values between contexts by toArray and fromArray')
    const { node, sources } = value._node()
    return partOf(node, sources)
  }

  reduce(name: string, part: Part, options: ReduceOptions): Part {
    const operand = part.array ?? this.express(part)
    try {
      const method: unknown = Reflect.get(operand, name)
      if (typeof method !== 'function') throw new UnsupportedError(`There is no reduction ${name} of arrays`, { feature: name })
      const array = (method as Reduce).call(operand, options)
      this.reduced.push(array)
      return { dtype: array.dtype, array }
    } finally {
      if (operand !== part.array) operand.free()
    }
  }

  /** The array of a part; what reductions inside have read is no concern of it. */
  express(part: Part): DistArray {
    return this._client.express(this.taken(part))
  }

  /** What a part is as an operand. Reductions are computed when the first of them is used, in one pass those over the same elements. */
  private taken({ node, sources = none, array }: Part): { readonly node: Elementwise; readonly sources: readonly StoredArray[] } {
    if (node) return { node, sources }
    const made = array as DistArray
    if (made.isPending) this._client.compute(...this.reduced)
    return made._node()
  }
}

const none: readonly StoredArray[] = []

function partOf(node: Elementwise, sources: readonly StoredArray[]): Part {
  return { dtype: node.dtype, node, sources }
}

function isPart(operand: Part | WeakScalar): operand is Part {
  return typeof operand === 'object' && 'dtype' in operand
}
