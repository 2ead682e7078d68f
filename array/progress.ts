/** How far a call has come. */
export type ProgressReport = (done: number, total: number, message: string) => void

let current: ProgressReport | undefined

/**
 * Send what the function that runs reports to `report`; undefined drops it.
 *
 * @internal For sessions, before each call: engines run one call at a time.
 */
export function _reportTo(report: ProgressReport | undefined): void {
  current = report
}

/**
 * Report how far a long function has come: `ctx.on('progress', ...)` hears of it.
 *
 * Not collective. For users' functions on engines; elsewhere it does nothing.
 *
 * @param done    Steps done.
 * @param total   Steps in all; any unit.
 * @param message What is being done. Default: empty.
 */
export function reportProgress(done: number, total: number, message = ''): void {
  current?.(Number(done), Number(total), String(message))
}
