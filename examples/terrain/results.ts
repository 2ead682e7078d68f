import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ArgumentError, agree, type Communicator, type LocalArray } from 'distarray'
import { gatherGrid } from './gather-grid.js'
import { writeNpy } from './npy.js'
import type { Options } from './options.js'
import { drawPicture } from './picture.js'
import { ownCells } from './terrain.js'

/**
 * Make the folder for the results before any work is done.
 *
 * Collective over `comm`.
 *
 * @throws {ArgumentError} It cannot be made. Thrown on all ranks.
 */
export function prepareFolder(comm: Communicator, folder: string): void {
  agree(comm, () => {
    if (comm.rank !== 0) return
    try {
      mkdirSync(folder, { recursive: true })
    } catch (cause) {
      throw new ArgumentError(`The folder of --out cannot be made: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  })
}

/** What to write. */
export interface Results {
  /** Elevations before, metres. */
  readonly z: LocalArray<'float64'>
  /** Elevations after, metres, as each library has them. */
  readonly petsc: LocalArray<'float64'>
  readonly trilinos: LocalArray<'float64'>
  /** Edge of a cell, metres. */
  readonly spacing: number
  /** Lines under the picture's title. */
  readonly subtitle: readonly string[]
  readonly options: Options
}

/**
 * Write the arrays as NumPy files and draw the picture; rank 0 does it.
 *
 * Collective over the communicator of the arrays.
 *
 * @returns Full paths of the files, the picture first; the same on every rank.
 */
export async function writeResults({ z, petsc, trilinos, spacing, subtitle, options }: Results): Promise<string[]> {
  const { distribution, communicator } = z
  const shape = distribution.shape as [number, number]
  const path = (name: string): string => resolve(join(options.out, name))
  const arrays = { 'elevation.npy': z, 'smoothed-petsc.npy': petsc, 'smoothed-trilinos.npy': trilinos }
  const [before, after] = Object.entries(arrays).map(([name, array]) => {
    const whole = gatherGrid(array)
    if (whole) writeNpy(path(name), whole, shape)
    return whole
  })
  const picture = path('terrain.svg')
  if (before && after) {
    const owners = Array.from({ length: communicator.size }, (_, rank) => ({ rank, ...ownCells(distribution, rank) }))
    writeFileSync(picture, await drawPicture({ shape, spacing, before, after, owners, subtitle }, options.detail))
  }
  return [picture, ...Object.keys(arrays).map(path)]
}
