// Random numbers have the distributions that they are said to have.
import t from 'tap'
import { fillRandom, type RandomRequest } from '../../bindings/random.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/index.js'
import { chiSquare, gammaCdf, histogram, kolmogorovSmirnov, logFactorial, normalCdf } from '../support/goodness.js'

const n = 200_000
const limit = 1.95 // of kolmogorovSmirnov
const most = 3.1 // of chiSquare

function drawn(request: Omit<RandomRequest, 'source'>, dtype: DType = 'float64', size = n, draw = 1n): TypedArray {
  const out: TypedArray = new (typedArrayFor(dtype))(size)
  const source = BigUint64Array.of(0x5eedn, 0xd157n, draw)
  fillRandom({ source, ...request }, dtype, [size], [{ start: 0, step: 0, width: size, count: size }], out)
  return out
}

const reals = (request: Omit<RandomRequest, 'source'>, dtype: DType = 'float64'): Float64Array =>
  Float64Array.from(drawn(request, dtype) as Float64Array)

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length }
}

t.test('real distributions', async (t) => {
  const cases: readonly [string, RandomRequest['kernel'], readonly [number, number, number?], (x: number) => number, number, number][] = [
    ['uniform on [-2, 3)', 'uniform', [-2, 5, 3], (x) => (x + 2) / 5, 0.5, 25 / 12],
    ['normal', 'normal', [0, 1], normalCdf, 0, 1],
    ['normal with mean 3 and std 2', 'normal', [3, 2], (x) => normalCdf((x - 3) / 2), 3, 4],
    ['exponential', 'exponential', [0, 2], (x) => 1 - Math.exp(-x / 2), 2, 4],
    ['gamma of 0.3', 'gamma', [0.3, 1], (x) => gammaCdf(0.3, x), 0.3, 0.3],
    ['gamma of 1', 'gamma', [1, 3], (x) => 1 - Math.exp(-x / 3), 3, 9],
    ['gamma of 7.5', 'gamma', [7.5, 2], (x) => gammaCdf(7.5, x / 2), 15, 30],
    ['beta of 1/2, 1/2', 'beta', [0.5, 0.5], (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x)), 0.5, 1 / 8],
    ['beta of 2, 3', 'beta', [2, 3], (x) => x * x * (6 - 8 * x + 3 * x * x), 0.4, 0.04],
    ['beta of 0.01, 1', 'beta', [0.01, 1], (x) => x ** 0.01, 0.01 / 1.01, 0.01 / (1.01 ** 2 * 2.01)],
  ]
  for (const [name, kernel, parameters, cdf, mean, variance] of cases) {
    const values = reals({ kernel, reals: parameters })
    const statistic = kolmogorovSmirnov(values, cdf)
    t.ok(statistic < limit, `${name}: ${statistic.toFixed(2)}`)
    const found = moments(values)
    t.ok(Math.abs(found.mean - mean) < 4 * Math.sqrt(variance / n), `${name}: mean ${found.mean}`)
    t.ok(Math.abs(found.variance / variance - 1) < 0.05, `${name}: variance ${found.variance}`)
  }
  for (const [kernel, parameters, cdf] of [
    ['uniform', [0, 1, 1], (x: number) => x],
    ['normal', [0, 1], normalCdf],
    ['exponential', [0, 1], (x: number) => 1 - Math.exp(-x)],
    ['gamma', [2, 1], (x: number) => gammaCdf(2, x)],
  ] as const) {
    const statistic = kolmogorovSmirnov(reals({ kernel, reals: parameters }, 'float32'), cdf)
    t.ok(statistic < limit, `${kernel} in float32: ${statistic.toFixed(2)}`)
  }
})

t.test('the test of reals sees a shift of two in a hundred', async (t) => {
  t.ok(kolmogorovSmirnov(reals({ kernel: 'normal', reals: [0.02, 1] }), normalCdf) > limit)
  t.ok(kolmogorovSmirnov(reals({ kernel: 'normal', reals: [0, 1.05] }), normalCdf) > limit)
})

t.test('extremes', async (t) => {
  const uniform = reals({ kernel: 'uniform', reals: [0, 1, 1 - 2 ** -53] })
  t.ok(uniform.every((x) => x >= 0 && x < 1))
  // A range so narrow that rounding would reach its end.
  t.ok(reals({ kernel: 'uniform', reals: [1, 2 ** -52, 1] }).every((x) => x === 1))
  t.ok(reals({ kernel: 'exponential', reals: [0, 1] }).every((x) => x >= 0 && x < 37))
  t.ok(reals({ kernel: 'gamma', reals: [1e-4, 1] }).every((x) => x >= 0 && x < 20))
  t.ok(reals({ kernel: 'beta', reals: [1e-300, 1e-300] }).every((x) => x >= 0 && x <= 1))
  t.ok(reals({ kernel: 'normal', reals: [0, 1] }).every((x) => Math.abs(x) < 8.6))
})

t.test('normal deviates of one pair and of neighbouring pairs are independent', async (t) => {
  const z = reals({ kernel: 'normal', reals: [0, 1] })
  for (const lag of [1, 2, 3, 4, 1024])
    for (const [name, f] of [
      ['values', (x: number) => x],
      ['squares', (x: number) => (x * x - 1) / Math.SQRT2],
    ] as const) {
      let sum = 0
      for (let i = 0; i + lag < n; i++) sum += f(z[i]!) * f(z[i + lag]!)
      t.ok(Math.abs(sum / Math.sqrt(n)) < 4, `${name}, lag ${lag}: ${(sum / Math.sqrt(n)).toFixed(2)}`)
    }
})

t.test('integers', async (t) => {
  const statistic = chiSquare(
    histogram(Array.from(drawn({ kernel: 'integers', integers: [0n, 97n] }, 'uint8') as Uint8Array), 97),
    new Array(97).fill(n / 97),
  )
  t.ok(statistic < most, `97 classes: ${statistic.toFixed(2)}`)
  const signed = Array.from(drawn({ kernel: 'integers', integers: [BigInt.asUintN(64, -3n), 7n] }, 'int16') as Int16Array)
  t.same([...new Set(signed)].sort(), ['-1', '-2', '-3', '0', '1', '2', '3'].map(Number).sort())
  const bytes = chiSquare(histogram(Array.from(drawn({ kernel: 'bytes' }, 'uint8') as Uint8Array), 256), new Array(256).fill(n / 256))
  t.ok(bytes < most, `bytes: ${bytes.toFixed(2)}`)
  const weights = Float64Array.of(1, 0, 2, 5)
  const chosen = histogram(drawn({ kernel: 'choice', weights }, 'int64') as BigInt64Array, 4)
  t.equal(chosen[1], 0)
  const fit = chiSquare(
    [0, 2, 3].map((i) => chosen[i]!),
    [0, 2, 3].map((i) => (weights[i]! * n) / 8),
  )
  t.ok(fit < most, `choice: ${fit.toFixed(2)}`)
})

t.test('counts', async (t) => {
  for (const mean of [0.1, 3, 9.99, 10, 40, 2500]) {
    const classes = Math.ceil(mean + 12 * Math.sqrt(mean) + 12)
    const expected = Array.from({ length: classes }, (_, k) => n * Math.exp(k * Math.log(mean) - mean - logFactorial(k)))
    const found = histogram(drawn({ kernel: 'poisson', reals: [mean, 0] }, 'int64') as BigInt64Array, classes)
    const statistic = chiSquare(found, expected)
    t.ok(statistic < most, `Poisson of ${mean}: ${statistic.toFixed(2)}`)
    t.ok(mean > 10 || chiSquare(found, [...expected.slice(1), 0]) > most, 'and no other')
  }
  for (const [trials, p] of [
    [10, 0.3],
    [10, 0.9],
    [1000, 0.001],
    [40, 0.5],
    [100, 0.2],
    [5000, 0.7],
  ] as const) {
    const expected = Array.from(
      { length: trials + 1 },
      (_, k) =>
        n * Math.exp(logFactorial(trials) - logFactorial(k) - logFactorial(trials - k) + k * Math.log(p) + (trials - k) * Math.log1p(-p)),
    )
    const found = histogram(drawn({ kernel: 'binomial', reals: [trials, p] }, 'int64') as BigInt64Array, trials + 1)
    const statistic = chiSquare(found, expected)
    t.ok(statistic < most, `binomial of ${trials}, ${p}: ${statistic.toFixed(2)}`)
  }
  const ends: readonly [RandomRequest['kernel'], [number, number], bigint][] = [
    ['poisson', [0, 0], 0n],
    ['binomial', [0, 0.5], 0n],
    ['binomial', [12, 0], 0n],
    ['binomial', [12, 1], 12n],
  ]
  for (const [kernel, parameters, value] of ends)
    t.ok(
      (drawn({ kernel, reals: parameters }, 'int64', 1000) as BigInt64Array).every((k) => k === value),
      `${kernel} of ${parameters} is ${value}`,
    )
  // Means where the logarithms of the factorials have no correct digit after the point left.
  for (const mean of [1e6, 1e15]) {
    const values = Float64Array.from(drawn({ kernel: 'poisson', reals: [mean, 0] }, 'int64') as BigInt64Array, (k) =>
      Number(k - BigInt(mean)),
    )
    const statistic = kolmogorovSmirnov(values, (x) => normalCdf((x + 0.5) / Math.sqrt(mean)))
    t.ok(statistic < limit, `Poisson of ${mean} is nearly normal: ${statistic.toFixed(2)}`)
  }
})

t.test('permutations', async (t) => {
  const permutation = (size: number, draw: bigint): BigInt64Array =>
    drawn({ kernel: 'permutation', integers: [BigInt(size)] }, 'int64', size, draw) as BigInt64Array
  // All 24 orders of four come out alike.
  const orders = new Map<string, number>()
  for (let draw = 0n; draw < 24_000n; draw++) {
    const order = permutation(4, draw).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  t.equal(orders.size, 24)
  t.ok(chiSquare([...orders.values()], new Array(24).fill(1000)) < most)

  for (const size of [65_536, 65_537, 200_000, 262_144]) {
    const values = permutation(size, 3n)
    t.equal(new Set(values).size, size)
    t.ok(values.every((value) => value >= 0n && value < BigInt(size)))
    // Where a class of positions goes: positions in 16 parts by values in 16 parts.
    const table = new Array<number>(256).fill(0)
    const steps = new Array<number>(16).fill(0)
    let fixed = 0
    let rises = 0
    values.forEach((value, i) => {
      table[16 * Math.floor((16 * i) / size) + Math.floor((16 * Number(value)) / size)]!++
      const next = Number(values[(i + 1) % size])
      steps[Math.floor((16 * ((next - Number(value) + size) % size)) / size)]!++
      if (Number(value) === i) fixed++
      if (next > Number(value)) rises++
    })
    const classes = Array.from({ length: 16 }, (_, k) => Math.ceil(((k + 1) * size) / 16) - Math.ceil((k * size) / 16))
    const places = chiSquare(
      table,
      classes.flatMap((a) => classes.map((b) => (a * b) / size)),
    )
    t.ok(Math.abs(places) < 4, `${size}: places ${places.toFixed(2)}`)
    const differences = chiSquare(steps, classes)
    t.ok(differences < most, `${size}: differences of neighbours ${differences.toFixed(2)}`)
    t.ok(fixed <= 7, `${size}: ${fixed} stay where they are, one is expected`)
    t.ok(Math.abs(rises - size / 2) < 4 * Math.sqrt(size / 12), `${size}: ${rises} rises`)
  }
  // Cycles, which a network with too few rounds gets wrong: the signs of many orders are balanced.
  let even = 0
  for (let draw = 0n; draw < 60n; draw++) {
    const values = permutation(65_537, draw)
    const seen = new Uint8Array(values.length)
    let transpositions = 0
    for (let start = 0; start < values.length; start++)
      for (let i = Number(values[start]); !seen[start]; i = Number(values[i])) {
        if (i === start) seen[start] = 1
        else {
          seen[i] = 1
          transpositions++
        }
      }
    if (transpositions % 2 === 0) even++
  }
  t.ok(even >= 15 && even <= 45, `${even} of 60 are even`)
})

t.test('weighted choice without replacement', async (t) => {
  const weights = Float64Array.of(0.1, 0.2, 0, 0.7)
  const pairs = new Map<string, number>()
  const trials = 20_000
  for (let draw = 0n; draw < BigInt(trials); draw++) {
    const [a, b] = drawn({ kernel: 'weighted', weights, integers: [2n] }, 'int64', 2, draw) as BigInt64Array
    pairs.set(`${a}${b}`, (pairs.get(`${a}${b}`) ?? 0) + 1)
  }
  const names = ['01', '03', '10', '13', '30', '31']
  t.same([...pairs.keys()].sort(), names)
  const expected = names.map((name) => {
    const [a, b] = [...name].map((digit) => weights[Number(digit)]!) as [number, number]
    return (trials * a * b) / (1 - a)
  })
  t.ok(
    chiSquare(
      names.map((name) => pairs.get(name)!),
      expected,
    ) < most,
  )
})

t.test('draws and keys are independent', async (t) => {
  const uniform = { kernel: 'uniform', reals: [-0.5, 1, 0.5] } as const
  const samples = [1n, 2n, 3n, 1n << 40n].map((draw) => drawn(uniform, 'float64', n, draw) as Float64Array)
  for (let a = 0; a < samples.length; a++)
    for (let b = 0; b < a; b++) {
      let sum = 0
      for (let i = 0; i < n; i++) sum += samples[a]![i]! * samples[b]![i]!
      t.ok(Math.abs(sum) < 4 * Math.sqrt(n / 144), `draws ${a} and ${b}: ${sum}`)
    }
})
