#!/usr/bin/env node
import { BackendLoadError } from '../bindings/errors.js'
import { closest } from '../protocol/closest.js'
import { isDistError } from '../protocol/errors.js'
import { cluster } from './cluster.js'
import { type Command, UsageError } from './command.js'
import { conformance } from './conformance.js'
import { info } from './info.js'
import { run } from './run.js'
import { setup } from './setup.js'
import { version } from './version.js'

const commands: readonly Command[] = [run, cluster, conformance, info, setup]

const help = `Usage: distarray <command> [options]

Distributed N-d arrays for TypeScript on MPI.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`).join('\n')}

  -h, --help      show this help; distarray <command> --help tells more
  -v, --version   show the version
`

async function main(args: string[]): Promise<number> {
  const [first, ...rest] = args
  if (first === undefined) {
    process.stderr.write(help)
    return 2
  }
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${version()}\n`)
    return 0
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(help)
    return 0
  }
  const command = commands.find(({ name }) => name === first)
  if (command === undefined) throw unknown(first)
  return command.run(rest)
}

function unknown(word: string): UsageError {
  const names = commands.map(({ name }) => name)
  const guess = word.startsWith('-') ? undefined : closest(word, names)
  const kind = word.startsWith('-') ? 'option' : 'command'
  return new UsageError(`Unknown ${kind} '${word}'. ${guess ? `Did you mean 'distarray ${guess}'?` : `Commands: ${names.join(', ')}`}`)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError) && !isDistError(error)) throw error
  process.stderr.write(`distarray: ${error.message}\n`)
  if (error instanceof UsageError) process.stderr.write("Run 'distarray --help' for help\n")
  process.exitCode = error instanceof BackendLoadError ? 127 : error instanceof UsageError ? 2 : 1
}
