import type { WeakScalar } from '../../array/dtypes/weak-scalar.js'
import type { ExpressionBuilder } from '../../array/expression/expr.js'
import type { DType } from '../../protocol/dtype.js'

/** What an expression was understood as: every operation with its operands in parentheses. */
export interface Understood {
  readonly dtype: DType
  readonly text: string
}

function show(operand: Understood | WeakScalar): string {
  if (typeof operand !== 'object') return typeof operand === 'bigint' ? `${operand}n` : Object.is(operand, -0) ? '-0' : String(operand)
  return 'text' in operand ? operand.text : `${operand.re}+${operand.im}j`
}

/** Makes text of expressions; interpolated strings are names of arrays. */
export function textBuilder(dtype: DType = 'int64'): ExpressionBuilder<Understood> {
  return {
    op: (name, ...operands) => ({ dtype, text: `${name}(${operands.map(show).join(', ')})` }),
    constant: (value, dtype) => ({ dtype, text: `${dtype}:${show(value)}` }),
    cast: ({ text }, dtype) => ({ dtype, text: `${dtype}(${text})` }),
    value: (value) => (typeof value === 'string' ? { dtype, text: value } : undefined),
    reduce: (name, { text }, options) => ({ dtype, text: `${name}(${text}, ${JSON.stringify(options)})` }),
  }
}

/** A template as a program would have it, for texts that are made at run time. */
export function templateOf(...parts: readonly string[]): TemplateStringsArray {
  return Object.assign([...parts], { raw: [...parts] })
}
