// Memory for a moment: large pieces are blocks, which go back to the pool; ordinary memory is left alone.
import t from 'tap'
import { memoryStatistics } from '../../bindings/memory.js'
import { giveBack, temporaryBytes, unsetBytes } from '../../bindings/temporary.js'

const large = 2 ** 20
const small = large - 1

t.test('large memory goes back to the pool', async (t) => {
  const before = memoryStatistics()
  const bytes = temporaryBytes(large)
  t.equal(bytes.length, large)
  t.equal(bytes.buffer.byteLength, large, 'all of its buffer')
  t.equal(memoryStatistics().liveBytes - before.liveBytes, large)
  const numbers = new Float64Array(bytes.buffer, 8)
  giveBack(numbers)
  t.equal(bytes.length, 0)
  t.equal(numbers.length, 0)
  t.equal(memoryStatistics().liveBytes, before.liveBytes)
  giveBack(bytes)
  const hits = memoryStatistics().poolHits
  giveBack(temporaryBytes(large))
  t.equal(memoryStatistics().poolHits, hits + 1)
})

t.test('other memory is left alone', async (t) => {
  for (const bytes of [
    temporaryBytes(small),
    temporaryBytes(0),
    unsetBytes(large),
    unsetBytes(small),
    unsetBytes(0),
    new Uint8Array(large),
  ]) {
    const { length } = bytes
    t.equal(bytes.buffer.byteLength, length)
    giveBack(bytes)
    t.equal(bytes.length, length)
    bytes.fill(1)
  }
})

t.test('memory that is not given back is collected', async (t) => {
  const before = memoryStatistics().liveBytes
  let peak = 0
  for (let i = 0; i < 64; i++) {
    temporaryBytes(16 * large).fill(1)
    await new Promise((resolve) => setImmediate(resolve))
    peak = Math.max(peak, memoryStatistics().liveBytes - before)
  }
  t.ok(peak < 48 * 16 * large, `${peak} bytes at most of ${64 * 16 * large}`)
})
