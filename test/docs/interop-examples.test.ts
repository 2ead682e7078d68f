// Every example line of docs/interop.md has the value that stands behind it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const page = readFileSync(new URL('../../../docs/interop.md', import.meta.url), 'utf8')
const lines = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].flatMap(([, code]) => code!.split('\n'))

// Inside the package, so that 'distarray' means this checkout.
const module = new URL('./interop-examples-module.js', import.meta.url)
let examples = 0
const code = lines.map((line) => {
  const [, expression, value] = /^(.*\S) \/\/ => (.*)$/.exec(line) ?? []
  if (expression === undefined) return line
  examples++
  return `results.push([${JSON.stringify(expression)}, ${expression}, ${value}])`
})
writeFileSync(module, ['export const results = []', ...code].join('\n'))
t.teardown(() => rmSync(fileURLToPath(module)))

t.test('docs/interop.md', async (t) => {
  const { results } = (await import(module.href)) as { results: [string, unknown, unknown][] }
  t.equal(results.length, examples)
  for (const [expression, value, expected] of results) t.strictSame(value, expected, expression)
  const shown = new Set(page.match(/interop\.(to|from)\w+/g))
  t.ok(shown.size >= 11, `shows ${shown.size} of the functions`)
})
