import t from 'tap'
import { endureOne, type Fate } from './fuzz/endure.js'
import { Random } from './fuzz/random.js'

t.setTimeout(0) // under the sanitizers it takes minutes
t.test('100 000 mutated exports: nothing but the typed error', { timeout: 0 }, async (t) => {
  const seed = Number(process.env.DISTARRAY_FUZZ_SEED ?? Date.now() % 2 ** 31)
  t.comment(`seed ${seed}: npm run fuzz -- --seed ${seed} repeats it`)
  const random = new Random(seed)
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0 // tap maps every frame of every refusal to its source, which takes most of the time
  t.teardown(() => {
    Error.stackTraceLimit = stackTraceLimit
  })
  const fates: Record<Fate, number> = { refused: 0, accepted: 0, 'read natively': 0 }
  for (let run = 0; run < 100_000; run++) {
    if (run % 4096 === 4095) await new Promise((resolve) => setImmediate(resolve)) // finalizers run only when the loop yields
    try {
      fates[endureOne(random)]++
    } catch (error) {
      t.error(error, `run ${run} of seed ${seed}`)
      return
    }
  }
  t.ok(fates.refused > 25_000 && fates['read natively'] > 10_000, `both valid and invalid ones were met: ${JSON.stringify(fates)}`)
})
