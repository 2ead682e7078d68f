import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Command } from './command.js'

/** `distarray setup`: install system packages and build the native addons. */
export const setup: Command = {
  name: 'setup',
  summary: 'install what is missing and build the native addons',
  help: `Usage: distarray setup [--without-petsc] [--without-trilinos]

Install the system packages that are missing (Debian and Ubuntu, as root) and
build the native addons. Says what it does; does nothing when nothing is missing.
Without root it prints the command to run as root and stops.

      --without-petsc      leave out the PETSc adapter
      --without-trilinos   leave out the Trilinos adapter
  -h, --help               show this help
`,
  run(args) {
    if (args.includes('-h') || args.includes('--help')) {
      process.stdout.write(setup.help)
      return Promise.resolve(0)
    }
    const script = fileURLToPath(new URL('../../scripts/setup.sh', import.meta.url))
    return new Promise((resolve, reject) => {
      const child = spawn('bash', [script, ...args], { stdio: 'inherit' })
      child.on('error', reject)
      child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    })
  },
}
