import { readdirSync, readFileSync } from 'node:fs'
import type { ConformanceCase } from './case.js'

/** Folder of the committed cases, one file per family. */
export const vectorsFolder = new URL('../../conformance/vectors/', import.meta.url)

/**
 * Read every committed case, in order of families and then as they stand in the files.
 *
 * Not collective.
 */
export function loadCases(): ConformanceCase[] {
  return readdirSync(vectorsFolder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(new URL(file, vectorsFolder), 'utf8')) as ConformanceCase[])
}
