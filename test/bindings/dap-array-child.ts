// A process of its own for what garbage collection does to a DapArray; see dap-array-memory.test.ts. Prints 'ok'.
import assert from 'node:assert/strict'
import { Block } from '../../bindings/block.js'
import { DapArray } from '../../bindings/dap-array.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { native } from '../../bindings/native.js'
import { collectUntil, memoryAt } from '../support/memory.js'

const over = (data: Float64Array) => ({
  __distarray__: () => ({ __version__: '0.10.0', buffer: { data, shape: [data.length], strides: [8], format: 'd' }, dim_data: [{}] }),
})

const checks: Record<string, () => Promise<void>> = {
  async 'dropped-dap-array'() {
    const block = Block.allocate(8000)
    for (let i = 0; i < 100; i++) DapArray.from(over(new Float64Array(block.buffer)))
    block.free()
    assert.equal(memoryStatistics().liveBytes, 8000)
    await collectUntil(() => memoryStatistics().liveBytes === 0)
  },

  async pressure() {
    const bytes = 32_000_000 // never touched, so the system provides none of it
    let peak = 0
    for (let i = 0; i < 300; i++) {
      const block = Block.allocate(bytes)
      DapArray.from(over(new Float64Array(block.buffer)))
      block.free()
      await new Promise(setImmediate) // no collection is asked for
      peak = Math.max(peak, memoryStatistics().liveBytes)
    }
    assert.ok(peak < 80 * bytes, `${peak / bytes} blocks waited for the collector`)
  },

  async 'dropped-everything'() {
    // Only the native handles stay, as when a solver's vector has them.
    const handles = [over(new Float64Array(100_000).fill(6)), over(new Float64Array(Block.allocate(800_000).buffer).fill(6))].map(
      (producer) => DapArray.from(producer).handle,
    )
    for (let i = 0; i < 5; i++) {
      await collectUntil(() => true)
      Block.allocate(800_000).free()
      new Float64Array(new Float64Array(100_000).fill(i))
    }
    for (const handle of handles) {
      const { data } = native().dap_array_describe(handle)
      assert.ok(new Float64Array(memoryAt(data, 800_000)).every((x) => x === 6))
      native().dap_array_release(handle)
    }
    await collectUntil(() => memoryStatistics().liveBytes === 0)
  },
}

await checks[process.argv[2]!]!()
process.stdout.write('ok\n')
