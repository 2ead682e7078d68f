// Write conformance/vectors anew: `npm run vectors`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { vectorsFolder } from '../vectors.js'
import { families } from './families/index.js'
import { printCases } from './print.js'

mkdirSync(vectorsFolder, { recursive: true })
for (const file of readdirSync(vectorsFolder)) rmSync(new URL(file, vectorsFolder))
for (const [name, cases] of Object.entries(families)) writeFileSync(new URL(`${name}.json`, vectorsFolder), printCases(cases()))
