import { parseArgs } from 'node:util'
import { ArgumentError } from 'distarray'
import type { Smoothing } from './perona-malik.js'

/** What the user asked for. */
export interface Options {
  readonly help: boolean
  /** Cells per side into which every measured cell is split. */
  readonly refine: number
  /** Folder for the results. */
  readonly out: string
  readonly smoothing: Smoothing
  /** The solvers stop when the residual has shrunk by this factor. */
  readonly tolerance: number
  /** Greatest number of columns of the grid that the contours are drawn from. */
  readonly detail: number
}

export const usage = `Smooth the terrain of Maunga Whau with PETSc and with Trilinos, out of the same memory.

usage: npm run demo -- [options]                                  (on 4 ranks)
   or: npx distarray run -n 6 dist/examples/terrain/main.js [options]

  --refine N        split every measured cell of 10 m into N x N cells       (default 8: 696 x 488 cells)
  --step S          length of the implicit step, m^2: on flat ground,
                    detail narrower than about sqrt(S) metres goes           (default 250)
  --edge-slope K    slope (m per m) above which ground counts as an edge
                    and is spared                                            (default 0.2)
  --tolerance T     the solvers stop when the residual has shrunk by this    (default 1e-12)
  --out FOLDER      where the results go                                     (default out/terrain)
  --detail N        columns of the grid that the contours are drawn from     (default 348)
  --help            print this

Exit code 0: both libraries converged and their answers agree. 1: they do not. 2: an option is wrong.`

/**
 * Read the command line.
 *
 * Not collective.
 *
 * @throws {ArgumentError} An unknown option, or a value that makes no sense.
 */
export function parseOptions(args: readonly string[]): Options {
  const values = parsed(args)
  return {
    help: values.help,
    refine: integer(values.refine, '--refine', 1, 64),
    out: values.out,
    smoothing: { step: positive(values.step, '--step'), edgeSlope: positive(values['edge-slope'], '--edge-slope') },
    tolerance: positive(values.tolerance, '--tolerance'),
    detail: integer(values.detail, '--detail', 10, 5568),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        refine: { type: 'string', default: '8' },
        out: { type: 'string', default: 'out/terrain' },
        step: { type: 'string', default: '250' },
        tolerance: { type: 'string', default: '1e-12' },
        'edge-slope': { type: 'string', default: '0.2' },
        detail: { type: 'string', default: '348' },
      },
    }).values
  } catch (cause) {
    throw new ArgumentError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function integer(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most)
    throw new ArgumentError(`Expected an integer from ${least} to ${most} for ${name} but received '${text}'`)
  return value
}

function positive(text: string, name: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new ArgumentError(`Expected a positive number for ${name} but received '${text}'`)
  return value
}
