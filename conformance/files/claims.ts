import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FormatError } from '../../bindings/errors.js'
import { type DType, isDType } from '../../protocol/dtype.js'
import { expected } from '../../protocol/errors.js'
import type { RoleClaims } from '../subject.js'
import { loadCases } from '../vectors.js'
import { pathInside } from './open-file.js'
import { readJson } from './read-export.js'

/**
 * Read what a program says it does not support, from `claims.json` in its folder: a dictionary with the optional entries
 * `unsupported` (features), `dtypes` and `distTypes`, lists of strings.
 *
 * Not collective.
 *
 * @returns Empty claims, which claim everything, when there is no such file.
 * @throws {FormatError} Malformed, an unknown entry, or a feature that no case has.
 */
export function readClaims(dir: string): RoleClaims {
  const path = join(dir, 'claims.json')
  if (!existsSync(path)) return {}
  const claims = readJson(pathInside(dir, 'claims.json'))
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new FormatError(expected('a dictionary', path, claims))
  return Object.fromEntries(Object.entries(claims).map(([key, value]) => [key, readEntry(path, key, value)]))
}

const entries: { readonly [key: string]: (item: unknown) => boolean } = {
  unsupported: (item) => typeof item === 'string' && features().includes(item),
  dtypes: (item): item is DType => isDType(item),
  distTypes: (item) => item === 'b' || item === 'c' || item === 'u',
}

/** Every feature that a case has. */
function features(): string[] {
  return [...new Set(loadCases().flatMap((one) => one.features))].sort()
}

function readEntry(path: string, key: string, value: unknown): unknown {
  const isItem = Object.hasOwn(entries, key) ? entries[key] : undefined
  if (!isItem) throw new FormatError(`${path}: Expected only ${Object.keys(entries).join(', ')} but received ${key}`)
  const what = key === 'unsupported' ? `a list of features (${features().join(', ')})` : `a list of ${key}`
  if (!Array.isArray(value) || !value.every(isItem)) throw new FormatError(`${path}: ${expected(what, key, value)}`)
  return value
}
