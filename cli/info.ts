import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { availableSimd } from '../bindings/kernels.js'
import { native } from '../bindings/native.js'
import { type Command, UsageError } from './command.js'
import { version } from './version.js'

/** `distarray info`: what this installation consists of. */
export const info: Command = {
  name: 'info',
  summary: 'show versions, the MPI library and the instruction set in use',
  help: `Usage: distarray info

Show what this installation consists of: versions, the MPI library, the
adapters that are built, and the instruction set (SIMD) that the kernels use.

The best instruction set of this processor is used, unless the environment
variable DISTARRAY_SIMD names another: avx512, avx2 or baseline.

  -h, --help      show this help
`,
  run(args) {
    const [first] = args
    if (first === '-h' || first === '--help') process.stdout.write(info.help)
    else if (first !== undefined) throw new UsageError(`Expected no arguments for info but received '${first}'`)
    else for (const [name, value] of facts()) process.stdout.write(`${name.padEnd(10)} ${value}\n`)
    return Promise.resolve(0)
  },
}

function facts(): [name: string, value: string][] {
  const [used, ...others] = availableSimd()
  return [
    ['distarray', version()],
    ['Node.js', process.version],
    ['MPI', native().library_version().split('\n')[0] as string],
    ['SIMD', others.length > 0 ? `${used} (DISTARRAY_SIMD can also be ${others.join(', ')})` : (used as string)],
    ['PETSc', isBuilt('petsc')],
    ['Trilinos', isBuilt('trilinos')],
  ]
}

function isBuilt(adapter: string): string {
  const addon = new URL(`../../build/${process.env.DISTARRAY_BUILD_TYPE ?? 'Release'}/${adapter}.node`, import.meta.url)
  return existsSync(fileURLToPath(addon)) ? 'adapter built' : 'adapter not built'
}
