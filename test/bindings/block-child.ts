// A process of its own for each of these checks on blocks; see block-pool.test.ts. Prints 'ok' when all hold.
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Block } from '../../bindings/block.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { collectUntil, memoryAt } from '../support/memory.js'

const isPoison = (bytes: Uint8Array) => bytes.every((x) => x === 0xff)

const checks: Record<string, () => void | Promise<void>> = {
  async collected() {
    for (let i = 0; i < 100; i++) Block.allocate(1000)
    assert.equal(memoryStatistics().liveBlocks, 100)
    await collectUntil(() => memoryStatistics().liveBlocks === 0)
    assert.equal(memoryStatistics().liveBytes, 0)
    assert.equal(memoryStatistics().collectedBuffers, 100)
    Block.allocate(1000).free()
    assert.equal(memoryStatistics().poolMisses, 100, 'returned memory is used again')
    await collectUntil(() => true)
    assert.equal(memoryStatistics().collectedBuffers, 100, 'a freed block is not collected')
  },

  async 'view-outlives-block'() {
    const view = new Float64Array(Block.allocate(8000).buffer).fill(3)
    for (let i = 0; i < 5; i++) await collectUntil(() => true)
    assert.equal(memoryStatistics().liveBlocks, 1)
    const other = new Float64Array(Block.allocate(8000).buffer).fill(4)
    assert.ok(view.every((x) => x === 3))
    assert.ok(other.every((x) => x === 4))
  },

  async 'tight-loop'() {
    const first = Block.allocate(4096)
    const { address } = first
    first.free()
    for (let i = 0; i < 100_000; i++) {
      const block = Block.allocate(4096)
      const view = new Float64Array(block.buffer)
      view.fill(i)
      if (i % 1000 === 0) {
        assert.equal(block.address, address)
        globalThis.gc!()
        assert.ok(view.every((x) => x === i))
      }
      block.free()
      assert.equal(view.length, 0)
      if (i % 10_000 === 0) await delay(1) // finalizers of the detached buffers run here
    }
    await delay(10)
    const last = Block.allocate(4096)
    assert.equal(last.address, address)
    const view = new Float64Array(last.buffer).fill(1)
    await collectUntil(() => true)
    assert.ok(view.every((x) => x === 1))
    assert.equal(memoryStatistics().liveBlocks, 1)
  },

  async worker() {
    const file = fileURLToPath(new URL('../exit/worker.js', import.meta.url))
    const mine = Block.allocate(512)
    for (const argv of [[], ['stay']]) {
      const worker = new Worker(file, { argv })
      if (argv.length > 0) {
        await new Promise((resolve) => worker.once('message', resolve))
        assert.equal(memoryStatistics().liveBytes, 512 + 4096)
        await worker.terminate()
      } else await new Promise((resolve) => worker.once('exit', resolve))
      assert.equal(memoryStatistics().liveBytes, 512)
    }
    assert.equal(mine.buffer.byteLength, 512)
  },

  limit() {
    const blocks = Array.from({ length: 20 }, () => Block.allocate(100_000))
    const addresses = blocks.map(({ address }) => address)
    const huge = Block.allocate(2_000_000)
    for (const block of blocks) block.free()
    huge.free()
    const { pooledBytes, poolLimit, liveBytes } = memoryStatistics()
    assert.equal(poolLimit, 1_000_000)
    assert.equal(liveBytes, 0)
    assert.ok(pooledBytes > 800_000 && pooledBytes <= poolLimit, String(pooledBytes))
    assert.equal(Block.allocate(100_000).address, addresses.at(-1))
  },

  poison() {
    for (const bytes of [8, 1000, 2 ** 21]) {
      const block = Block.allocate(bytes)
      const { address } = block
      assert.ok(new Float64Array(block.buffer, 0, Math.floor(bytes / 8)).every(Number.isNaN))
      assert.ok(new Float32Array(block.buffer, 0, Math.floor(bytes / 4)).every(Number.isNaN))
      new Uint8Array(block.buffer).fill(1)
      block.free()
      assert.ok(isPoison(new Uint8Array(memoryAt(address, bytes))))
      const zeroed = Block.allocate(bytes, { zero: true })
      assert.equal(zeroed.address, address)
      assert.ok(new Uint8Array(zeroed.buffer).every((x) => x === 0))
      zeroed.free()
      const again = Block.allocate(bytes)
      assert.ok(isPoison(new Uint8Array(again.buffer)))
    }
  },

  'no-poison'() {
    const block = Block.allocate(1000)
    new Uint8Array(block.buffer).fill(5)
    block.free()
    assert.ok(new Uint8Array(Block.allocate(1000).buffer).every((x) => x === 5))
  },
}

await checks[process.argv[2]!]!()
process.stdout.write('ok\n')
