// When garbage is collected for arrays that were dropped, and that what is let go of is told once.
import fc from 'fast-check'
import t from 'tap'
import { DroppedArrays } from '../../array/dropped-arrays.js'
import type { IdRange } from '../../array/instruction.js'

const step = 100

/** With a collector that only counts. */
function counting(): { dropped: DroppedArrays; collections: () => number } {
  let collections = 0
  const dropped = new DroppedArrays(
    1,
    () => undefined,
    step,
    () => collections++,
  )
  return { dropped, collections: () => collections }
}

const idsOf = (first: number): IdRange => ({ first, count: 1 })

t.test('arrays that are freed never make a collection', async (t) => {
  const { dropped, collections } = counting()
  for (let k = 0; k < 1000; k++) {
    const owner = {}
    dropped.track(owner, idsOf(k), step)
    dropped.untrack(owner, step)
  }
  t.equal(collections(), 0)
  t.equal(dropped.turn, undefined, 'nor anything to wait for')
})

t.test('growth by more than the step does, once until the event loop has turned', async (t) => {
  const { dropped, collections } = counting()
  const owners: object[] = []
  const grow = (): void => {
    owners.push({})
    dropped.track(owners.at(-1) as object, idsOf(owners.length), 60)
  }
  grow()
  t.equal(collections(), 0)
  grow()
  t.equal(collections(), 1)
  grow()
  grow()
  t.equal(collections(), 1, 'no turn yet')
  await dropped.turn
  t.equal(dropped.turn, undefined)
  grow()
  t.equal(collections(), 1, 'what is still there counts as live')
  grow()
  t.equal(collections(), 2)
  await dropped.turn
})

t.test('any history: a collection exactly when live bytes have grown by more than the step over the least', async (t) => {
  const changes = fc.array(fc.oneof(fc.nat(150), fc.constant('free' as const), fc.constant('turn' as const)), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(changes, async (history) => {
      const { dropped, collections } = counting()
      const held: { owner: object; bytes: number }[] = []
      let [least, waits, expected] = [0, false, 0]
      const live = (): number => held.reduce((sum, { bytes }) => sum + bytes, 0)
      for (const change of history) {
        if (change === 'turn') {
          await dropped.turn
          if (waits) least = live()
          waits = false
        } else if (change === 'free') {
          const last = held.pop()
          if (last) dropped.untrack(last.owner, last.bytes)
          least = Math.min(least, live())
        } else {
          const owner = {}
          held.push({ owner, bytes: change })
          dropped.track(owner, idsOf(held.length), change)
          if (!waits && live() - least > step) {
            expected++
            waits = true
          }
        }
        if (collections() !== expected) return false
      }
      return true
    }),
    { numRuns: 200, seed: 5, verbose: 1 },
  )
  t.pass('200 histories')
})

t.test('what is dropped is released, with the real collector', async (t) => {
  const released: number[] = []
  const dropped = new DroppedArrays(1, ({ first }) => released.push(first), step)
  const kept = {}
  dropped.track(kept, idsOf(0), 1)
  const make = (): void => {
    for (let k = 1; k <= 10; k++) dropped.track({}, idsOf(k), 50)
  }
  for (let round = 0; round < 50 && released.length < 5; round++) {
    make()
    await dropped.turn
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  t.ok(released.length >= 5, `${released.length} ids`)
  t.notOk(released.includes(0), 'not what is still held')
  dropped.untrack(kept, 1)
})
