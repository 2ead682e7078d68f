import { beforeFinalize } from '../../bindings/exit.js'
import { loadAddon } from '../../bindings/load.js'
import { startMpi } from '../../bindings/start.js'

/** The addon of a solver library: loaded and started on first use, ended before MPI. */
export class Backend<T extends { initialize(): void; finalize(): void }> {
  private readonly addon: string
  private _loaded: T | undefined

  /** @param addon Its name, as for `loadAddon`. */
  constructor(addon: string) {
    this.addon = addon
  }

  /** The addon when it was loaded before: freeing and finalizing start nothing. */
  get loaded(): T | undefined {
    return this._loaded
  }

  /**
   * The addon, with MPI and the library running.
   *
   * Collective over all ranks of the job at first use, then not collective.
   *
   * @throws {BackendLoadError} The addon is not built, or the library is not installed; `remedies` says what to do.
   * @throws {UnsupportedError} The library was finalized: it cannot be started again.
   */
  start(): T {
    if (this._loaded === undefined) {
      const addon = loadAddon<T>(this.addon)
      startMpi()
      beforeFinalize(() => addon.finalize())
      this._loaded = addon
    }
    this._loaded.initialize() // returns at once when the library runs
    return this._loaded
  }
}
