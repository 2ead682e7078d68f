import { fileURLToPath } from 'node:url'

/** Where in the user's program a call was made. */
export interface CallSite {
  /** What the user called, e.g. `'fill'`, or the name of the user's own function. */
  readonly label: string
  /** A rank-level function of this library, whose errors are of known classes. */
  readonly builtin: boolean
  /** Lines of a stack trace, without those of this library; empty when only other ranks know. */
  readonly frames: string
}

interface Captured {
  readonly call: number
  readonly fn: string
  readonly label: string | undefined
  readonly holder: { readonly stack: string } | undefined
}

/** Captured stacks that are kept at most: older calls are named no more when they fail. Each is about a kilobyte. */
const kept = 4096
const keptFailures = 1024
/** Enough for the user's part below this library's own frames. */
const depth = 16
const library = [fileURLToPath(new URL('.', import.meta.url)), new URL('.', import.meta.url).href]

/** Remembers where calls were made for as long as they may still fail, so that an error shows the line that caused it. */
export class CallSites {
  /** By call number, the oldest overwritten by the newest. */
  private readonly _captured = new Array<Captured | undefined>(kept).fill(undefined)
  private _passed = 0
  /** Calls that failed: what they were to make is poisoned, and may be asked for at any later time. */
  private readonly _failed = new Map<number, CallSite>()

  /**
   * Note that the call is being made now, in `entry` when it is given.
   *
   * @param label How errors call it; undefined of a rank-level function, which is called what `fn` ends with.
   */
  capture(call: number, fn: string, label: string | undefined, entry: (...args: never[]) => unknown = captureStack): void {
    this._captured[call % kept] = { call, fn, label, holder: captureStack(entry) }
  }

  /** Note what the call is, but not where it is made: that is known already should it fail. */
  note(call: number, fn: string, label: string | undefined): void {
    this._captured[call % kept] = { call, fn, label, holder: undefined }
  }

  /** Forget calls up to `call`: every engine is past them, and told what had failed. */
  passed(call: number): void {
    for (let number = Math.max(this._passed, call - kept) + 1; number <= call; number++) this.forget(number)
    this._passed = Math.max(this._passed, call)
  }

  /** Forget a call that cannot fail any more. */
  forget(call: number): void {
    if (this._captured[call % kept]?.call === call) this._captured[call % kept] = undefined
  }

  /** Where a call that failed was made; undefined when too many calls came after it. */
  of(call: number): CallSite | undefined {
    const known = this._failed.get(call)
    if (known) return known
    const captured = this._captured[call % kept]
    if (captured?.call !== call) return undefined
    const { fn, label = fn.slice(fn.lastIndexOf('.') + 1), holder } = captured
    const site = { label, builtin: captured.label === undefined, frames: holder ? userFrames(holder.stack) : '' }
    this._failed.set(call, site)
    if (this._failed.size > keptFailures) this._failed.delete(this._failed.keys().next().value as number)
    return site
  }
}

/** The line of the user's program that called this library, as a stack trace has it. */
export function placeOfCall(): string {
  return userFrames(captureStack(placeOfCall).stack).split('\n', 1)[0] as string
}

function captureStack(entry: (...args: never[]) => unknown): { readonly stack: string } {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = depth
  const holder = {} as { readonly stack: string }
  Error.captureStackTrace(holder, entry) // formatted only when it is read
  Error.stackTraceLimit = stackTraceLimit
  return holder
}

function userFrames(stack: string): string {
  const lines = stack.split('\n').slice(1)
  const own = lines.filter((line) => !library.some((folder) => line.includes(folder)))
  return (own.length > 0 ? own : lines).join('\n')
}
