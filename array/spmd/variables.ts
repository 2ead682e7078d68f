import { ArgumentError, expected } from '../../protocol/errors.js'
import { PushedFunction } from '../compiled-function.js'
import { executeSource } from '../execute.js'
import { isPlainObject } from '../plain.js'
import type { Frame } from './rank-function.js'

/**
 * Set variables.
 *
 * Collective over the targets when `values` holds arrays, as `Frame.take`.
 *
 * @param values Values by name; `{ $function: source }` stands for a function.
 */
export function push(frame: Frame, values: unknown): void {
  const [taken] = frame.take([values])
  if (!isPlainObject(taken)) throw new ArgumentError(expected('values by name', 'values', values))
  for (const [name, value] of Object.entries(taken)) {
    const isFunction = isPlainObject(value) && typeof value.$function === 'string'
    frame.variables.set(name, isFunction ? new PushedFunction(name, value.$function as string, frame.variables).callable : value)
  }
}

/**
 * Return the values of variables, by name.
 *
 * Not collective.
 *
 * @throws {ArgumentError} There is no such variable.
 */
export function pull(frame: Frame, names: unknown): Record<string, unknown> {
  return Object.fromEntries((names as readonly string[]).map((name) => [name, frame.variables.require(name, 'pull')]))
}

/**
 * Run statements that read and set variables.
 *
 * Collective over the targets when the statements are.
 *
 * @returns The value of the last statement, when that is an expression; a promise when the statements await something.
 */
export function execute(frame: Frame, source: unknown): unknown {
  return frame.invoke(() => executeSource(source as string, frame.variables, frame.communicator))
}

/**
 * Forget variables; those that are not there are ignored.
 *
 * Not collective.
 */
export function deleteVariables(frame: Frame, names: unknown): void {
  for (const name of names as readonly string[]) frame.variables.delete(name)
}

/**
 * Return the names of the variables, sorted.
 *
 * Not collective.
 */
export function listNames(frame: Frame): string[] {
  return frame.variables.names()
}
