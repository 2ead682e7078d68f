import { ContextError } from '../../array/errors.js'
import { world } from '../../bindings/communicator.js'
import { beforeFinalize } from '../../bindings/exit.js'
import { serve } from './engine.js'
import { MpiLink } from './link.js'
import { MpiTransport } from './mpi-transport.js'

let isStarted = false

/**
 * Make rank 0 of an MPI job the client of the other ranks, which become engines: engine r is rank r + 1.
 *
 * Collective over all ranks of the job, once.
 *
 * @returns On rank 0. The other ranks do not come back from here: they serve until the client closes, then their processes end.
 * @throws {ContextError} The job has one rank, or this was called before; on all ranks that call it.
 */
export async function mpiTransport(): Promise<MpiTransport> {
  if (isStarted)
    throw new ContextError('The ranks of this MPI job are or were the engines of another context, which ended them; start the job again')
  const comm = world()
  if (comm.size === 1)
    throw new ContextError(
      'Expected at least 2 ranks, a client and an engine, but this job has 1. Start the program with "distarray run -n 5" for 4 engines, ' +
        'or use Context.launch() or Context.spmd()',
    )
  isStarted = true
  const link = comm.dup()
  const watch = comm.dup()
  const engines = comm.split(comm.rank === 0 ? null : 0)
  if (engines !== null) return await serve({ engines, link, watch })
  const transport = new MpiTransport({ link: new MpiLink(link), watchLink: new MpiLink(watch), engines: comm.size - 1 })
  beforeFinalize(() => transport.closeNow())
  return transport
}
