import t from 'tap'
import { CyclicMap, Distribution } from '../../protocol/index.js'

const million = 1e6

t.test('10^6 processes and 10^12 elements take no memory and are answered exactly', async (t) => {
  const before = process.memoryUsage()
  const block = Distribution.from([million, million], { ranks: million, padding: [1, 2] })
  const cyclic = Distribution.from([million, million], { ranks: million, dist: 'cc', blockSizes: [7, 64] })
  const line = Distribution.from([1e12], { ranks: million })
  t.strictSame(block.gridShape, [1000, 1000])
  t.strictSame(block.ownShape(million - 1), [1000, 1000])
  t.strictSame(block.localShape(1001), [1002, 1004])
  t.strictSame(block.localShape(0), [1001, 1002])
  t.equal(block.ownerOf([999_999, 0]), 999_000)
  t.strictSame(block.globalToLocal(999_000, [999_999, 1001]), [1000, 1001])
  t.strictSame(block.localToGlobal(999_000, [0, 0]), [998_999, 0])

  t.equal(line.ownerOf([999_999_999_999]), 999_999)
  t.strictSame(line.localToGlobal(123_456, [654_321]), [123_456_654_321])
  t.strictSame(line.dimData(999_999)[0], {
    dist_type: 'b',
    size: 1e12,
    proc_grid_size: million,
    proc_grid_rank: 999_999,
    start: 999_999_000_000,
    stop: 1e12,
    padding: [0, 0],
    periodic: false,
  })

  // Index 999 999 is in block 142 857 of 7; 142 857 mod 1000 = 857; the block is 142 there, and its first index.
  t.equal(cyclic.coordsOf(cyclic.ownerOf([999_999, 0]))[0], 857)
  t.strictSame(cyclic.globalToLocal(857_000, [999_999, 0]), [142 * 7, 0])
  t.strictSame(cyclic.localToGlobal(857_000, [142 * 7, 0]), [999_999, 0])
  t.equal(cyclic.ownShape(857_000)[0], 142 * 7 + 1)

  const after = process.memoryUsage()
  const bytes = after.heapUsed - before.heapUsed + (after.arrayBuffers - before.arrayBuffers)
  t.ok(bytes < 4e6, `${bytes} bytes, less than 4 a process`)
})

t.test('own counts of a huge cyclic dimension sum to its size', async (t) => {
  const map = new CyclicMap(1e12 + 12_345, 9973, 4096)
  let sum = 0
  for (let rank = 0; rank < map.gridSize; rank++) sum += map.ownCount(rank)
  t.equal(sum, map.size)
})

t.test('the largest size is divided exactly', async (t) => {
  const size = Number.MAX_SAFE_INTEGER
  for (const ranks of [2, 3, 1000, 999_983]) {
    const { maps } = Distribution.from([size], { ranks })
    const last = maps[0]!.ownerOf(size - 1)
    t.equal(maps[0]!.localToGlobal(last, maps[0]!.globalToLocal(last, size - 1)), size - 1, `${ranks} ranks`)
    const cyclic = new CyclicMap(size, ranks, 1001)
    const owner = cyclic.ownerOf(size - 1)
    t.equal(cyclic.localToGlobal(owner, cyclic.globalToLocal(owner, size - 1)), size - 1, `${ranks} ranks, cyclic`)
  }
})
