import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { clusterNames } from '../../cluster/zeromq/connection-file.js'
import { cli } from '../support/cli.js'

/** Run `distarray cluster args...`. What it starts may stay. */
export function runCluster(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _loaders, ...env } = process.env
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, 'cluster', ...args], { env, timeout: 60_000 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

/** Run it, expecting that it does what it is asked. */
export async function succeeds(t: Test, args: string[], output: RegExp): Promise<string> {
  const { code, stdout, stderr } = await runCluster(args)
  t.match({ code, stdout, stderr }, { code: 0, stdout: output, stderr: '' }, args.join(' '))
  return stdout
}

/** Run it, expecting that it says why it cannot. */
export async function fails(t: Test, args: string[], message: RegExp, code = 1): Promise<void> {
  t.match(await runCluster(args), { code, stdout: '', stderr: message }, args.join(' '))
}

/** Use connection files in a folder of this test; when the test ends its clusters are stopped. */
export function useOwnHome(t: Pick<Test, 'teardown'>): void {
  const home = mkdtempSync(join(tmpdir(), 'distarray-home-'))
  process.env.DISTARRAY_HOME = home
  t.teardown(async () => {
    for (const name of clusterNames()) await runCluster(['stop', '--name', name])
    rmSync(home, { recursive: true, force: true })
  })
}

/** Whether there is such a process, and it has not ended. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    return false
  }
}
