import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import { checkOptions } from '../check-options.js'
import type { Client } from '../client.js'
import type { DistArray } from '../dist-array.js'
import { canCast } from '../dtypes/can-cast.js'
import { isWeakScalar, type WeakScalar } from '../dtypes/weak-scalar.js'
import { ContextError } from '../errors.js'
import { requireBroadcast } from '../expression/broadcast.js'
import { apply, type Operand } from '../expression/build.js'
import { cast, type Elementwise } from '../expression/node.js'
import type { StoredArray } from '../stored-array.js'

/** An operand: a distributed array, or a scalar, which takes its precision from the arrays. */
export type ArrayOrScalar = ArrayCore | WeakScalar

/** Where the result of an elementwise function goes. */
export interface ElementwiseOptions<R extends DType = DType> {
  /** The array that is written to, and returned; operands broadcast to its shape, and the result is cast to its dtype. */
  readonly out?: DistArray<R>
  /** Where it is false, `out` keeps its elements; without `out` they are 0. */
  readonly where?: ArrayOrScalar
}

const optionNames: readonly string[] = ['out', 'where']

/** Operands as parts of an expression. */
export interface Taken {
  readonly client: Client
  readonly operands: readonly Operand[]
  /** Each once. */
  readonly sources: readonly StoredArray[]
}

/**
 * Take the operands of a function.
 *
 * Not collective.
 *
 * @param name Of the function, for messages.
 * @throws {ArgumentError}     No array among them, or something that is neither array nor scalar.
 * @throws {ContextError}      Arrays of several contexts.
 * @throws {UseAfterFreeError} A freed array.
 */
export function take(name: string, given: readonly ArrayOrScalar[]): Taken {
  let sources: readonly StoredArray[] = none
  let client: Client | undefined
  const operands: Operand[] = []
  for (let k = 0; k < given.length; k++) {
    const operand = given[k] as ArrayOrScalar
    if (!(operand instanceof ArrayCore)) {
      if (!isWeakScalar(operand))
        throw new ArgumentError(
          `${expected('a distributed array or a scalar', `operand ${k} of ${name}`, operand)}; make arrays with fromArray`,
        )
      operands.push(operand)
      continue
    }
    client ??= operand.context
    if (operand.context !== client)
      throw new ContextError(`Expected operands of one context for ${name}; move values between contexts by toArray and fromArray`)
    const part = operand._node()
    sources = joined(sources, part.sources)
    operands.push(part.node)
  }
  if (!client) throw new ArgumentError(`Expected at least one distributed array for ${name} but received scalars only`)
  return { client, operands, sources }
}

/** @throws {ArgumentError} Operand `k` of a function is no array. */
export function requireArray(name: string, k: number, operand: unknown): void {
  if (!(operand instanceof ArrayCore))
    throw new ArgumentError(`${expected('a distributed array', `operand ${k} of ${name}`, operand)}; make arrays with fromArray`)
}

const none: readonly StoredArray[] = []

/**
 * Return the arrays of two lists, each once, in order of appearance.
 *
 * Not collective.
 */
export function joined(a: readonly StoredArray[], b: readonly StoredArray[]): readonly StoredArray[] {
  if (a === b || a.length === 0) return b
  const [first] = b
  if (first && b.length === 1) return a.includes(first) ? a : [...a, first]
  return [...new Set([...a, ...b])]
}

/**
 * Apply an operation to arrays and scalars, element by element. Nothing is computed until somebody wants values.
 *
 * @throws As {@link take}; {ShapeError} shapes that do not broadcast; {DTypeError} dtypes that the operation has no meaning for;
 *         {ArgumentError} an option that is none.
 */
export function elementwise<R extends DType = DType>(
  name: string,
  given: readonly ArrayOrScalar[],
  options?: ElementwiseOptions<R>,
): DistArray<R> {
  if (options !== undefined) return compose(name, given, (...operands) => apply(name, operands), options)
  const { client, operands, sources } = take(name, given)
  return client.express({ node: apply(name, operands), sources }) as DistArray<R>
}

/** As {@link elementwise}, of a function that is made of several operations. */
export function compose<R extends DType = DType>(
  name: string,
  given: readonly ArrayOrScalar[],
  make: (...operands: Operand[]) => Elementwise,
  options: ElementwiseOptions<R> = {},
): DistArray<R> {
  checkOptions(name, options, optionNames)
  const { out, where } = options
  if (out !== undefined && !(out instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', `out of ${name}`, out))
  const masks = where === undefined ? [] : [where]
  if (!out) {
    const { client, operands, sources } = take(name, [...given, ...masks])
    const node = make(...operands.slice(0, given.length))
    const result = client.express({ node: where === undefined ? node : wherever(operands.at(-1) as Operand, node, false), sources })
    return result as DistArray<R>
  }
  const { operands } = take(name, [...given, ...masks, out])
  const node = make(...operands.slice(0, given.length))
  requireRoom(name, node.dtype, out)
  // Without a mask it does not matter what `out` has now.
  if (where === undefined) return write(name, out, node, sourcesOf(given)) as DistArray<R>
  const [mask, before] = operands.slice(given.length) as [Operand, Elementwise]
  return write(name, out, wherever(mask, cast(node, out.dtype), before), sourcesOf([...given, ...masks, out])) as DistArray<R>
}

/**
 * Write an expression to an array.
 *
 * @throws {DTypeError} The array's dtype is of another kind.
 * @throws {ShapeError} The expression does not broadcast to the array.
 */
export function write(name: string, out: DistArray, node: Elementwise, sources: readonly StoredArray[]): DistArray {
  requireRoom(name, node.dtype, out)
  requireBroadcast(node.shape, out.shape, `${name} with this out`)
  out._write(cast(node, out.dtype), sources)
  return out
}

/** Where a mask is true one expression, elsewhere the other. */
export function wherever(mask: Operand, node: Elementwise, otherwise: Operand): Elementwise {
  if (typeof mask === 'object' && 'kind' in mask && mask.dtype !== 'bool')
    throw new DTypeError(expected('a bool array', 'where', mask.dtype))
  return apply('where', [mask, node, otherwise])
}

function requireRoom(name: string, dtype: DType, out: DistArray): void {
  if (!canCast(dtype, out.dtype, 'sameKind'))
    throw new DTypeError(
      `Expected an out array for ${name} that can hold ${dtype} but its dtype is ${out.dtype}; cast the result with astype`,
    )
}

/** The arrays that operands read, each once. */
function sourcesOf(given: readonly ArrayOrScalar[]): readonly StoredArray[] {
  return [...new Set(given.flatMap((operand) => (operand instanceof ArrayCore ? operand._node().sources : [])))]
}
