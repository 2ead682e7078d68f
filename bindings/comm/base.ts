import { type CommHandle, native } from '../native.js'

/** What every communicator has: its handle, this process's place in it, a name and an end. */
export abstract class CommBase {
  /** The communicator as the addons take it. */
  readonly handle: CommHandle
  /** This process's rank, in `[0, size)`. */
  readonly rank: number
  /** Number of ranks. */
  readonly size: number

  protected constructor(handle: CommHandle) {
    this.handle = handle
    this.rank = native().comm_rank(handle)
    this.size = native().comm_size(handle)
  }

  /** Name for debuggers and messages, e.g. `'MPI_COMM_WORLD'`; local to this process. */
  get name(): string {
    return native().comm_get_name(this.handle)
  }

  set name(name: string) {
    native().comm_set_name(this.handle, String(name))
  }

  /**
   * Say how two communicators relate.
   *
   * Not collective.
   *
   * @returns `'identical'`: the same communicator; `'congruent'`: same ranks in the same order; `'similar'`: same ranks in
   *          another order; else `'unequal'`.
   * @throws {UseAfterFreeError} One of the two was freed.
   * @see source: MPI standard, `MPI_Comm_compare`.
   */
  compare(other: CommBase): 'identical' | 'congruent' | 'similar' | 'unequal' {
    const results = ['identical', 'congruent', 'similar', 'unequal'] as const
    return results[native().comm_compare(this.handle, other.handle)]!
  }

  /**
   * Free the communicator. Idempotent; the world and self communicators stay.
   *
   * Collective over this communicator.
   *
   * @remarks A communicator that is only dropped is never freed: freeing is collective, and garbage collection is not.
   * @throws {MpiError} MPI_Comm_free failed.
   * @see source: MPI standard, `MPI_Comm_free`.
   */
  free(): void {
    native().comm_free(this.handle)
  }

  [Symbol.dispose](): void {
    this.free()
  }
}
