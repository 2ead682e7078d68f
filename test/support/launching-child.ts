/* A program that launches engines and waits for its end. */
import { SmallController } from './small-controller.js'

const starting = SmallController.start(3)
setTimeout(() => console.log('starting'), 300)
await starting
console.log('ready')
setInterval(() => {}, 1000)
