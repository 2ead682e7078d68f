// @ranks 1 2 3 4 7
// Bringing elements to the ranks that need them, against one element at a time: every element tells its global index.
import fc from 'fast-check'
import { indicesOf } from '../../../array/indices.js'
import { LocalArray } from '../../../array/local-array.js'
import { bytesToMove } from '../../../array/moving/bytes-to-move.js'
import type { Need } from '../../../array/moving/need.js'
import { type MoveOptions, move } from '../../../array/spmd/move.js'
import { world } from '../../../bindings/communicator.js'
import { finalize } from '../../../bindings/exit.js'
import { memoryStatistics } from '../../../bindings/memory.js'
import { type Distribution, type DType, dtypes, itemSize } from '../../../protocol/index.js'
import { mpiTest } from '../../support/mpi-test.js'
import { distributions } from '../distributions.js'
import { valueAt } from '../values.js'
import { indicesNeeded, needs } from './needs.js'

const seed = 51

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 240 }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  await t.test('random needs of random distributions', (t) => {
    // One seed, so that all ranks draw the same.
    const sources = fc.sample(distributions(size), { seed, numRuns: size > 4 ? 60 : 160 })
    for (const [k, source] of sources.entries()) {
      const dtype = dtypes[k % dtypes.length]!
      const [need] = fc.sample(needs(source, rank), { seed: seed + k, numRuns: 1 }) as [Need]
      const options = { share: k % 2 === 0, ...(k % 3 === 0 ? { chunkBytes: 2 ** (4 + (k % 6)) } : {}) }
      const wrong = wrongElements(source, need, dtype, options)
      t.same(wrong, [], `case ${k} of seed ${seed}: ${source.dist} (${source.shape}) over (${source.gridShape})`)
      if (wrong.length > 0) return
    }
  })

  /** Elements that are not what they should be, ghosts of the source spoiled, and bytes that were counted wrongly. */
  function wrongElements(source: Distribution, need: Need, dtype: DType, options: MoveOptions): unknown[] {
    const wrong: unknown[] = []
    const flat = (index: readonly number[]): number => index.reduce((sum, i, d) => sum * source.shape[d]! + i, 0)
    const value = (index: readonly number[]): unknown =>
      source.ownerOf(index) === rank ? valueAt(dtype, flat(index)) : valueAt(dtype, flat(index) + 1)
    using array = LocalArray.fromFunction(comm, source, (...index) => value(index) as never, dtype)
    using piece = move(array, need, options)
    const wanted = need.map((axis, d) => indicesNeeded(axis, source.shape[d]!, rank))
    const shape = wanted.map((list) => list.length)
    if (shape.join() !== piece.shape.join()) return [{ shape: piece.shape, wanted: shape }]
    const data = piece.packed()
    const width = dtype.startsWith('complex') ? 2 : 1
    let at = 0
    let foreign = 0
    for (const place of indicesOf(shape)) {
      const index = place.map((i, d) => wanted[d]![i]!)
      const element = valueAt(dtype, flat(index))
      const parts = typeof element === 'object' ? [element.re, element.im] : [typeof element === 'boolean' ? Number(element) : element]
      parts.forEach((part, p) => {
        if (data[at * width + p] !== part) wrong.push({ index, part, received: data[at * width + p] })
      })
      if (source.ownerOf(index) !== rank) foreign++
      at++
    }
    if (need.every((axis) => axis === 'all' || !('mine' in axis))) {
      const counted = comm.allreduce(Float64Array.of(foreign * itemSize(dtype)), new Float64Array(1), 'sum')[0]
      const told = bytesToMove(source, need, itemSize(dtype))
      if (told !== counted) wrong.push({ told, counted })
    }
    return wrong
  }

  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left behind')
  finalize()
})
