import { ArrayCore } from '../../array/array-core.js'
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import { infixes } from '../../array/expression/grammar.js'
import * as distarray from '../../index.js'

/** A function that a user calls, whatever its signature. */
export type UserFunction = (...operands: readonly unknown[]) => DistArray

/** The exported function of this name. */
export function functionNamed(name: string): UserFunction {
  const found: unknown = Reflect.get(distarray, name)
  if (typeof found !== 'function') throw new Error(`distarray exports no function ${name}`)
  return found as UserFunction
}

/** The method of this name, with the first operand as its object where it is an array; else the function. */
export function methodNamed(name: string): UserFunction {
  return (first, ...rest) => {
    const method: unknown = typeof first === 'object' ? Reflect.get(first as object, name) : undefined
    return typeof method === 'function' ? (method as UserFunction).call(first, ...rest) : functionNamed(name)(first, ...rest)
  }
}

const signs = new Map(Array.from(infixes, ([sign, { operation }]) => [operation, sign]))

/** The operation of this name as text, for `ctx.expr`: with its sign where it has one, else as a call. */
export function textNamed(name: string): UserFunction {
  return (...operands) => {
    const array = operands.find((operand) => operand instanceof ArrayCore) as ArrayCore
    const sign = operands.length === 2 ? signs.get(name) : undefined
    const between = sign === undefined ? ', ' : ` ${sign} `
    const strings = [sign === undefined ? `${name}(` : '', ...operands.slice(1).map(() => between), sign === undefined ? ')' : '']
    return (array.context as BaseContext).expr(Object.assign(strings, { raw: strings }), ...operands)
  }
}
