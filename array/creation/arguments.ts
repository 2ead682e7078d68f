import { ArgumentError, expected } from '../../protocol/errors.js'

/**
 * Part the arguments of a function that takes numbers and then, if there are any, options.
 *
 * Not collective.
 *
 * @param name  Of the function, for messages.
 * @param names Of the numbers, in their order; those that are not given are undefined.
 * @throws {ArgumentError} Something else among them, or too many.
 */
export function partArguments<O extends object>(
  name: string,
  names: readonly string[],
  given: readonly unknown[],
): { readonly numbers: readonly (number | bigint | undefined)[]; readonly options: O } {
  const last = given.at(-1)
  const hasOptions = typeof last === 'object' && last !== null
  const numbers = hasOptions ? given.slice(0, -1) : given
  if (numbers.length > names.length)
    throw new ArgumentError(`Expected at most ${names.join(', ')} and options for ${name} but received ${given.length} arguments`)
  for (const [k, value] of numbers.entries())
    if (value !== undefined && typeof value !== 'number' && typeof value !== 'bigint')
      throw new ArgumentError(expected('a number', `${names[k]} of ${name}`, value))
  return { numbers: numbers as readonly (number | bigint | undefined)[], options: (hasOptions ? last : {}) as O }
}

/**
 * Return an integer argument.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is none, or is too large.
 */
export function integerOf(value: unknown, name: string): number {
  if (!Number.isSafeInteger(Number(value)) || (typeof value !== 'number' && typeof value !== 'bigint'))
    throw new ArgumentError(expected('an integer', name, value))
  return Number(value)
}

/**
 * Return a number of things.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is no integer, zero or more.
 */
export function countOf(value: unknown, name: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ArgumentError(expected('an integer, zero or more,', name, value))
  return value as number
}
