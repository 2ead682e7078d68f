/*
 * A long run of the fuzzer: npm run fuzz -- --runs 1000000 --seed 7
 * Under the sanitizers: bash scripts/asan.sh fuzz/main
 */
import { parseArgs } from 'node:util'
import { endureOne, type Fate } from './endure.js'
import { Random } from './random.js'

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const runs = Number(values.runs ?? process.env.DISTARRAY_FUZZ_RUNS ?? 100_000)
const seed = Number(values.seed ?? process.env.DISTARRAY_FUZZ_SEED ?? Date.now() % 2 ** 31)
if (!(Number.isSafeInteger(runs) && runs > 0 && Number.isSafeInteger(seed))) throw new RangeError('--runs and --seed are integers')

const random = new Random(seed)
const fates: Record<Fate, number> = { refused: 0, accepted: 0, 'read natively': 0 }
const start = process.hrtime.bigint()
console.log(`# seed ${seed}`)
for (let run = 0; run < runs; run++) {
  try {
    fates[endureOne(random)]++
  } catch (error) {
    console.error(`not ok: run ${run} of seed ${seed}`)
    throw error
  }
  if ((run + 1) % 100_000 === 0) console.log(`# ${run + 1} runs`)
  // Finalizers run only when the loop yields.
  if (run % 4096 === 4095) await new Promise((resolve) => setImmediate(resolve))
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9
console.log(`# { runs: ${runs}, seconds: ${seconds.toFixed(1)}, fates: ${JSON.stringify(fates)} }`)
