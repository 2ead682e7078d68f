/* A program that does not close its context: `node forgotten-close-child.js launch|connect <what it does>`. */
import { Context } from '../../cluster/context.js'

const [, , mode, what = ''] = process.argv
const ctx = mode === 'connect' ? await Context.connect() : await Context.launch({ engines: 2 })
const status = await ctx.memory()
const [file] = (await ctx.apply(() => process.env.DISTARRAY_ENGINE)) as string[]
const a = ctx.fromFunction((i) => i, [8])

const programs: Readonly<Record<string, () => Promise<unknown>>> = {
  async arrays() {
    return await a.get([3])
  },
  async logs() {
    ctx.register(async function late() {
      await new Promise((resolve) => setTimeout(resolve, 500))
      console.log('late')
    })()
  },
  async listens() {
    for (const event of ['engine-lost', 'log', 'progress'] as const) ctx.on(event, () => {})
  },
  // More than an engine may have at once.
  async commands() {
    const count = ctx.register(function count() {
      const here = globalThis as { counted?: number }
      here.counted = (here.counted ?? 0) + 1
    })
    for (let k = 0; k < 10_000; k++) count()
    ctx.register(function tell() {
      console.log('counted', (globalThis as { counted?: number }).counted)
    })()
  },
  async restarts() {
    await ctx.restart()
    return ctx.ones([4]).get([1])
  },
  async awaits() {
    return await ctx.apply(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      return 'waited'
    })
  },
  async fails() {
    ctx.register(function failing() {
      throw new RangeError('it fails')
    })()
  },
  async exits() {
    process.exit(3)
  },
  async throws() {
    throw new TypeError('uncaught')
  },
  // The program itself waits for something else meanwhile.
  async killed() {
    const timer = setTimeout(() => {}, 10_000)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const start = Date.now()
    ctx.on('engine-lost', ({ engine }) => {
      console.log('lost', engine, Date.now() - start)
      clearTimeout(timer)
    })
    process.kill(status[1]!.pid, 'SIGKILL')
  },
}

console.log('engines', file, status.map(({ pid }) => pid).join(' '))
const result = await programs[what]!()
const before = Date.now()
process.on('exit', () => console.log('ended after', Date.now() - before))
console.log('result', result)
