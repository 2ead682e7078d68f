/* A program that is stopped by Ctrl-C twice: in a call, which it survives, and while it sleeps, which ends it. */
import { Context } from '../../cluster/context.js'

const ctx = await Context.launch({ engines: 2 })
const a = ctx.ones([4])
const endless = ctx.apply(() => {
  for (;;);
})
console.log('computing')
await endless.catch((error: Error) => console.log(error.name))
console.log(`still ${(await a.toArray()).data.join(' ')}`)
const stuck = ctx.apply(() => new Promise(() => {}))
console.log('waiting')
await stuck.catch((error: Error) => console.log(error.name))
console.log('sleeping')
setInterval(() => {}, 1000)
