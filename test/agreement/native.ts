import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

/** Run a program of test/native/protocol on lines of input; one line of output for each. */
export function runNative(name: string, input: readonly string[]): string[] {
  const program = fileURLToPath(new URL(`../../../build/${buildType}/${name}`, import.meta.url))
  const { status, stdout, stderr, error } = spawnSync(program, { input: `${input.join('\n')}\n`, encoding: 'utf8', maxBuffer: 2 ** 30 })
  const lines = stdout?.split('\n').slice(0, -1) ?? []
  if (status !== 0 || lines.length !== input.length)
    throw new Error(`${name} ended with ${status ?? error?.message} after ${lines.length} of ${input.length} lines: ${stderr}`)
  return lines
}
