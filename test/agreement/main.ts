// npm run agree -- [--runs N] [--seed S]: the agreement tests at length.
import { parseArgs } from 'node:util'
import { compareFindings } from './findings.js'
import { disagreementOnMaps } from './maps.js'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } } })
const runs = Number(values.runs)
const seed = Number(values.seed ?? Date.now() & 0x7fffffff)
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) throw new Error('usage: npm run agree -- [--runs N] [--seed S]')

console.log(`seed ${seed}`)
const maps = disagreementOnMaps(runs, seed)
console.log(maps ?? `${runs} random distributions: TypeScript maps, C++ maps and enumeration agree`)
const { disagreement, rules } = compareFindings(runs, seed)
console.log(disagreement ?? `${runs} random sections: both validators find the same`)
if (!disagreement) for (const [rule, count] of [...rules].sort()) console.log(`  ${rule}: in ${count}`)
process.exitCode = maps || disagreement ? 1 : 0
