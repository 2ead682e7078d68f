import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** Path of the compiled command. */
export const cli = fileURLToPath(new URL('../../cli/main.js', import.meta.url))

export interface CliResult {
  /** Exit code; 128 + n when signal n ended the command itself. */
  code: number
  stdout: string
  stderr: string
  /** When the command ended, in milliseconds as `Date.now()`. */
  endedAt: number
  timedOut: boolean
  /** Command lines of processes of this call that were still alive half a second after its end. */
  leftBehind: string[]
}

export interface CliOptions {
  /** Seconds until the command is killed; default 60. */
  timeout?: number
  env?: Record<string, string>
  /** Text for standard input; nothing by default. */
  input?: string
  /** Called with the running command and all of its standard output so far, at each new piece. */
  onOutput?: (child: ChildProcessWithoutNullStreams, stdout: string) => void
}

/** Run `distarray args...` to its end. */
export function runCli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  return runMarked(process.execPath, [cli, ...args], options)
}

/** Run a command to its end; its processes are known by a mark in their environment. */
export async function runMarked(command: string, args: string[], options: CliOptions = {}): Promise<CliResult> {
  const mark = `DISTARRAY_TEST_MARK=${randomUUID()}`
  const { NODE_OPTIONS: _loaders, ...env } = process.env
  const child = spawn(command, args, {
    env: { ...env, NO_COLOR: '1', ...options.env, DISTARRAY_TEST_MARK: mark.slice(mark.indexOf('=') + 1) },
  })
  let stdout = ''
  let stderr = ''
  let timedOut = false
  child.stdout.on('data', (piece) => {
    stdout += piece
    options.onOutput?.(child, stdout)
  })
  child.stderr.on('data', (piece) => {
    stderr += piece
  })
  child.stdin.on('error', () => {}) // the command may end without reading
  child.stdin.end(options.input ?? '')
  const timer = setTimeout(
    () => {
      timedOut = true
      killMarked(mark)
    },
    (options.timeout ?? 60) * 1000,
  )
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]))
  })
  clearTimeout(timer)
  const endedAt = Date.now()
  if (marked(mark).length > 0) await delay(500)
  const leftBehind = marked(mark).map(({ command }) => command)
  killMarked(mark)
  return { code, stdout, stderr, endedAt, timedOut, leftBehind }
}

function marked(mark: string): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      if (!readFileSync(`/proc/${entry}/environ`, 'utf8').includes(mark)) continue
      found.push({ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ') })
    } catch {
      // The process ended meanwhile, or is not ours.
    }
  }
  return found
}

function killMarked(mark: string): void {
  for (const { pid } of marked(mark))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended meanwhile.
    }
}
