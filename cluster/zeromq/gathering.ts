/** Questions to several peers, whose answers are collected by a number until all have come or time is up. */
export class Gathering<T> {
  private readonly _open = new Map<number, { readonly missing: Set<number>; readonly found: Map<number, T>; readonly finish: () => void }>()
  private _last = 0

  /**
   * Ask.
   *
   * @param engines Whose answers are awaited.
   * @param milliseconds How long; engines that say nothing until then are missing from the result.
   * @param ask Sends the question, which has to carry the number `query`.
   */
  ask(engines: Iterable<number>, milliseconds: number, ask: (query: number) => void): Promise<ReadonlyMap<number, T>> {
    const query = ++this._last
    const missing = new Set(engines)
    const found = new Map<number, T>()
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        this._open.delete(query)
        resolve(found)
      }
      const timer = setTimeout(finish, milliseconds)
      this._open.set(query, { missing, found, finish })
      if (missing.size === 0) finish()
      else ask(query)
    })
  }

  /** Take an engine's answer. One that comes too late, or that nobody asked for, is ignored. */
  take(query: number, engine: number, answer: T): void {
    const open = this._open.get(query)
    if (!open?.missing.delete(engine)) return
    open.found.set(engine, answer)
    if (open.missing.size === 0) open.finish()
  }

  /** No more answers will come: end what is open with what there is. */
  close(): void {
    for (const { finish } of [...this._open.values()]) finish()
  }
}
