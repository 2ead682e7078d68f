import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { loadedNative } from './native.js'

/*
 * How a rank ends. MPI_Finalize waits for every rank, so it is right only when all of them end well; a rank that fails
 * must end the job instead, and before Node would print the error, which is after the 'exit' event.
 *
 * No signal gets a handler: a rank that waits inside an MPI call would never run it, whereas the default action ends
 * the rank at once, mpiexec sees that and ends the others.
 *
 * What this cannot mend: a rank that ends early with code 0 waits in MPI_Finalize until the others get there, and when
 * they in turn wait for it in another collective call the job hangs.
 */

const finalizers: (() => void)[] = []

/**
 * Have `fn` called before MPI ends, on the way of a normal end; the last registered is called first.
 *
 * Not collective; `fn` may communicate, so register on every rank in the same order.
 *
 * @param fn Ends a library that lives on MPI (`PetscFinalize`). It is not called when the job fails.
 */
export function beforeFinalize(fn: () => void): void {
  finalizers.push(fn)
}

/**
 * End the libraries registered by {@link beforeFinalize}, then MPI. Under `distarray run` this happens by itself.
 *
 * Collective over the world communicator. Does nothing when MPI is not running; idempotent.
 *
 * @throws Whatever a finalizer throws; the remaining ones are not called then, and MPI goes on.
 */
export function finalize(): void {
  const core = loadedNative()
  if (!core?.is_active()) return
  for (let fn = finalizers.pop(); fn !== undefined; fn = finalizers.pop()) fn()
  core.finalize()
}

/**
 * Make this process end as a rank of a job should: on exit code 0 MPI is finalized; an uncaught exception, an unhandled
 * rejection or another exit code ends every rank of the job with that code, after one message that names the rank.
 *
 * Not collective. For launchers, on the main thread of a rank, once; `distarray run` calls it. Importing the library does not.
 *
 * @remarks Handlers of 'exit' that were added later run after MPI has ended. A program with handlers of its own for
 * 'uncaughtException' or 'unhandledRejection' keeps them: it decides what happens then.
 */
export function installExitHandlers(): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    if (process.listenerCount('uncaughtException') > 0 || process.hasUncaughtExceptionCaptureCallback()) return
    // Where the program text is wrong, only Node knows. It prints that after 'exit', so here nothing is aborted: this
    // process ends with code 1 without finalizing, which ends the job as well.
    if (error instanceof SyntaxError) {
      if (!announceFailure('Uncaught, at')) process.exit(1)
    } else failJob(1, `Uncaught ${inspect(error)}`)
  })
  process.on('exit', (code) => {
    if (code !== 0) return failJob(code, `ended with exit code ${code}`)
    try {
      finalize()
    } catch (error) {
      failJob(1, `MPI could not be finalized: ${inspect(error)}`)
    }
  })
}

let failing = false

/**
 * Say why this rank fails. When several ranks of a job fail together, the first one speaks for all; the others wait for
 * it to end them, and end by themselves when that takes long.
 *
 * @returns Whether this rank spoke.
 */
function announceFailure(reason: string): boolean {
  failing = true
  if (!isFirstToFail()) {
    sleep(2000)
    return false
  }
  writeAll(2, `[rank ${rank()}] ${reason}\n`)
  return true
}

/** Say why, end the job, end this process. */
function failJob(code: number, reason: string): void {
  if (failing) return
  announceFailure(reason)
  const status = code & 0xff || 1 // what a parent process can see of it, never 0
  loadedNative()?.abort(status)
  process.exit(status) // MPI does not run here: mpiexec ends the other ranks
}

function rank(): string {
  return process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMIX_RANK ?? process.env.PMI_RANK ?? '0'
}

/** The launcher gives the ranks of one machine a folder; whoever creates the file first is the first to fail. */
function isFirstToFail(): boolean {
  const folder = process.env.DISTARRAY_JOB_FOLDER
  if (folder === undefined) return true
  try {
    closeSync(openSync(join(folder, 'failed'), 'wx'))
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST'
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** Write all of `text`, also into a pipe that is full for the moment. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text)
  for (let tries = 0; rest.length > 0 && tries < 100; tries++) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      sleep(10)
    }
  }
}
