/** The protocol version that exports of this library carry. */
export const protocolVersion = '0.10.0'

/**
 * How the dictionaries of an export are to be read.
 *
 * '0.9' differs from '0.10': `start` and `stop` exclude communication padding, `'n'` is a dist_type, and the edge
 * padding of a periodic dimension is communication padding.
 */
export type Reading = '0.9' | '0.10'

const semantic = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/

/**
 * Tell whether `value` is a version of the form major.minor.patch.
 *
 * Not collective.
 *
 * @remarks The three are numbers of the protocol, below 2^53: larger ones would be compared after rounding.
 */
export function isVersion(value: unknown): value is string {
  const match = typeof value === 'string' ? semantic.exec(value) : null
  return match?.slice(1).every((part) => Number.isSafeInteger(Number(part))) ?? false
}

/**
 * Return how an export of this version is read, or undefined when its version is not known here.
 *
 * Not collective.
 *
 * @remarks Minor versions of the protocol have broken compatibility (0.9 to 0.10), so an unknown minor is not guessed at;
 * patches may differ.
 */
export function readingOf(version: string): Reading | undefined {
  if (!isVersion(version)) return undefined
  if (version.startsWith('0.10.')) return '0.10'
  return version.startsWith('0.9.') ? '0.9' : undefined
}
