import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { launchJob } from '../cluster/launch.js'
import { expected } from '../protocol/errors.js'
import { type Command, UsageError } from './command.js'

const options = { ranks: { type: 'string', short: 'n' }, help: { type: 'boolean', short: 'h' } } as const

/** `distarray run`: start a Node program on several MPI ranks. */
export const run: Command = {
  name: 'run',
  summary: 'run a Node.js program on several MPI ranks',
  help: `Usage: distarray run [-n <ranks>] <app.js> [arguments of the app...]

Run a Node.js program on several MPI ranks of this machine.

  -n, --ranks <ranks>   number of ranks (default: the number of cores)
  -h, --help            show this help

Standard input goes to rank 0; the output of all ranks comes through unchanged.
An uncaught exception, an unhandled rejection, process.exit(code) with a code
other than 0, or a signal on one rank ends the whole job with that code (128 + n
after signal n) and one message that names the rank. When every rank ends
normally, MPI is finalized and the exit code is 0.

Environment:
  DISTARRAY_MPIEXEC     the MPI launcher to use instead of mpiexec
  NODE_OPTIONS          options for Node.js on every rank

Exit codes of the command itself: 2 for a wrong command line, 127 when no MPI
launcher is installed.
`,
  async run(args) {
    const { own, file, rest } = splitAtFile(args)
    const { values } = parseOwn(own)
    if (values.help) {
      process.stdout.write(run.help)
      return 0
    }
    const ranks = rankCount(values.ranks)
    if (file === undefined) throw new UsageError('Expected a program to run, e.g. distarray run -n 4 app.js')
    checkProgram(file)
    return launchJob({ ranks, file, args: rest })
  },
}

/** What comes after the program's name is the program's, whatever it looks like. */
function splitAtFile(args: string[]): { own: string[]; file: string | undefined; rest: string[] } {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  const file = tokens.find((token) => token.kind === 'positional')
  if (file === undefined) return { own: args, file: undefined, rest: [] }
  return { own: args.slice(0, file.index), file: file.value, rest: args.slice(file.index + 1) }
}

function parseOwn(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function rankCount(text: string | undefined): number {
  if (text === undefined) return availableParallelism()
  const ranks = /^\d+$/.test(text) ? Number(text) : 0
  if (ranks < 1 || ranks > 2 ** 31 - 1) throw new UsageError(expected('a positive number of ranks', '-n', text))
  return ranks
}

function checkProgram(file: string): void {
  if (/^\.[mc]?tsx?$/.test(extname(file)))
    throw new UsageError(`${file} is TypeScript; compile it first (npx tsc) and run the JavaScript file it gives`)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError(`${file} does not exist`)
  if (!found.isFile()) throw new UsageError(`${file} is not a file`)
}
