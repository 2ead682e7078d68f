import type { DType } from '../../protocol/dtype.js'
import { expected, isDistError, rebuildError } from '../../protocol/errors.js'
import { isInexact } from '../dtypes/kinds.js'
import { resultType } from '../dtypes/result-type.js'
import { isWeakScalar, type WeakScalar } from '../dtypes/weak-scalar.js'
import type { Builder } from '../operations/composed/builder.js'
import { composed } from '../operations/composed.js'
import { fold, type Literal } from './fold.js'
import { type Instruction, type Options, parse } from './parse.js'
import { SourceText } from './source-text.js'

/** What makes the values of an expression; `N` is anything with a dtype. */
export interface ExpressionBuilder<N extends { readonly dtype: DType }> extends Builder<N> {
  /** The operand that an interpolated value stands for, which is no scalar; undefined when it stands for none. */
  value(value: unknown): N | undefined
  /** The reduction of an operand. */
  reduce(name: string, operand: N, options: ReduceOptions): N
}

/** Arguments of a reduction that are given by name. */
export interface ReduceOptions {
  /** One axis or several, which may be negative; all of them when absent. */
  readonly axis?: number | readonly number[] | undefined
  readonly keepdims?: boolean | undefined
  /** Of var and std: what is subtracted from the number of elements. */
  readonly correction?: number | undefined
  /** Of sums, products, means and what follows from these: what the elements are cast to first. */
  readonly dtype?: DType | undefined
  /** Of sum, prod, min and max: one more element. */
  readonly initial?: number | undefined
  /** Of norm: which one. */
  readonly ord?: number | undefined
}

/** What was parsed, by the strings of the template, which are the same each time that a place in a program is run. */
const known = new WeakMap<TemplateStringsArray, Parsed>()

interface Parsed {
  readonly source: SourceText
  readonly code: readonly Instruction[]
}

/**
 * Make the values that a template describes, with Python's operators and precedence and the functions of this library, in its names or
 * NumPy's: `sqrt(${a}**2 + 1) > ${b} & ~${c}`.
 *
 * Not collective.
 *
 * @param builder Makes the values.
 * @param strings The template's strings; parsed once.
 * @param values  Scalars, which take their precision from the others, and what the builder knows.
 * @throws {ExpressionError} The text is no expression; the message shows where.
 * @throws                   What the builder throws; errors about shapes, dtypes and arguments show where as well.
 */
export function evaluateTemplate<N extends { readonly dtype: DType }>(
  builder: ExpressionBuilder<N>,
  strings: TemplateStringsArray,
  values: readonly unknown[],
): N {
  let parsed = known.get(strings)
  if (!parsed) {
    const source = new SourceText(strings.raw)
    parsed = { source, code: parse(source) }
    known.set(strings, parsed)
  }
  return new Evaluation(builder, parsed.source, values).run(parsed.code)
}

type Stacked<N> = { readonly node: N } | Literal

/** Carries out instructions with a stack of operands. */
class Evaluation<N extends { readonly dtype: DType }> {
  private readonly _builder: ExpressionBuilder<N>
  private readonly _source: SourceText
  private readonly _values: readonly unknown[]
  private readonly _stack: Stacked<N>[] = []

  constructor(builder: ExpressionBuilder<N>, source: SourceText, values: readonly unknown[]) {
    this._builder = builder
    this._source = source
    this._values = values
  }

  run(code: readonly Instruction[]): N {
    for (const instruction of code) {
      try {
        this._stack.push(this.step(instruction))
      } catch (error) {
        throw this.located(error, instruction.at)
      }
    }
    return this.node(this._stack.pop() as Stacked<N>)
  }

  private step(instruction: Instruction): Stacked<N> {
    switch (instruction.kind) {
      case 'scalar':
        return instruction
      case 'value':
        return this.value(instruction.place, instruction.at)
      case 'operation':
        return this.operation(instruction.name, this.take(instruction.count))
      case 'composed':
        return { node: this.composed(instruction.name, this.take(instruction.count), instruction.options) }
      case 'reduction': {
        const [operand] = this.take(1)
        return { node: this._builder.reduce(instruction.name, this.node(operand as Stacked<N>), instruction.options) }
      }
      case 'cast': {
        const [operand] = this.take(1)
        const node = this.node(operand as Stacked<N>)
        return { node: node.dtype === instruction.dtype ? node : this._builder.cast(node, instruction.dtype) }
      }
    }
  }

  private take(count: number): Stacked<N>[] {
    return this._stack.splice(this._stack.length - count)
  }

  private value(place: number, at: number): Stacked<N> {
    const value = this._values[place]
    if (isWeakScalar(value)) return { value, isFloat: typeof value === 'number' && !Number.isInteger(value) }
    const node = this._builder.value(value)
    if (node === undefined)
      throw this._source.error(expected('an array, a number, a bigint, a boolean or { re, im }', `\${${place}}`, value), at)
    return { node }
  }

  private operation(name: string, operands: readonly Stacked<N>[]): Stacked<N> {
    if (operands.every((operand) => 'value' in operand)) {
      const folded = fold(name, operands as readonly Literal[])
      if (folded) return folded
    }
    const hasFloats = operands.some((operand) => 'node' in operand && isInexact(operand.node.dtype))
    return { node: this._builder.op(name, ...operands.map((operand) => this.operand(operand, hasFloats))) }
  }

  /** A scalar without a fraction counts as an integer, so among integers a float such as `2.0` has to say what it is. */
  private operand(operand: Stacked<N>, hasFloats: boolean): N | WeakScalar {
    if ('node' in operand) return operand.node
    const { value, isFloat } = operand
    return isFloat && Number.isInteger(value) && !hasFloats ? this._builder.constant(value, 'float64') : value
  }

  private node(operand: Stacked<N>): N {
    if ('node' in operand) return operand.node
    return this._builder.constant(operand.value, operand.isFloat ? 'float64' : resultType(operand.value))
  }

  private composed(name: string, operands: readonly Stacked<N>[], options: Options): N {
    const [x, y, z] = operands
    const node = this.node(x as Stacked<N>)
    const scalar = (operand: Stacked<N> | undefined): N | WeakScalar => this.operand(operand as Stacked<N>, isInexact(node.dtype))
    switch (name) {
      case 'clip':
        return composed.clip(this._builder, node, scalar(y), scalar(z))
      case 'isclose':
        return composed.isclose(this._builder, node, scalar(y), options)
      case 'ldexp':
        return composed.ldexp(this._builder, node, scalar(y))
      case 'nanToNum':
        return composed.nanToNum(this._builder, node, options)
      case 'round':
        return composed.round(this._builder, node, options.decimals as number | undefined)
      default:
        return composed.sinc(this._builder, node)
    }
  }

  /** The same error, with the place in the text. */
  private located(error: unknown, at: number): unknown {
    if (!isDistError(error, 'ERR_SHAPE', 'ERR_DTYPE', 'ERR_ARGUMENT')) return error
    return rebuildError(error.code, `${error.message}\n${this._source.pointAt(at)}`, { cause: error })
  }
}
