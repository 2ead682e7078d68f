// A rank that ends in the way its first argument names; the second is the rank that does it. See exit.test.ts.
import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Block } from '../../bindings/block.js'
import { world } from '../../bindings/communicator.js'
import { beforeFinalize } from '../../bindings/exit.js'
import { native } from '../../bindings/native.js'

const [how = '', who = '0'] = process.argv.slice(2)
const launchedRank = process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK ?? '0'
if (how === 'throw-before-start' && launchedRank === who) throw new Error('before MPI starts')

const comm = world()
// The test counts the seconds to the end of the job from here: how long MPI takes to start is not its subject.
appendFileSync(process.env.EXIT_TEST_CLOCK ?? '/dev/null', `${Date.now()}\n`)
const chosen = comm.rank === Number(who)
const say = (text: string) => process.stdout.write(`${text}\n`)

/** What the chosen rank does while the others wait for it in a barrier. */
const failures: Record<string, () => void | Promise<void>> = {
  throw: () => {
    throw new RangeError('thrown by the test', { cause: new Error('the cause') })
  },
  'throw-in-callback': async () => {
    setTimeout(() => {
      throw new Error('thrown in a callback')
    }, 50)
    await delay(10_000)
  },
  rejection: async () => {
    setTimeout(() => void Promise.reject(new TypeError('late rejection')), 100)
    await delay(10_000)
  },
  'syntax-error': async () => {
    await import(`data:text/javascript,${encodeURIComponent('let = 1')}`)
  },
  'throw-undefined': () => {
    throw undefined
  },
  'exit-3': () => process.exit(3),
  'exit-256': () => process.exit(256),
  'exit-code-5': () => {
    process.exitCode = 5
  },
  sigterm: () => kill('SIGTERM'),
  sigkill: () => kill('SIGKILL'),
  'failing-finalizer': () => {
    beforeFinalize(() => {
      throw new Error('the finalizer failed')
    })
  },
}

/** What every rank does. */
const endings: Record<string, () => void | Promise<void>> = {
  normal: () => {
    say('done')
  },
  'exit-0': () => process.exit(0),
  'throw-everywhere': () => {
    throw new Error('thrown by every rank')
  },
  finalizers: () => {
    beforeFinalize(() => say(`first registered, MPI is ${native().is_active() ? 'on' : 'off'}`))
    beforeFinalize(() => say('second registered'))
    process.on('exit', () => say(`MPI is ${native().is_active() ? 'on' : 'off'} afterwards`))
  },
  'forgotten-free': () => {
    Object.assign(globalThis, { kept: [Block.allocate(1 << 20), Block.allocate(100)] })
    Block.allocate(1 << 16)
  },
  worker: async () => {
    const worker = new Worker(fileURLToPath(new URL('./worker.js', import.meta.url)))
    await new Promise((resolve) => worker.once('exit', resolve))
    const stuck = new Worker(fileURLToPath(new URL('./worker.js', import.meta.url)), { argv: ['stay'] })
    await new Promise((resolve) => stuck.once('message', resolve))
    await stuck.terminate()
    comm.barrier()
    say(`still ${native().is_active() ? 'on' : 'off'}`)
  },
  'worker-throws': async () => {
    const worker = new Worker(fileURLToPath(new URL('./worker.js', import.meta.url)), { argv: ['throw'] })
    await new Promise((resolve) => worker.once('exit', resolve))
  },
  'handled-by-the-app': async () => {
    process.on('uncaughtException', (error) => say(`handled: ${error.message}`))
    setTimeout(() => {
      throw new Error('the app knows')
    }, 10)
    await delay(100)
  },
  'wait-in-barrier': () => {
    say('waiting')
    if (comm.rank === 0) spin()
    comm.barrier()
  },
  'wait-idle': async () => {
    say('waiting')
    await delay(60_000)
  },
  echo: async () => {
    if (comm.rank === 0) for await (const piece of process.stdin) process.stdout.write(piece)
    comm.barrier()
    process.stderr.write(`arguments: ${JSON.stringify(process.argv.slice(3))}\n`)
  },
}

async function kill(signal: NodeJS.Signals): Promise<void> {
  process.kill(process.pid, signal)
  await delay(10_000)
}

/** Busy without ever yielding, as a long computation is. */
function spin(): void {
  const end = Date.now() + 60_000
  while (Date.now() < end);
}

const ending = endings[how]
if (ending) await ending()
else if (chosen) await failures[how]?.()
else if (how !== 'failing-finalizer' && how !== 'exit-code-5') comm.barrier()
