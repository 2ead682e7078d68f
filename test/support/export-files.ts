import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConformanceCase } from '../../conformance/case.js'
import { CaseMemory } from '../../conformance/case-memory.js'
import { descrOf, npyBytes } from './npy-file.js'

/** An export as its JSON file says it. */
export interface ExportText {
  __version__: unknown
  buffer: Record<string, unknown>
  dim_data: Record<string, unknown>[]
  [key: string]: unknown
}

/** Write the right exports of a case, all ranks, below `dir`; returns the folder and what the files of each rank say. */
export function writeExports(dir: string, one: ConformanceCase): { folder: string; texts: ExportText[] } {
  const folder = join(dir, one.name)
  mkdirSync(folder, { recursive: true })
  const texts = one.sections.map((section, rank) => {
    const memory = new CaseMemory(one, rank)
    const { strides, start } = memory.elements
    const data = new Uint8Array(memory.memory)
    writeFileSync(join(folder, `rank-${rank}.npy`), npyBytes({ descr: descrOf.uint8, shape: [data.length], data }))
    const { format } = (memory.export() as { buffer: { format: string } }).buffer
    const text: ExportText = {
      __version__: one.version,
      buffer: { npy: `rank-${rank}.npy`, format, shape: section.shape, strides, offset: start },
      dim_data: section.dim_data,
      ...(section.extension === undefined ? {} : { __extension__: section.extension }),
    }
    writeText(folder, rank, text)
    return text
  })
  return { folder, texts }
}

/** Write the JSON file of one rank; a string is written as it is. */
export function writeText(folder: string, rank: number, text: unknown): void {
  writeFileSync(join(folder, `rank-${rank}.json`), typeof text === 'string' ? text : JSON.stringify(text))
}
