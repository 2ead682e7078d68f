import { closest } from '../../protocol/closest.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { PetscOptionsError } from './errors.js'
import { knownOptions } from './known-options.js'

/**
 * Solver options as PETSc writes them: an options string, `'-ksp_type cg -pc_type gamg'`, or an object with the same names,
 * `{ ksp_type: 'cg', pc_type: 'gamg' }`. In the object, `true` sets a flag and numbers are written out.
 */
export type PetscOptions = string | Readonly<Record<string, string | number | boolean>>

/** Names and values as the addon takes them; null stands for a flag without a value. */
export interface OptionList {
  names: string[]
  values: (string | null)[]
}

/**
 * Write an options object as names and values.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not an object, or a value that cannot be written as an option.
 */
export function optionList(options: Readonly<Record<string, string | number | boolean>>): OptionList {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new ArgumentError(expected('an options string or an object of PETSc options', 'options', options))
  const entries = Object.entries(options)
  return { names: entries.map(([name]) => name), values: entries.map(([name, value]) => optionText(name, value)) }
}

function optionText(name: string, value: unknown): string | null {
  if (value === true) return null
  if (value === false) return 'false'
  if (typeof value === 'string') return value
  if (typeof value === 'number' && !Number.isNaN(value))
    return Number.isFinite(value) ? String(value) : value > 0 ? 'infinity' : '-infinity'
  throw new ArgumentError(expected('a string, number or boolean', `option ${name}`, value))
}

/**
 * Add the nearest known names to an error about options that PETSc did not read.
 *
 * Not collective.
 *
 * @param prefix Prefix of the solver's options, left out of the comparison.
 */
export function withSuggestions(error: PetscOptionsError, prefix: string): PetscOptionsError {
  const hints: string[] = []
  for (const name of error.options) {
    const near = closest(name.slice(prefix.length), knownOptions)
    if (near !== undefined && near !== name.slice(prefix.length)) hints.push(`did you mean -${prefix}${near} for -${name}?`)
  }
  if (hints.length === 0) return error
  return Object.assign(new PetscOptionsError(`${error.message}; ${hints.join(' ')}`, { cause: error }), { options: error.options })
}
