import { KeepAlive } from '../keep-alive.js'
import { ClientTransport } from './client-transport.js'
import { linkWithin } from './link.js'
import { type ClusterOptions, RunningCluster } from './running-cluster.js'

/** Milliseconds in which the engines have to be there. */
const startMilliseconds = 30_000

/**
 * Start engines for this process alone and connect to them; they end with the transport, or with this process.
 *
 * Not collective.
 *
 * @throws {BackendLoadError} No mpiexec is installed.
 * @throws {ContextError}     The engines do not come up; the message says why.
 */
export async function launchTransport(options: ClusterOptions): Promise<ClientTransport> {
  const keepAlive = new KeepAlive()
  const start = (): Promise<RunningCluster> => keepAlive.during(RunningCluster.start({ ...options, keepAlive }))
  let cluster = await start()
  try {
    return await ClientTransport.open({
      mode: 'launch',
      link: linkWithin(cluster.controller),
      keepAlive,
      welcomeMilliseconds: startMilliseconds,
      remedy: "What the engines said is above; 'mpiexec -n 2 hostname' shows whether MPI works here.",
      relaunch: async () => {
        await cluster.stop()
        cluster = await start()
        return linkWithin(cluster.controller)
      },
      onClose: () => cluster.stop(),
    })
  } catch (error) {
    await keepAlive.during(cluster.stop())
    throw error
  }
}
