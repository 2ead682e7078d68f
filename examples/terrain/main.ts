import { type Communicator, isDistError, type LocalArray, world } from 'distarray'
import { checkAnswers } from './checks.js'
import { type Options, parseOptions, usage } from './options.js'
import { assembleRows } from './perona-malik.js'
import { petscLibrary } from './petsc-library.js'
import { type Progress, progressOf } from './progress.js'
import { refine } from './refine.js'
import { reportSolutions } from './report.js'
import { prepareFolder, writeResults } from './results.js'
import { type Solution, solveWith } from './solve.js'
import { distributeTerrain, frameTerrain } from './terrain.js'
import { trilinosLibrary } from './trilinos-library.js'
import { readVolcano } from './volcano.js'

/** Run the example on this rank; collective. Returns the exit code, the same on every rank. */
async function main(args: readonly string[]): Promise<number> {
  const comm = world()
  const progress = progressOf(comm)
  const options = readOptions(comm, progress, args)
  if (typeof options === 'number') return options

  const grid = refine(readVolcano(), options.refine)
  using z = distributeTerrain(comm, grid)
  const [rows, columns] = grid.shape
  const processes = z.distribution.gridShape.join(' x ')
  const ranks = comm.size === 1 ? '1 rank' : `${comm.size} ranks`
  progress.say(`Maunga Whau: ${columns} x ${rows} cells of ${grid.spacing} m, block x block on ${ranks} (${processes})`)

  for (const library of [petscLibrary, trilinosLibrary]) progress.step(`${library.name} ${library.start()} started`)

  const entries = assembleRows(frameTerrain(z), grid.spacing, options.smoothing)
  progress.step('ground distributed, matrix entries computed')
  const first = solveWith(petscLibrary, z, z, entries, options.tolerance)
  progress.step(solved(first))
  // PETSc's vector speaks the protocol as well: Trilinos takes the right-hand side from it.
  const second = solveWith(trilinosLibrary, z, first.rightHandSide, entries, options.tolerance)
  progress.step(solved(second))

  const table = reportSolutions([first, second], norm(z))
  const checks = checkAnswers(z, [first, second])
  const { step, edgeSlope } = options.smoothing
  const subtitle = [
    `One implicit step of Perona-Malik smoothing: ${step} m² long, slopes above ${edgeSlope} are edges.`,
    `${columns} x ${rows} cells of ${grid.spacing} m on ${ranks}, solved by PETSc and by Trilinos from the same memory.`,
  ]
  const files = await writeResults({ z, petsc: first.answer, trilinos: second.answer, spacing: grid.spacing, subtitle, options })
  progress.step('picture and arrays written')

  progress.say(`\n${table}\n`)
  for (const { holds, text } of checks) progress.say(`${holds ? 'yes' : 'NO '}  ${text}`)
  progress.say(`\nOpen:\n${files.map((file) => `  ${file}`).join('\n')}`)
  second.free()
  first.free()
  comm.barrier() // an exit code other than 0 ends the job: not before rank 0 has drawn and spoken
  return checks.every(({ holds }) => holds) ? 0 : 1
}

/** The options, or the exit code when there is nothing to run. */
function readOptions(comm: Communicator, progress: Progress, args: readonly string[]): Options | number {
  try {
    const options = parseOptions(args)
    if (!options.help) prepareFolder(comm, options.out)
    else progress.say(usage)
    return options.help ? 0 : options
  } catch (error) {
    if (!isDistError(error, 'ERR_ARGUMENT')) throw error
    progress.complain(`${error.message}\nRun with --help to see the options.`)
    comm.barrier() // an exit code ends the job: not before rank 0 has spoken
    return 2
  }
}

function solved({ library, iterations, setupSeconds, solveSeconds }: Solution): string {
  const seconds = `set-up ${setupSeconds.toFixed(2)} s, solve ${solveSeconds.toFixed(2)} s`
  return `${library.name} (${library.method}): ${iterations} iterations, ${seconds}`
}

function norm({ data, communicator }: LocalArray<'float64'>): number {
  const squares = data.reduce((sum, value) => sum + value * value, 0)
  return Math.sqrt(communicator.allreduce(Float64Array.of(squares), new Float64Array(1), 'sum')[0]!)
}

process.exitCode = await main(process.argv.slice(2))
