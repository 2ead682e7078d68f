// The examples of arrays, in SPMD and with launched engines: the same answers each time.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import t from 'tap'
import { type JobResult, runProcess } from '../support/mpi-test.js'
import { unbalancedTag } from './well-formed.js'

const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'distarray-examples-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/** Ways to run an example, by the number of engines. */
const ways = [
  { engines: 1, mode: 'SPMD' },
  { engines: 4, mode: 'SPMD' },
  { engines: 3, mode: 'launch' },
] as const

function start(name: string, { engines, mode }: (typeof ways)[number], ...args: string[]): Promise<JobResult> {
  const main = built(`examples/${name}/main.js`)
  const command =
    mode === 'SPMD' ? [built('cli/main.js'), 'run', '-n', String(engines), main, ...args] : [main, '--engines', String(engines), ...args]
  return runProcess(process.execPath, command, { timeout: 120, cwd: folder })
}

/** Mean prices over a grid of all options that the example draws from, by another formula for the normal distribution. */
function meanPrices(steps: number): { call: number; put: number } {
  const points = (low: number, high: number): number[] => Array.from({ length: steps }, (_, k) => low + ((high - low) * (k + 0.5)) / steps)
  let [call, put] = [0, 0]
  for (const spot of points(5, 30))
    for (const strike of points(1, 100))
      for (const years of points(0.25, 10)) {
        const spread = 0.3 * Math.sqrt(years)
        const d1 = (Math.log(spot / strike) + (0.02 + 0.045) * years) / spread
        const owed = strike * Math.exp(-0.02 * years)
        const price = spot * normal(d1) - owed * normal(d1 - spread)
        call += price
        put += price - spot + owed
      }
  return { call: call / steps ** 3, put: put / steps ** 3 }
}

/** Abramowitz and Stegun, 26.2.17; good to 7.5e-8. */
function normal(x: number): number {
  if (x < 0) return 1 - normal(-x)
  const t = 1 / (1 + 0.2316419 * x)
  const sum = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) * t
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

t.test('black-scholes', { timeout: 0 }, async (t) => {
  const wanted = meanPrices(40)
  for (const way of ways) {
    const { code, output } = await start('black-scholes', way, '--options', '20000')
    t.equal(code, 0, `${way.mode}: exit code 0`)
    t.match(output, new RegExp(`^20000 options on ${way.engines} engine`), 'says where')
    const [call, put] = [...output.matchAll(/mean price of a \w+: +([\d.]+)/g)].map(([, price]) => Number(price))
    t.ok(Math.abs((call ?? 0) - wanted.call) < 0.15, `${call} is near ${wanted.call}, the mean of all calls`)
    t.ok(Math.abs((put ?? 0) - wanted.put) < 0.7, `${put} is near ${wanted.put}, the mean of all puts`)
    t.match(output, /parity holds to better than 1e-10/, 'calls and puts fit each other')
  }
})

t.test('monte-carlo-pi', { timeout: 0 }, async (t) => {
  const answers = new Set<string>()
  for (const way of ways) {
    const { code, output } = await start('monte-carlo-pi', way, '--rounds', '3', '--points', '100000')
    t.equal(code, 0, `${way.mode}: exit code 0`)
    const [, pi, error] = /pi = ([\d.]+) \+- ([\d.]+)/.exec(output) ?? []
    t.ok(Math.abs(Number(pi) - Math.PI) < 4 * Number(error), `${pi} is pi to ${error}`)
    answers.add(String(pi))
  }
  t.equal(answers.size, 1, 'the same for any number of engines')
})

t.test('julia-set', { timeout: 0 }, async (t) => {
  const pictures = new Set<string>()
  for (const way of ways) {
    const out = join(folder, `julia-${way.mode}-${way.engines}.svg`)
    const { code, output } = await start('julia-set', way, '--columns', '120', '--out', out)
    t.equal(code, 0, `${way.mode}: exit code 0`)
    const [blocks, cyclic] = [...output.matchAll(/has ([\d.]+) times the average/g)].map(([, factor]) => Number(factor))
    if (way.engines === 1) t.same([blocks, cyclic], [1, 1], 'one engine has it all')
    else t.ok((blocks ?? 0) > 1.2 && (cyclic ?? 2) < 1.1, `in turn ${cyclic} is better than in blocks ${blocks}`)
    const svg = readFileSync(out, 'utf8')
    t.equal(unbalancedTag(svg), undefined, 'the picture is well-formed')
    const png = Buffer.from(/base64,([^"]+)/.exec(svg)?.[1] ?? '', 'base64')
    const data = inflateSync(png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8))
    t.equal(data.length, 80 * (3 * 120 + 1), 'it has all points')
    pictures.add(data.toString('base64'))
  }
  t.equal(pictures.size, 1, 'the same picture each time')
})

t.test('k-means', { timeout: 0 }, async (t) => {
  const answers = new Set<string>()
  for (const way of ways) {
    const out = join(folder, `k-means-${way.mode}-${way.engines}.svg`)
    const { code, output } = await start('k-means', way, '--points', '20000', '--k', '5', '--out', out)
    t.equal(code, 0, `${way.mode}: exit code 0`)
    const rows = [...output.matchAll(/^ +\d +(-?[\d.]+) +(-?[\d.]+) +(\d+)$/gm)].map((row) => row.slice(1).map(Number))
    t.equal(rows.length, 5, 'five centres')
    t.equal(
      rows.reduce((sum, [, , count]) => sum + (count ?? 0), 0),
      20000,
      'every point has one',
    )
    for (let j = 0; j < 5; j++) {
      const [x, y] = [4 * Math.cos((2 * Math.PI * j) / 5), 4 * Math.sin((2 * Math.PI * j) / 5)]
      const nearest = Math.min(...rows.map(([a, b]) => Math.hypot((a ?? 0) - x, (b ?? 0) - y)))
      t.ok(nearest < 0.15, `one is at ${x.toFixed(1)}, ${y.toFixed(1)}`)
    }
    const svg = readFileSync(out, 'utf8')
    t.equal(unbalancedTag(svg), undefined, 'the picture is well-formed')
    answers.add(JSON.stringify([rows, svg.match(/<path[^>]*>/g)]))
  }
  t.equal(answers.size, 1, 'the same centres and labels each time')
})
