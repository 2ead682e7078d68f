import { dtypeOfCode } from '../comm/element-type.js'
import type { CommHandle } from '../handles.js'
import type { MpiNative, RequestHandle } from '../native-mpi.js'
import { type TwoForms, tellCall, twoForms } from './collectives.js'
import { type Comparison, Ledger } from './ledger.js'

/** The comparisons of one process. */
export interface CollectiveCheck {
  /** Compare a call of this process with that of the other ranks of `comm`. Collective over `comm`. */
  compare(comm: CommHandle, call: string): void
}

/**
 * Make an addon compare every collective call over its ranks before it is made.
 *
 * Not collective.
 *
 * @param core Unchanged.
 * @returns    The same functions; those that are collective throw {CollectiveMismatchError} on all ranks when the ranks call
 *             different ones. A blocking one does so before it begins. A non-blocking one begins, as it must not wait for
 *             others, and throws when it is tested or waited for; its buffers then stay in use.
 */
export function withCheckedCollectives<T extends MpiNative>(core: T): T & { readonly check: CollectiveCheck } {
  const ledgers = new WeakMap<CommHandle, Ledger>()
  const comparisons = new WeakMap<RequestHandle, Comparison>()
  let world: CommHandle | undefined
  let isForeign = false

  /** Collective over `comm`. */
  function adopt<C extends CommHandle | undefined>(comm: C): C {
    if (comm !== undefined && core.comm_size(comm) > 1) ledgers.set(comm, new Ledger(core, comm))
    return comm
  }
  function ledgerOf(comm: CommHandle): Ledger | undefined {
    // A communicator that other code made is adopted at its first collective.
    if (!ledgers.has(comm)) adopt(comm)
    return ledgers.get(comm)
  }
  function compare(comm: CommHandle, call: string): void {
    ledgerOf(comm)?.compare(call)
  }

  const environment: Partial<MpiNative> = {
    init() {
      isForeign = core.is_active()
      return core.init()
    },
    // Whoever ends while others wait in a collective would wait for them in MPI_Finalize; those that MPI was started by end it.
    finalize() {
      if (world !== undefined && core.is_active() && !isForeign) compare(world, 'finalize()')
      core.finalize()
    },
  }
  const communicators: Partial<MpiNative> = {
    comm_world() {
      world ??= adopt(core.comm_world())
      return world
    },
    comm_dup(comm) {
      compare(comm, 'dup()')
      return adopt(core.comm_dup(comm))
    },
    comm_split(comm, colour, key) {
      compare(comm, 'split()')
      return adopt(core.comm_split(comm, colour, key))
    },
    comm_create_group(comm, ranks, tag) {
      return adopt(core.comm_create_group(comm, ranks, tag))
    },
    comm_free(comm) {
      const ledger = ledgers.get(comm)
      if (ledger !== undefined && comm !== world && core.is_active()) {
        ledger.compare('free()')
        ledger.free()
        ledgers.delete(comm)
      }
      core.comm_free(comm)
    },
    cart_create(comm, dims, periods, reorder) {
      compare(comm, `createCart([${dims}], periodic [${periods}]${reorder ? ', reorder' : ''})`)
      return adopt(core.cart_create(comm, dims, periods, reorder))
    },
    cart_sub(comm, keep) {
      compare(comm, `sub([${keep}])`)
      return adopt(core.cart_sub(comm, keep))
    },
    dist_graph_create_adjacent(comm, sources, destinations, sourceWeights, destinationWeights, reorder) {
      compare(comm, `createDistGraphAdjacent(${sourceWeights === null ? '' : 'weights'})`)
      return adopt(core.dist_graph_create_adjacent(comm, sources, destinations, sourceWeights, destinationWeights, reorder))
    },
    repeated_allgather(comm, send, receive) {
      const repeated = core.repeated_allgather(comm, send, receive)
      return () => {
        compare(comm, `allgather(${send.length} uint8)`)
        repeated()
      }
    },
    repeated_bcast(comm, data) {
      const repeated = core.repeated_bcast(comm, data)
      return (root) => {
        compare(comm, `bcast(${data.length} uint8 root ${root})`)
        repeated(root)
      }
    },
    combine_states(comm, reduction, state, count, root) {
      compare(comm, `combineStates(${count} of reduction ${reduction}${root === -1 ? '' : ` root ${root}`})`)
      core.combine_states(comm, reduction, state, count, root)
    },
    combine_agreed(comm, reduction, state, count, failed) {
      compare(comm, `combineAgreed(${count} of reduction ${reduction})`)
      return core.combine_agreed(comm, reduction, state, count, failed)
    },
    reduce_pairs(comm, values, indices, outValues, outIndices, count, dtype, larger, root) {
      const op = larger ? 'maxloc' : 'minloc'
      compare(
        comm,
        `${root === -1 ? 'allreduceLoc' : 'reduceLoc'}(${count} ${dtypeOfCode(dtype)} op ${op}${root === -1 ? '' : ` root ${root}`})`,
      )
      core.reduce_pairs(comm, values, indices, outValues, outIndices, count, dtype, larger, root)
    },
  }
  const requests: Partial<MpiNative> = {
    request_test(request) {
      if (comparisons.get(request)?.test() === false) return false
      return core.request_test(request)
    },
    request_wait(request) {
      comparisons.get(request)?.wait()
      core.request_wait(request)
    },
    request_waitany(list) {
      if (!list.some((request) => comparisons.has(request))) return core.request_waitany(list)
      for (;;) {
        const done = list.findIndex((request) => requests.request_test!(request))
        if (done !== -1) return done
      }
    },
  }

  type Form = (comm: CommHandle, ...args: unknown[]) => unknown
  const forms: Record<string, Form> = {}
  for (const name of Object.keys(twoForms) as TwoForms[]) {
    const terms = twoForms[name]
    const blocking = core[name] as Form
    forms[name] = (comm, ...args) => {
      compare(comm, tellCall(name, terms, args))
      return blocking(comm, ...args)
    }
    const starting = core[`i${name}`] as Form
    forms[`i${name}`] = (comm, ...args) => {
      const comparison = ledgerOf(comm)?.start(tellCall(`i${name}`, terms, args))
      const request = starting(comm, ...args) as RequestHandle
      if (comparison) comparisons.set(request, comparison)
      return request
    }
  }
  return { ...core, ...environment, ...communicators, ...requests, ...forms, check: { compare } }
}
