import type { Communicator } from 'distarray'

/** Rank 0's voice; silent on the others. */
export interface Progress {
  /** Print text as it is. */
  say(text: string): void
  /** Print what was done, with the seconds since the start. */
  step(text: string): void
  /** Print to standard error. */
  complain(text: string): void
}

/** Start a clock on every rank and print on rank 0. Not collective. */
export function progressOf(comm: Communicator): Progress {
  if (comm.rank !== 0) return { say() {}, step() {}, complain() {} }
  const seconds = (): string => process.uptime().toFixed(1).padStart(5)
  return {
    say: (text) => console.log(text),
    step: (text) => console.log(`[${seconds()} s] ${text}`),
    complain: (text) => console.error(text),
  }
}
