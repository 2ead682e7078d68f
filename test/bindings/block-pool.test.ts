// What happens to the memory of blocks: reuse without page faults, accounting, garbage collection, debug mode.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { memoryStatistics, trim } from '../../bindings/memory.js'
import { runProcess } from '../support/mpi-test.js'

t.test('freed memory serves the next block of its size, without page faults', (t) => {
  const bytes = 3 * 2 ** 20
  const rounds = 20
  const touch = () => {
    const block = Block.allocate(bytes)
    const { address } = block
    const view = new Uint8Array(block.buffer)
    for (let i = 0; i < bytes; i += 4096) view[i] = 1
    block.free()
    return address
  }
  const faultsOf = (round: () => void) => {
    const before = process.resourceUsage().minorPageFault
    for (let i = 0; i < rounds; i++) round()
    return process.resourceUsage().minorPageFault - before
  }
  const address = touch()
  const before = memoryStatistics()
  const reused = faultsOf(() => t.equal(touch(), address, 'the same memory'))
  const after = memoryStatistics()
  t.equal(after.poolHits - before.poolHits, rounds)
  t.equal(after.poolMisses, before.poolMisses)
  const fresh = faultsOf(() => {
    trim()
    touch()
  })
  const pages = (rounds * bytes) / 4096
  t.ok(fresh > pages / 2, `fresh memory faults: ${fresh} for ${pages} pages`)
  // The address sanitizer poisons what is freed in its shadow memory, an eighth of the size, which faults in as well.
  const shadow = process.env.DISTARRAY_BUILD_TYPE === 'Asan' ? pages / 8 : 0
  t.ok(reused < pages / 10 + shadow, `reused memory does not: ${reused}`)
  t.end()
})

t.test('statistics count what is live, its peak, and what waits', (t) => {
  trim()
  const before = memoryStatistics()
  const a = Block.allocate(1000)
  const b = Block.allocate(5_000_000)
  const during = memoryStatistics()
  t.equal(during.liveBytes - before.liveBytes, 5_001_000)
  t.equal(during.liveBlocks - before.liveBlocks, 2)
  t.ok(during.peakBytes >= during.liveBytes)
  t.equal(during.pooledBytes, 0)
  a.free()
  b.free()
  const after = memoryStatistics()
  t.equal(after.liveBytes, before.liveBytes)
  t.equal(after.liveBlocks, before.liveBlocks)
  t.equal(after.peakBytes, during.peakBytes)
  t.ok(after.pooledBytes >= 5_001_000 && after.pooledBytes < 1.3 * 5_001_000, `${after.pooledBytes} bytes wait`)
  t.ok(after.pooledBytes <= after.poolLimit)
  trim()
  t.equal(memoryStatistics().pooledBytes, 0)
  t.end()
})

t.test('the engine counts a block while its buffer is attached', (t) => {
  const bytes = 50_000_000
  const external = () => process.memoryUsage().external
  const before = external()
  const block = Block.allocate(bytes)
  t.ok(Math.abs(external() - before - bytes) < 1e6, 'once, not twice')
  block.free()
  t.ok(Math.abs(external() - before) < 1e6)
  t.end()
})

const child = (mode: string, env: Record<string, string> = {}) =>
  runProcess(process.execPath, ['--expose-gc', fileURLToPath(new URL('./block-child.js', import.meta.url)), mode], { timeout: 60, env })

for (const [mode, what, env] of [
  ['collected', 'dropped blocks are returned by the garbage collector', {}],
  ['view-outlives-block', 'a view keeps the memory of a dropped block', {}],
  ['tight-loop', 'the same memory in a new ArrayBuffer at once, many times, with collections between', {}],
  ['worker', 'a Worker that ends returns its blocks', {}],
  ['limit', 'the pool keeps no more than its limit, the latest', { DISTARRAY_POOL_BYTES: '1000000' }],
  ['poison', 'in debug mode fresh and freed memory holds NaNs', { DISTARRAY_CHECK: '1' }],
  ['no-poison', 'without debug mode reused memory is as it was left', {}],
] as const)
  t.test(what, async (t) => {
    const job = await child(mode, env)
    t.equal(job.code, 0, job.output)
    t.equal(job.output, 'ok\n')
  })
