import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackendLoadError } from '../bindings/errors.js'
import { BannerFilter } from './banners.js'
import { type Launch, mpiexecCommand } from './mpiexec.js'

const hook = new URL('../bindings/launch-hook.js', import.meta.url).href
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const graceMilliseconds = 4000

/** A Node program to run on several ranks. */
export interface NodeJob {
  /** Number of ranks, at least 1. */
  ranks: number
  /** Path of the program, a JavaScript file. */
  file: string
  /** Its arguments. */
  args: readonly string[]
  /** Options of Node.js on every rank, e.g. `'--expose-gc'`. */
  nodeOptions?: readonly string[]
  /** Ends the job when aborted, as SIGTERM does. */
  signal?: AbortSignal
  /** Takes standard output and error of all ranks as they come; nothing goes to this process's own then. */
  onOutput?: (text: string) => void
}

/**
 * Run a Node program on several ranks, with the exit handling of `bindings/exit.ts` in each, until the job has ended.
 *
 * Not collective. Standard input goes to rank 0 and standard output and error are this process's own, unless `job.onOutput` is given:
 * then there is no input. SIGINT, SIGTERM and
 * SIGHUP to this process end the job.
 *
 * @returns The exit code of the job: 0, or that of the rank that failed first; 128 + n after signal n.
 * @throws {BackendLoadError} No mpiexec is installed.
 */
export async function launchJob(job: NodeJob): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'distarray-job-'))
  try {
    const args = [...(job.nodeOptions ?? []), '--import', hook, job.file, ...job.args]
    const launch = mpiexecCommand({ ranks: job.ranks, program: process.execPath, args })
    return await runToEnd({ ...launch, env: { ...launch.env, DISTARRAY_JOB_FOLDER: folder } }, job)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runToEnd(launch: Launch, { signal, onOutput }: NodeJob): Promise<number> {
  return new Promise((resolve, reject) => {
    // A terminal sends Ctrl-C to its whole foreground group. mpiexec must stay in that group to read the terminal, and
    // then gets the signal by itself; otherwise it gets a group of its own and every signal from here.
    const interactive = process.stdin.isTTY === true && !onOutput
    const child = spawn(launch.command, launch.args, {
      env: { ...process.env, ...launch.env },
      stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'pipe'],
      detached: !interactive,
    })
    let received: NodeJS.Signals | undefined
    const timers: NodeJS.Timeout[] = []
    const onSignal = (signal: NodeJS.Signals) => {
      if (received !== undefined) return // mpiexec takes a second signal as a wish to leave its ranks behind
      received = signal
      const alreadyTold = interactive && signal === 'SIGINT'
      if (!alreadyTold) child.kill('SIGTERM')
      timers.push(setTimeout(() => child.kill('SIGKILL'), graceMilliseconds))
    }
    for (const name of forwarded) process.on(name, onSignal)
    const onAbort = () => onSignal('SIGTERM')
    signal?.addEventListener('abort', onAbort)
    const cleanUp = () => {
      for (const name of forwarded) process.off(name, onSignal)
      signal?.removeEventListener('abort', onAbort)
      for (const timer of timers) clearTimeout(timer)
    }

    const filter = new BannerFilter()
    const show = (text: string) => {
      if (text === '') return
      if (onOutput) onOutput(Buffer.from(text, 'latin1').toString('utf8'))
      else process.stderr.write(text, 'latin1')
    }
    if (onOutput) child.stdout?.setEncoding('utf8').on('data', onOutput)
    child.stderr!.setEncoding('latin1')
    child.stderr!.on('data', (text: string) => show(filter.push(text)))
    child.on('error', (cause) => {
      cleanUp()
      reject(missingLauncher(launch.command, cause))
    })
    child.on('close', (code, killedBy) => {
      cleanUp()
      const rest = filter.end()
      if (received === undefined) show(rest)
      resolve(received !== undefined ? signalCode(received) : (code ?? signalCode(killedBy)))
    })
  })
}

function signalCode(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal]
}

/** The error when `command`, which was to start MPI ranks, cannot be started. */
export function missingLauncher(command: string, cause: { message: string }): BackendLoadError {
  const problem = `'${command}' cannot be started: ${cause.message}`
  const remedies = ["run 'npx distarray setup': it installs MPI", `or install an MPI library and put its ${command} on the PATH`]
  return Object.assign(new BackendLoadError(`Expected an MPI launcher, but ${problem}. What to do: ${remedies.join(', ')}`, { cause }), {
    errors: [problem],
    remedies,
  })
}
