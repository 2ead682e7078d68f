// Blocks: what JavaScript sees of one. Reuse, accounting and the end of memory are in block-pool.test.ts.
import { constants } from 'node:buffer'
import { totalmem } from 'node:os'
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { MemoryError } from '../../bindings/errors.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { native } from '../../bindings/native.js'
import { ArgumentError, UnsupportedError, UseAfterFreeError } from '../../protocol/errors.js'

const live = () => {
  const { liveBytes, liveBlocks } = memoryStatistics()
  return { liveBytes, liveBlocks }
}

t.test('every size is aligned, exact and writable to its last byte', (t) => {
  for (const bytes of [1, 7, 63, 64, 65, 100, 127, 128, 1000, 4096, 100_000, 2 ** 20 - 1, 2 ** 20, 3_000_001, 2 ** 22, 2 ** 24 + 1]) {
    const block = Block.allocate(bytes)
    const view = new Uint8Array(block.buffer)
    view[0] = 1
    view[bytes - 1] = 200
    t.equal(block.address % 64n, 0n, `${bytes} bytes are aligned`)
    t.not(block.address, 0n)
    t.equal(block.byteLength, bytes)
    t.equal(block.buffer.byteLength, bytes)
    t.equal(view.at(-1), 200)
    block.free()
  }
  t.end()
})

t.test('one block has one buffer', (t) => {
  const block = Block.allocate(80)
  t.equal(block.buffer, block.buffer)
  t.same(block.windows, [block.buffer])
  block.free()
  t.end()
})

t.test('two blocks share no byte', (t) => {
  const blocks = Array.from({ length: 50 }, (_, i) => Block.allocate(8 * (i + 1)))
  for (const [i, block] of blocks.entries()) new Float64Array(block.buffer).fill(i)
  for (const [i, block] of blocks.entries()) t.ok(new Float64Array(block.buffer).every((x) => x === i))
  for (const block of blocks) block.free()
  t.end()
})

t.test('zeroed memory is zero, new or reused', (t) => {
  for (const bytes of [8, 4096, 2 ** 21]) {
    const used = Block.allocate(bytes)
    new Uint8Array(used.buffer).fill(0xab)
    const { address } = used
    used.free()
    const zeroed = Block.allocate(bytes, { zero: true })
    t.equal(zeroed.address, address, 'the used memory comes back')
    t.ok(new Uint8Array(zeroed.buffer).every((x) => x === 0))
    const fresh = Block.allocate(bytes, { zero: true })
    t.ok(new Uint8Array(fresh.buffer).every((x) => x === 0))
    zeroed.free()
    fresh.free()
  }
  t.end()
})

t.test('free detaches at once, and only this block', (t) => {
  const before = live()
  const block = Block.allocate(800)
  const other = Block.allocate(800)
  const { buffer } = block
  const view = new Float64Array(buffer)
  t.equal(block.freed, false)
  block.free()
  t.equal(block.freed, true)
  t.equal(buffer.byteLength, 0)
  t.equal(view.length, 0)
  t.equal(other.buffer.byteLength, 800)
  t.equal(block.byteLength, 800, 'the size is still known')
  for (const use of [() => block.buffer, () => block.windows, () => block.address]) t.throws(use, UseAfterFreeError)
  const taken = Block.allocate(800)
  block.free()
  block[Symbol.dispose]()
  t.equal(taken.buffer.byteLength, 800, 'a second free does not touch the next owner of the memory')
  other.free()
  taken.free()
  t.same(live(), before)
  t.end()
})

t.test('using frees at the end of the scope', (t) => {
  let seen: Block
  {
    using block = Block.allocate(16)
    seen = block
    t.equal(block.freed, false)
  }
  t.equal(seen.freed, true)
  t.end()
})

t.test('a block of 0 bytes works like any other', (t) => {
  const before = live()
  const block = Block.allocate(0)
  t.equal(block.buffer.byteLength, 0)
  t.equal(new Float64Array(block.buffer).length, 0)
  t.equal(block.address, 0n)
  block.free()
  t.throws(() => block.buffer, UseAfterFreeError)
  t.same(live(), before)
  t.end()
})

t.test('bad sizes are refused by name', (t) => {
  for (const bytes of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    t.throws(() => Block.allocate(bytes), { constructor: ArgumentError, message: /non-negative integer for bytes but received/ })
  t.throws(() => Reflect.apply(Block.allocate, Block, ['8']), ArgumentError)
  t.end()
})

t.test('memory that does not exist is a typed error and leaves nothing behind', (t) => {
  const before = live()
  for (const bytes of [2 ** 48, 2 ** 52, Number.MAX_SAFE_INTEGER])
    t.throws(() => Block.allocate(bytes), { constructor: MemoryError, code: 'ERR_MEMORY', bytes })
  t.same(live(), before)
  t.end()
})

t.test('a block longer than one ArrayBuffer has windows', (t) => {
  const before = live()
  const bytes = 5 * 2 ** 30
  if (totalmem() < bytes) {
    t.throws(() => Block.allocate(bytes), MemoryError)
    t.end()
    return
  }
  const block = Block.allocate(bytes)
  const { windows } = block
  t.equal(windows.length, Math.ceil(bytes / constants.MAX_LENGTH))
  t.equal(
    windows.reduce((sum, { byteLength }) => sum + byteLength, 0),
    bytes,
  )
  if (windows.length > 1)
    t.throws(() => block.buffer, { constructor: UnsupportedError, message: /windows/, feature: /ArrayBuffer of more than/ })
  const last = new Uint8Array(windows.at(-1)!)
  last[last.length - 1] = 7
  t.equal(live().liveBytes, before.liveBytes + bytes)
  block.free()
  t.equal(last.length, 0)
  t.ok(windows.every(({ byteLength }) => byteLength === 0))
  t.same(live(), before)
  t.end()
})

t.test('a clone does not take the memory away', (t) => {
  const block = Block.allocate(64, { zero: true })
  try {
    const copy = structuredClone(block.buffer, { transfer: [block.buffer] })
    new Uint8Array(copy).fill(9) // Node.js 20 copies; later versions refuse
  } catch (error) {
    t.match(error, { name: 'DataCloneError' })
  }
  t.equal(block.buffer.byteLength, 64)
  t.ok(new Uint8Array(block.buffer).every((x) => x === 0))
  block.free()
  t.end()
})

t.test('only the buffer of a live block can be freed', (t) => {
  t.throws(() => native().block_free(new ArrayBuffer(8)), ArgumentError)
  t.end()
})

t.test('a block that nobody has seen', (t) => {
  const before = live()
  const block = Block._unseen(24, true)
  t.same(live(), { liveBytes: before.liveBytes + 24, liveBlocks: before.liveBlocks + 1 }, 'counts')
  t.equal(block.freed, false)
  t.equal(block.address % 64n, 0n)
  const [item, found] = [Uint8Array.of(1, 2, 3), new Uint8Array(4)]
  block._read(20, found)
  t.same([...found], [0, 0, 0, 0], 'zeros')
  block._fill(item)
  block._read(2, found)
  t.same([...found], [3, 1, 2, 3], 'copies of the item')
  t.throws(() => block._read(21, found), ArgumentError, 'beyond its end')
  t.throws(() => block._fill(new Uint8Array(5)), ArgumentError, 'no whole number of items')
  const { address, _memory: memory } = block
  t.not(memory, 0)
  t.equal(block._isUnseen, true)
  const bytes = new Uint8Array(block.buffer)
  t.equal(block._isUnseen, false)
  t.same([...bytes.subarray(0, 4)], [1, 2, 3, 1], 'is seen with its content')
  t.equal(block.address, address)
  t.equal(block._memory, memory)
  block.free()
  t.equal(bytes.length, 0, 'free() empties the view')
  t.equal(block._memory, 0)
  t.same(live(), before)
  const never = Block._unseen(24, false)
  never.free()
  never.free()
  t.equal(never.freed, true)
  t.equal(never._memory, 0)
  t.throws(() => never.buffer, UseAfterFreeError)
  t.throws(() => never.address, UseAfterFreeError)
  t.same(live(), before)
  t.equal(Block._unseen(0, true).buffer.byteLength, 0)
  t.end()
})
