import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConformanceCase } from '../case.js'
import { failing } from './open-file.js'

/**
 * Whether a program that writes files is asked for a case: for what is valid, and in the version of the protocol that producers
 * export. What is to be refused, or read by the rules of other versions, is for consumers.
 */
export function isForFiles({ expect, version }: ConformanceCase): boolean {
  return expect === 'accept' && version === '0.10.0'
}

/**
 * Write the cases that a program is to produce exports for, each as `<dir>/<name>/case.json`.
 *
 * Not collective: call it on one rank.
 *
 * @param dir   Created when missing; case files in it are replaced, exports stay.
 * @param cases Those that are not for files are left out; see {@link isForFiles}.
 * @returns     How many were written.
 * @throws {FileError} A folder or file cannot be written.
 */
export function writeCases(dir: string, cases: readonly ConformanceCase[]): number {
  const wanted = cases.filter(isForFiles)
  for (const item of wanted) {
    const folder = join(dir, item.name)
    failing(`write ${folder}`, () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'case.json'), `${JSON.stringify(item)}\n`)
    })
  }
  return wanted.length
}
