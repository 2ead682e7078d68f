import type { DistArray } from '../../array/dist-array.js'
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
