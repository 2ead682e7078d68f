import { ArgumentError, expected } from '../../protocol/errors.js'

/** A number that must reach Trilinos as a double even when it is whole. Made by {@link double}. */
export class Double {
  /** @internal */
  constructor(readonly value: number) {}
}

/** One value of a parameter list. */
export type ParameterValue = boolean | number | string | Double | ParameterList

/**
 * A `Teuchos::ParameterList` as an object, with the library's own names; objects in it are sublists.
 *
 * A whole number is an int unless the library's list of valid parameters says double under that name; any other number is a
 * double. Where the library publishes no such list, write `double(1)`.
 */
export interface ParameterList {
  readonly [name: string]: ParameterValue
}

/** A list as the addon reads it. */
export type NativeParameters = [name: string, type: 'bool' | 'int' | 'double' | 'string' | 'list', value: unknown][]

/**
 * Mark a number as a double for a {@link ParameterList}.
 *
 * Not collective.
 *
 * @example
 * solver(A, { method: 'CG', parameters: { 'Convergence Tolerance': double(1) } })
 */
export function double(value: number): Double {
  return new Double(value)
}

/**
 * Bring a parameter list into the form that the addon reads.
 *
 * Not collective.
 *
 * @param name What the list is for, for messages.
 * @throws {ArgumentError} Not an object, or a value of a type that no parameter can have.
 */
export function nativeParameters(list: ParameterList, name: string): NativeParameters {
  if (typeof list !== 'object' || list === null || Array.isArray(list))
    throw new ArgumentError(expected('an object of parameters', name, list))
  return Object.entries(list).map(([key, value]) => entryOf(key, value, `${name}[${JSON.stringify(key)}]`))
}

function entryOf(key: string, value: ParameterValue, name: string): NativeParameters[number] {
  switch (typeof value) {
    case 'boolean':
      return [key, 'bool', value]
    case 'string':
      return [key, 'string', value]
    case 'number':
      return [key, value === (value | 0) && !Object.is(value, -0) ? 'int' : 'double', value]
    case 'object':
      if (value instanceof Double) return [key, 'double', value.value]
      if (value !== null && !ArrayBuffer.isView(value)) return [key, 'list', nativeParameters(value, name)]
  }
  throw new ArgumentError(expected('a boolean, number, string or object of parameters', name, value))
}
