import { CollectiveMismatchError } from '../errors.js'
import type { CommHandle } from '../handles.js'
import type { MpiNative, RequestHandle } from '../native-mpi.js'
import { decodeRecord, encodeRecord, recordLength } from './record.js'

/** A comparison under way. */
export interface Comparison {
  /** Whether all ranks have told what they do. @throws {CollectiveMismatchError} They do different things. */
  test(): boolean
  /** Wait until they have. @throws {CollectiveMismatchError} They do different things. */
  wait(): void
}

/**
 * The collective calls of one communicator, compared over its ranks before each is made.
 *
 * The ranks compare on a communicator of their own, the shadow: there every rank does one allgather per call, whatever the call,
 * so that they are in step also after a mismatch.
 */
export class Ledger {
  private readonly core: MpiNative
  private readonly comm: CommHandle
  private readonly shadow: CommHandle
  private readonly size: number
  private calls = 0

  /** Collective over `comm`. */
  constructor(core: MpiNative, comm: CommHandle) {
    this.core = core
    this.comm = comm
    this.size = core.comm_size(comm)
    this.shadow = core.comm_dup(comm)
  }

  /** Compare, and go on only if all ranks are about to do the same. */
  compare(call: string): void {
    this.start(call).wait()
  }

  /** Start to compare. */
  start(call: string): Comparison {
    const mine = encodeRecord(call)
    const all = new Uint8Array(recordLength * this.size)
    const number = ++this.calls
    const request = this.core.iallgather(this.shadow, mine, all, recordLength, uint8Code)
    const name = this.core.comm_get_name(this.comm)
    return new Allgathered(this.core, request, () => this.judge(all, `call ${number} of ${name || 'this communicator'}`))
  }

  /** Free the shadow. Collective over the communicator. */
  free(): void {
    this.core.comm_free(this.shadow)
  }

  private judge(all: Uint8Array, which: string): void {
    const ranksOf = new Map<string, number[]>()
    for (let rank = 0; rank < this.size; rank++) {
      const call = decodeRecord(all.subarray(rank * recordLength, (rank + 1) * recordLength))
      ranksOf.set(call, [...(ranksOf.get(call) ?? []), rank])
    }
    if (ranksOf.size === 1) return
    const calls = [...ranksOf].map(([call, ranks]) => ({ call, ranks }))
    const said = calls.map(({ call, ranks }) => `${listed(ranks)} ${call}`).join('; ')
    throw new CollectiveMismatchError(`Expected the same collective call on all ranks but ${said} (${which})`, { calls })
  }
}

/** Position of uint8 in the addon's table (bindings/src/mpi/datatype.h). */
const uint8Code = 5

class Allgathered implements Comparison {
  private done = false

  constructor(
    private readonly core: MpiNative,
    private readonly request: RequestHandle,
    private readonly judge: () => void,
  ) {}

  test(): boolean {
    this.done ||= this.core.request_test(this.request)
    if (this.done) this.judge()
    return this.done
  }

  wait(): void {
    this.core.request_wait(this.request)
    this.done = true
    this.judge()
  }
}

/** `rank 0 calls`, `ranks 0-2, 5 call`. */
function listed(ranks: readonly number[]): string {
  const runs: string[] = []
  for (let i = 0; i < ranks.length; ) {
    let last = i
    while (ranks[last + 1] === ranks[last]! + 1) last++
    runs.push(last === i ? `${ranks[i]}` : `${ranks[i]}-${ranks[last]}`)
    i = last + 1
  }
  return ranks.length === 1 ? `rank ${runs[0]} calls` : `ranks ${runs.join(', ')} call`
}
