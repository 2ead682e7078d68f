// The process of leak.test.ts: runs its cycles, checks that nothing is left, prints how much the resident size grew.
import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { Block } from '../bindings/block.js'
import { DapArray } from '../bindings/dap-array.js'
import { memoryStatistics } from '../bindings/memory.js'
import { Distribution, exportArray } from '../protocol/index.js'
import { collectUntil } from './support/memory.js'

const cycles = 10_000
const shape = [64, 48]
const distribution = Distribution.from(shape, {
  dist: 'bu',
  grid: [2, 1],
  ranks: 2,
  indices: { 1: [Int32Array.from({ length: 48 }, (_, i) => i)] },
})
const extents = distribution.localShape(1)
const bytes = extents[0]! * extents[1]! * 8
const mode = process.argv[2]

function cycle(i: number): void {
  const block = Block.allocate(bytes)
  const data = new Float64Array(block.buffer).fill(i)
  const producer = { __distarray__: () => exportArray({ data, dtype: 'float64', distribution, rank: 1 }) }
  if (mode === 'refused') {
    const wrong = { __distarray__: () => ({ ...producer.__distarray__(), dim_data: [{}] }) }
    assert.throws(() => DapArray.from(wrong), { code: 'ERR_PROTOCOL' })
    block.free()
    return
  }
  const dap = DapArray.from(producer)
  assert.equal(dap.imported.shape.length, 2)
  if (mode === 'collected') return
  if (mode === 'block-first') block.free()
  dap.free()
  block.free()
}

async function run(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    cycle(i)
    if (mode !== 'freed' && i % 100 === 99) await turn() // collected objects let go between turns
  }
}

const isEmpty = () => memoryStatistics().liveBytes === 0 && memoryStatistics().liveBlocks === 0
async function settle(): Promise<number> {
  await collectUntil(isEmpty)
  for (let i = 0; i < 5; i++) await collectUntil(isEmpty)
  return process.memoryUsage.rss()
}

// The engine's own heap grows to its working size first, and its pages come and go by about 1 MB. A leak shows in every
// round: one lost block per cycle as 120 MB, one lost dap_array and what it points to as 5 MB.
await run(cycles)
let before = await settle()
const misses = memoryStatistics().poolMisses
const growths: number[] = []
for (let round = 0; round < 5; round++) {
  await run(cycles)
  if (mode === 'freed' || mode === 'refused') assert.ok(isEmpty(), 'freed means freed at once')
  const after = await settle()
  growths.push(after - before)
  before = after
}
if (mode !== 'collected') assert.equal(memoryStatistics().poolMisses, misses, 'all memory came from the pool')
const growth = growths.sort((a, b) => a - b)[2]! // the median
assert.ok(growth < 1_000_000, `${growths.join(', ')} bytes more resident after ${cycles} cycles each`)
process.stdout.write(`resident growth: ${Math.round(growth / 1024)} kB\n`)
