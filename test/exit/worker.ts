// A Worker that uses native memory and ends in the way its argument names; see rank.ts.
import { parentPort } from 'node:worker_threads'
import { Block } from '../../bindings/block.js'

const block = Block.allocate(4096)
new Float64Array(block.buffer).fill(1)
const how = process.argv[2]
if (how === 'throw') throw new Error('thrown in a worker')
if (how === 'stay') setInterval(() => parentPort?.postMessage(block.byteLength), 10)
