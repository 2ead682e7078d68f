/*
 * Stands between the program that launched engines and their mpiexec: `node supervisor.js folder command args...`. When that program
 * ends, however it does, or says so, the engines end and nothing of them stays: no process, no file, no shared memory.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { killProcessesWith } from './processes.js'

/** What the supervisor tells the program that started it. */
export type SupervisorMessage =
  | { readonly type: 'started' }
  | { readonly type: 'failed'; readonly message: string }
  /** mpiexec has ended and nothing is left. */
  | { readonly type: 'ended'; readonly code: number | null; readonly signal: string | null }

/** How long mpiexec may take to end its ranks and clear up, after which all of them are killed. */
const graceMilliseconds = 1500

const [folder = '', command = '', ...args] = process.argv.slice(2)
/** This process has it too and is left out; mpiexec, its ranks and what these started have it. */
const mark = `DISTARRAY_ENGINE=${process.env.DISTARRAY_ENGINE}`
let isEnding = false

const mpiexec = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })

function tell(message: SupervisorMessage, then: () => void = () => {}): void {
  if (process.connected) process.send!(message, then)
  else then()
}

function end(): void {
  if (isEnding) return // mpiexec takes a second signal as a wish to leave its ranks behind
  isEnding = true
  mpiexec.kill('SIGTERM')
  setTimeout(() => killProcessesWith(mark), graceMilliseconds)
}

function clear(): void {
  killProcessesWith(mark)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

mpiexec.on('spawn', () => tell({ type: 'started' }))
mpiexec.on('error', (error) => {
  clear()
  tell({ type: 'failed', message: error.message }, () => process.exit(127))
})
mpiexec.on('exit', (code, signal) => {
  clear()
  tell({ type: 'ended', code, signal }, () => process.exit(0))
})
process.on('message', end)
process.on('disconnect', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const) process.on(signal, end)
if (!process.connected) end() // the program ended before this one had begun
