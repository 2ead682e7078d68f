/** How many calls are remembered. */
const most = 4096

/**
 * Calls whose failure the user was told: an engine that was not asked then tells its part later, with its next answer, and that is no
 * news.
 */
export class ToldCalls {
  private readonly _calls = new Set<number>()

  has(call: number): boolean {
    return this._calls.has(call)
  }

  add(call: number): void {
    this._calls.add(call)
    const [oldest] = this._calls
    if (this._calls.size > most) this._calls.delete(oldest!)
  }
}
