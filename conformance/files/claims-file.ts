import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type claimEntries, readClaims } from '../claims.js'
import type { Claims, RoleClaims } from '../subject.js'
import { pathInside } from './open-file.js'
import { readJson } from './read-export.js'

/**
 * Read claims from a JSON file.
 *
 * Not collective.
 *
 * @throws {FileError}   It cannot be read.
 * @throws {FormatError} It is no JSON.
 * @throws {MisuseError} It holds no claims; see {@link readClaims}.
 */
export function readClaimsFile(path: string, who: keyof typeof claimEntries): Claims {
  return readClaims(readJson(path), `the claims in ${path}`, who)
}

/**
 * Read what a program that writes files says it does not support, from `claims.json` in its folder.
 *
 * Not collective.
 *
 * @returns Empty claims, which claim everything, when there is no such file.
 * @throws As {@link readClaimsFile}; `FormatError` also for a link out of the folder.
 */
export function readClaimsIn(folder: string): RoleClaims {
  if (!existsSync(join(folder, 'claims.json'))) return {}
  return readClaimsFile(pathInside(folder, 'claims.json'), 'files')
}
