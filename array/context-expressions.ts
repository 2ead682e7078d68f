import { ArgumentError, expected } from '../protocol/errors.js'
import { ContextFunctions } from './context-functions.js'
import type { DistArray } from './dist-array.js'
import { expressTemplate } from './lazy/template.js'

/** The part of a context that makes arrays of expressions as text. */
export abstract class ContextExpressions extends ContextFunctions {
  /**
   * Make an array of an expression that is written as a template, with Python's operators and precedence, and the functions of this
   * library and reductions by our names or NumPy's. Nothing is computed until somebody wants values, but for reductions inside.
   *
   * Collective over the ranks of the context in SPMD.
   *
   * @param values Arrays of this context, and scalars, which take their precision from the arrays.
   * @throws {ArgumentError} It was called as a function.
   * @throws {ExpressionError} The text is no expression; the message points at the place.
   * @throws {ShapeError} | {DTypeError} | {ArgumentError} As the functions; the message points at the place.
   * @throws {ContextError} An array of another context.
   * @example
   * const c = ctx.expr`sqrt(${a}**2 + ${b}**2) / mean(${a})`
   */
  expr(strings: TemplateStringsArray, ...values: readonly unknown[]): DistArray {
    if (!Array.isArray(strings?.raw))
      throw new ArgumentError(
        `${expected('a template', 'expr', strings)}; write it behind expr, without parentheses: ctx.expr\`\${a} + 1\``,
      )
    return expressTemplate(this, strings, values)
  }
}
