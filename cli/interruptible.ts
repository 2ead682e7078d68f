import { constants } from 'node:os'
import { launchJob, type NodeJob } from '../cluster/launch.js'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Run a job as {@link launchJob} does; a signal to this process ends the job and then this process, with the signal's exit code.
 *
 * Not collective. For commands that start one job after another: none may follow a signal.
 */
export async function interruptible(job: NodeJob): Promise<number> {
  let received: (typeof signals)[number] | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    received ??= signals.find((name) => name === signal)
  }
  for (const signal of signals) process.on(signal, onSignal)
  try {
    const code = await launchJob(job)
    if (received !== undefined) process.exit(128 + constants.signals[received])
    return code
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
