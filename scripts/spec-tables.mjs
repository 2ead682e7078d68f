// Write the generated parts of protocol/SPEC.md, between the lines <!-- begin: NAME --> and <!-- end: NAME -->, from the
// compiled code: rules, options and neighbours.
//
// usage: spec-tables.mjs [--check] [FILE]     --check writes nothing and ends with code 1 when FILE is out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownTable, neighbourTable } from '../dist/protocol/interop/table/neighbour-table.js'
import { protocolOptions } from '../dist/protocol/options.js'
import { rules } from '../dist/protocol/rules.js'

const isCheck = process.argv.includes('--check')
const file = process.argv.slice(2).find((word) => word !== '--check') ?? fileURLToPath(new URL('../protocol/SPEC.md', import.meta.url))

const parts = {
  rules: () =>
    markdownTable(
      ['rule', 'severity', 'text'],
      Object.entries(rules).map(([rule, { severity, text }]) => [rule, severity, text]),
    ).join('\n'),
  options: () =>
    markdownTable(
      ['option', 'ambiguity', 'values, the default first', 'what it chooses'],
      Object.entries(protocolOptions).map(([name, { ambiguity, values, text }]) => [
        `\`${name}\``,
        ambiguity,
        values.map((value) => `\`${value}\``).join(', '),
        text,
      ]),
    ).join('\n'),
  neighbours: neighbourTable,
}

const before = readFileSync(file, 'utf8')
let after = before
for (const [name, write] of Object.entries(parts)) {
  const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`]
  const start = after.indexOf(begin)
  const stop = after.indexOf(end)
  if (start === -1 || stop < start) throw new Error(`${file} has no lines ${begin.trim()} and ${end} in this order`)
  after = `${after.slice(0, start + begin.length)}\n${write()}\n\n${after.slice(stop)}`
}
if (isCheck && after !== before) {
  console.error(`${file} is out of date: run npm run spec`)
  process.exitCode = 1
}
if (!isCheck) writeFileSync(file, after)
