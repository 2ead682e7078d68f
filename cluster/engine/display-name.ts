/**
 * The name by which a user knows a function.
 *
 * @param fn     How calls name it, e.g. `'user.1'`.
 * @param source Its text.
 */
export function displayName(fn: string, source: string): string {
  const name = /^\s*\(?\s*(?:async\s+)?function\s*\*?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(source)?.[1]
  return name ?? `an anonymous function (${fn})`
}
