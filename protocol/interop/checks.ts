import { ArgumentError, expected, UnsupportedError } from '../errors.js'
import { isCount } from '../integers.js'

/** Most processes (or parts) of a description that is read or written here: most name each of them. */
export const maxProcesses = 2 ** 20
/** Most global indices that are listed one by one. */
export const maxListed = 2 ** 25

/**
 * Check that a description has entries at all.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not an object.
 */
export function checkObject(value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null) throw new ArgumentError(expected('an object', name, value))
}

/**
 * Check a list, and what is in it.
 *
 * Not collective.
 *
 * @param check Called for each entry, holes included, with its name; default nothing.
 * @throws {ArgumentError} Not an array.
 */
export function checkList(value: unknown, name: string, check?: (entry: unknown, name: string) => void): void {
  if (!Array.isArray(value)) throw new ArgumentError(expected('an array', name, value))
  if (check) for (let i = 0; i < value.length; i++) check(value[i], `${name}[${i}]`)
}

/**
 * Check that a value is an integer, zero or more.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Anything else.
 */
export function checkCount(value: unknown, name: string): void {
  if (!isCount(value)) throw new ArgumentError(expected('an integer, zero or more,', name, value))
}

/**
 * Check that a value is a number, whichever.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Anything else.
 */
export function checkNumber(value: unknown, name: string): void {
  if (typeof value !== 'number') throw new ArgumentError(expected('a number', name, value))
}

/**
 * Check that a value is a string.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Anything else.
 */
export function checkString(value: unknown, name: string): void {
  if (typeof value !== 'string') throw new ArgumentError(expected('a string', name, value))
}

/** Check a list of integers, zero or more; throws ArgumentError. */
export function checkCounts(value: unknown, name: string): void {
  checkList(value, name, checkCount)
}

/** Check a list of numbers; throws ArgumentError. */
export function checkNumbers(value: unknown, name: string): void {
  checkList(value, name, checkNumber)
}

/** Check a list of lists of numbers; throws ArgumentError. */
export function checkNumberLists(value: unknown, name: string): void {
  checkList(value, name, checkNumbers)
}

/**
 * Check a number of processes before anything is allocated for them.
 *
 * Not collective.
 *
 * @param extents Of the process grid.
 * @param name    What gives them, for the message.
 * @throws {ArgumentError}    An extent that is no integer, zero or more.
 * @throws {UnsupportedError} More processes than {@link maxProcesses}.
 */
export function checkProcesses(extents: readonly unknown[], name: string): void {
  let processes = 1
  for (const extent of extents) {
    checkCount(extent, name)
    processes *= Math.max(extent as number, 1)
  }
  if (processes > maxProcesses)
    throw new UnsupportedError(expected(`at most 2^20 processes`, name, extents), { feature: 'over 2^20 processes' })
}
