import { isDType } from '../protocol/dtype.js'
import { expected } from '../protocol/errors.js'
import { describeThrown } from './attempt.js'
import { MisuseError } from './misuse.js'
import type { Claims } from './subject.js'
import { loadCases } from './vectors.js'

const lists = ['unsupported', 'dtypes', 'distTypes'] as const
const roles = ['producer', 'consumer'] as const

/** What claims may have, by who makes them. A library says with DAP_FLAG_COPIED whether it copies; files cannot show it. */
export const claimEntries = {
  files: lists,
  library: [...lists, ...roles],
  module: [...lists, ...roles, 'zeroCopy', 'except'],
} as const satisfies { readonly [who: string]: readonly (keyof Claims)[] }

/**
 * Read what an implementation says that it does not support.
 *
 * Not collective.
 *
 * @param claims Anything.
 * @param whose  For messages, e.g. `'the claims of my-arrays.js'`.
 * @param who    Decides which entries there may be.
 * @returns      A new dictionary of what was read; empty claims claim everything.
 * @throws {MisuseError} No dictionary, an unknown entry, one of the wrong kind, a feature that no case has, or not readable.
 */
export function readClaims(claims: unknown, whose: string, who: keyof typeof claimEntries): Claims {
  try {
    return readEntries(claims, '', whose, claimEntries[who])
  } catch (thrown) {
    if (thrown instanceof MisuseError) throw thrown
    throw new MisuseError(`Expected ${whose} to be readable but reading them threw ${describeThrown(thrown)}`, { cause: thrown })
  }
}

function readEntries(claims: unknown, path: string, whose: string, allowed: readonly string[]): Claims {
  const where = path === '' ? whose : `${path.slice(0, -1)} in ${whose}`
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new MisuseError(expected('a dictionary', where, claims))
  return Object.fromEntries(
    Object.entries(claims).flatMap(([key, value]) => {
      if (!allowed.includes(key)) throw new MisuseError(expected(`only the entries ${allowed.join(', ')}`, where, key))
      return value === undefined ? [] : [[key, readEntry(`${path}${key}`, key, value, whose, allowed)]]
    }),
  )
}

function readEntry(name: string, key: string, value: unknown, whose: string, allowed: readonly string[]): unknown {
  const where = `${name} in ${whose}`
  switch (key) {
    case 'unsupported':
      return readList(value, where, features())
    case 'dtypes':
      return readList(value, where, isDType)
    case 'distTypes':
      return readList(value, where, ['b', 'c', 'u'])
    case 'zeroCopy':
      if (typeof value !== 'boolean') throw new MisuseError(expected('true or false', where, value))
      return value
    case 'except':
      if (typeof value !== 'function') throw new MisuseError(expected('a function', where, value))
      return value
    default: {
      const own = allowed.filter((entry) => entry !== 'producer' && entry !== 'consumer')
      return readEntries(value, `${name}.`, whose, own)
    }
  }
}

function readList(value: unknown, where: string, known: readonly string[] | ((item: unknown) => boolean)): string[] {
  const [isItem, what] =
    typeof known === 'function'
      ? ([known, 'a list of dtypes'] as const)
      : ([(item: unknown) => known.some((one) => one === item), `a list of ${known.join(', ')}`] as const)
  if (!Array.isArray(value)) throw new MisuseError(expected(what, where, value))
  const wrong = value.findIndex((item) => !isItem(item))
  if (wrong >= 0) throw new MisuseError(expected(what, where, value[wrong]))
  return [...value]
}

/** Every feature that a case has. */
function features(): string[] {
  return [...new Set(loadCases().flatMap((one) => one.features))].sort()
}
