import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConformanceCase } from '../case.js'
import { failing } from './open-file.js'

/**
 * Write the cases that a program is to produce exports for, each as `<dir>/<name>/case.json`.
 *
 * Not collective: call it on one rank.
 *
 * @param dir   Created when missing; case files in it are replaced, exports stay.
 * @param cases Those to refuse are left out: no program is asked to write a wrong export.
 * @returns     How many were written.
 * @throws {FileError} A folder or file cannot be written.
 */
export function writeCases(dir: string, cases: readonly ConformanceCase[]): number {
  const wanted = cases.filter(({ expect }) => expect === 'accept')
  for (const item of wanted) {
    const folder = join(dir, item.name)
    failing(`write ${folder}`, () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'case.json'), `${JSON.stringify(item)}\n`)
    })
  }
  return wanted.length
}
