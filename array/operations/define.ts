import type { Family, Operation } from './operation.js'
import { onCommonDType, type Rule } from './rules.js'

/** An operation on the common dtype of its operands: name, NumPy's name, the rule, and what it takes in words. */
export type Definition = readonly [name: string, numpy: string | undefined, rule: Rule, takes: string]

/** Make the operations of one family and arity. */
export function define(family: Family, arity: 1 | 2 | 3, definitions: readonly Definition[]): Operation[] {
  return definitions.map(([name, numpy, rule, takes]) => ({ name, numpy, arity, family, takes, find: onCommonDType(name, rule) }))
}
