import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { ClusterStatus } from '../cluster/zeromq/client-transport.js'
import { connectTransport } from '../cluster/zeromq/connect-transport.js'
import { type Connection, clusterPath, readConnection } from '../cluster/zeromq/connection-file.js'
import { type DaemonSettings, startDaemon } from '../cluster/zeromq/daemon-start.js'
import { stopDaemon } from '../cluster/zeromq/daemon-stop.js'
import { expected } from '../protocol/errors.js'
import { type Command, UsageError } from './command.js'

const options = {
  engines: { type: 'string', short: 'n' },
  name: { type: 'string', default: 'default' },
  port: { type: 'string', short: 'p' },
  address: { type: 'string' },
  hostfile: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** `distarray cluster`: clusters that outlive their clients. */
export const cluster: Command = {
  name: 'cluster',
  summary: 'start, stop and look at engines that outlive a program',
  help: `Usage: distarray cluster start [-n <engines>] [options]
       distarray cluster stop | restart | status | clear [--name <name>]

Engines that programs connect to with Context.connect(), and that stay when
these end.

  start     start engines and wait until they are ready
  stop      end a cluster and everything in it
  restart   stop, and start with the same options or those that are given
  status    show engines, memory, arrays and uptime
  clear     drop every array, function and variable of every client

  -n, --engines <n>     number of engines (default: the number of cores)
      --name <name>     name of the cluster (default: default)
  -p, --port <port>     port at which clients connect (default: any that is free)
      --address <ip>    address to listen at (default: 127.0.0.1, where only
                        programs of this machine get to)
      --hostfile <file> machines to run on, in the format of mpiexec
  -h, --help            show this help

Whoever can read the connection file, in ~/.distarray/clusters, can use the
cluster; only you can. What the engines and the controller have to say is in
the .log file beside it.

Environment:
  DISTARRAY_HOME        another folder than ~/.distarray
  DISTARRAY_MPIEXEC     the MPI launcher to use instead of mpiexec
`,
  async run(args) {
    const { values, positionals } = parse(args)
    if (values.help) {
      process.stdout.write(cluster.help)
      return 0
    }
    const [action, ...rest] = positionals
    const names = Object.keys(actions).join(', ')
    if (action === undefined || !Object.hasOwn(actions, action))
      throw new UsageError(`Expected one of ${names} but received ${action ?? 'nothing'}`)
    if (rest.length > 0) throw new UsageError(`Expected nothing after '${action}' but received '${rest.join(' ')}'`)
    clusterPath(values.name, 'json')
    await actions[action as keyof typeof actions](values)
    return 0
  },
}

type Values = ReturnType<typeof parse>['values']

const actions = {
  async start(values: Values): Promise<void> {
    await start({ engines: availableParallelism(), address: '127.0.0.1', port: 0, ...given(values), name: values.name })
  },
  async stop({ name }: Values): Promise<void> {
    await stopDaemon(readConnection(name))
    process.stdout.write(`The cluster '${name}' has ended\n`)
  },
  async restart(values: Values): Promise<void> {
    const running = readConnection(values.name)
    const settings = { ...settingsOf(running), ...given(values) }
    await stopDaemon(running)
    await start(settings)
  },
  async status({ name }: Values): Promise<void> {
    const client = await connectTransport(name)
    try {
      process.stdout.write(describe(readConnection(name), await client.clusterStatus()))
    } finally {
      await client.close()
    }
  },
  async clear({ name }: Values): Promise<void> {
    const client = await connectTransport(name)
    await client.clear()
    await client.close()
    process.stdout.write(`Everything in the cluster '${name}' is dropped\n`)
  },
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** The settings that the command line has. */
function given({ engines, port, address, hostfile }: Values): Partial<DaemonSettings> {
  return {
    ...(engines !== undefined && { engines: count(engines, '-n', 1, 2 ** 31 - 1) }),
    ...(port !== undefined && { port: count(port, '--port', 0, 65535) }),
    ...(address !== undefined && { address }),
    ...(hostfile !== undefined && { hostfile }),
  }
}

function count(text: string, name: string, low: number, high: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value < low || value > high) throw new UsageError(expected(`an integer in [${low}, ${high}]`, name, text))
  return value
}

function settingsOf({ name, engines, address, port, hostfile }: Connection): DaemonSettings {
  return { name, engines, address, port, ...(hostfile !== undefined && { hostfile }) }
}

async function start(settings: DaemonSettings): Promise<void> {
  const { name, engines } = settings
  await startDaemon(settings)
  const connect = name === 'default' ? 'Context.connect()' : `Context.connect('${name}')`
  process.stdout.write(`The cluster '${name}' runs, with ${engines} engine${engines === 1 ? '' : 's'}; connect with ${connect}\n`)
}

/** What `status` prints. */
function describe({ name, host, pid, endpoint, version }: Connection, { engines, sessions, uptimeSeconds }: ClusterStatus): string {
  const clients = sessions - 1 // without the one that asks
  const head = [
    `cluster '${name}' at ${endpoint}, controller ${pid} on ${host}, distarray ${version}`,
    `up ${duration(uptimeSeconds)}, ${clients} client${clients === 1 ? '' : 's'} connected`,
  ]
  const rows = engines.map((engine) => [
    String(engine.engine),
    engine.host,
    String(engine.pid),
    String(engine.arrays),
    bytes(engine.liveBytes),
    bytes(engine.availableBytes),
    engine.isSilent ? 'silent' : duration(engine.uptimeSeconds),
  ])
  return `${[...head, ...table([['engine', 'host', 'pid', 'arrays', 'memory', 'available', 'uptime'], ...rows])].join('\n')}\n`
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '))
}

function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10))
  return `${power === 0 ? count : (count / 1024 ** power).toFixed(1)} ${units[power]}`
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds)
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min ${s} s` : `${s} s`
}
