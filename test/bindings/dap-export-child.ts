// A process of its own for what garbage collection does to exports of C structs; see dap-export-memory.test.ts. Prints 'ok'.
import assert from 'node:assert/strict'
import { Block } from '../../bindings/block.js'
import { DapArray } from '../../bindings/dap-array.js'
import { exportOf } from '../../bindings/dap-export.js'
import { fromDLPack, toDLPack } from '../../bindings/dlpack.js'
import { memoryStatistics } from '../../bindings/memory.js'
import type { StridedBuffer } from '../../protocol/buffer.js'
import type { IndexArray } from '../../protocol/dim-data.js'
import { importArray } from '../../protocol/import.js'
import { dapProducer } from '../support/dap-producer.js'
import { collectUntil } from '../support/memory.js'

const producer = dapProducer()
const over = (data: Float64Array, more: object = {}) => ({
  __version__: '0.10.0',
  buffer: { data, shape: [data.length], strides: [8], format: 'd' },
  dim_data: [{}],
  ...more,
})
const viewOf = (exported: { buffer: unknown }) => (exported.buffer as StridedBuffer).data as Float64Array
/** Several collections, with turns for the finalizers between them. */
const collect = async () => {
  for (let i = 0; i < 5; i++) await collectUntil(() => true)
}

/** How many registered objects were collected. */
const collected = { count: 0 }
const registry = new FinalizationRegistry(() => {
  collected.count++
})

const checks: Record<string, () => Promise<void>> = {
  async 'view-keeps-memory'() {
    // Only the typed array stays.
    let view: Float64Array | undefined = viewOf(importArray(exportOf(producer.make('whole'))))
    registry.register(view.buffer, undefined)
    await collect()
    assert.equal(producer.released_count(), 0)
    assert.equal(collected.count, 0)
    assert.equal(view[23], 23)
    view = undefined
    await collectUntil(() => producer.released_count() === 1 && collected.count === 1)
    await collect()
    assert.equal(producer.released_count(), 1)
  },

  async 'last-of-several'() {
    let indices: IndexArray | undefined = (() => {
      const dim = importArray(exportOf(producer.make('narrow'))).dimData[1]
      return dim?.dist_type === 'u' ? dim.indices : undefined
    })()
    await collect()
    assert.equal(producer.released_count(), 0, 'the indices keep the whole struct')
    assert.deepEqual([...indices!], [7, -2, 900])
    indices = undefined
    await collectUntil(() => producer.released_count() === 1)
    await collect()
    assert.equal(producer.released_count(), 1)
  },

  async 'many-once-each'() {
    for (let i = 0; i < 1000; i++) {
      importArray(exportOf(producer.make(['whole', 'narrow', 'empty', 'reversed'][i % 4]!)))
      producer.make('whole') // a handle that nobody turns into an export
      if (i % 100 === 99) await new Promise(setImmediate)
    }
    await collectUntil(() => producer.released_count() === 2000)
    await collect()
    assert.equal(producer.released_count(), 2000)
  },

  async 'block-memory-returns'() {
    const block = Block.allocate(800)
    let view: Float64Array | undefined = (() => {
      const dap = DapArray.from(over(new Float64Array(block.buffer).fill(6)))
      block.free()
      return viewOf(exportOf(dap.handle))
    })()
    await collect()
    assert.equal(memoryStatistics().liveBytes, 800)
    Block.allocate(800).free()
    assert.ok(view.every((x) => x === 6))
    view = undefined
    await collectUntil(() => memoryStatistics().liveBytes === 0)
  },

  async 'consumer-keeps-producer'() {
    // A consumer in C++ has the struct; of JavaScript nothing is left. The keep_alive object must stay.
    ;(() => {
      const owner = { is: 'the owner' }
      registry.register(owner, undefined)
      const dap = DapArray.from(over(new Float64Array(100).fill(3), { __extension__: { keep_alive: owner } }))
      producer.take(dap.handle)
      dap.free() // an empty handle: the struct was moved
    })()
    await collect()
    assert.equal(collected.count, 0)
    producer.drop()
    await collectUntil(() => collected.count === 1)
  },

  async 'dlpack-once'() {
    let view: Float64Array | undefined = viewOf(fromDLPack(producer.tensor('', true)))
    await collect()
    assert.equal(producer.deleted_count(), 0)
    assert.equal(view.length, 6)
    view = undefined
    await collectUntil(() => producer.deleted_count() === 1)
    producer.tensor('', false) // nobody takes it
    await collectUntil(() => producer.deleted_count() === 2)
    for (let i = 0; i < 100; i++) fromDLPack(toDLPack(exportOf(producer.make('whole'))))
    await collectUntil(() => producer.released_count() === 100)
    await collect()
    assert.equal(producer.released_count(), 100)
    assert.equal(producer.deleted_count(), 2)
  },
}

await checks[process.argv[2]!]!()
process.stdout.write('ok\n')
