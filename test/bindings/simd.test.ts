// The kernels with each instruction set that this processor has: the tests of all kernels, and what may differ between them.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { availableSimd, kernelLoops } from '../../bindings/kernels.js'
import { simdTargets } from '../../bindings/simd.js'
import { runCli } from '../support/cli.js'
import { runProcess } from '../support/mpi-test.js'

t.setTimeout(0) // the tests of this file are those of ten, once for each instruction set
const main = fileURLToPath(new URL('simd-main.js', import.meta.url))

interface Digests {
  readonly used: string
  readonly digests: Readonly<Record<string, string>>
}

async function digestsWith(target: string): Promise<Digests> {
  const { code, output } = await runProcess(process.execPath, [main], { timeout: 60, env: { DISTARRAY_SIMD: target } })
  if (code !== 0) throw new Error(output)
  return JSON.parse(output) as Digests
}

const best = await digestsWith('')
const available = simdTargets.slice(simdTargets.indexOf(best.used as (typeof simdTargets)[number]))
t.comment(`this processor has ${available.join(', ')}`)

t.test('DISTARRAY_SIMD names the best instruction set that is used', async (t) => {
  for (const [at, target] of available.entries()) {
    const { code, stdout } = await runCli(['info'], { env: { DISTARRAY_SIMD: target } })
    t.equal(code, 0)
    const others = available.slice(at + 1)
    t.match(
      stdout,
      others.length > 0 ? `SIMD       ${target} (DISTARRAY_SIMD can also be ${others.join(', ')})\n` : `SIMD       ${target}\n`,
    )
  }
  for (const target of simdTargets.filter((target) => !available.includes(target))) {
    const { code, stderr } = await runCli(['info'], { env: { DISTARRAY_SIMD: target } })
    t.equal(code, 1)
    t.match(stderr, `DISTARRAY_SIMD is ${target}, which this processor lacks. It has ${available.join(', ')}`)
  }
  const { code, stderr } = await runCli(['info'], { env: { DISTARRAY_SIMD: 'AVX2' } })
  t.equal(code, 1)
  t.match(stderr, 'Expected one of avx512, avx2, baseline for DISTARRAY_SIMD but received "AVX2"')
  t.ok(available.includes(availableSimd()[0] as (typeof simdTargets)[number]), 'this process too')
})

// docs/guide/arrays.md says so: real transcendental functions, whose roundings differ within 4 ulp; moments, where products
// and sums are fused or not; and running sums of floats, which are grouped by the length of a register.
const mayDiffer =
  /^(a?(sin|cos|tan)h?|atan2|cbrt|erfc?|exp|exp2|expm1|hypot|log|log10|log1p|log2|pow)\(float|^reduction moments|^scan add\((float|complex)/

t.test('all but a few results have the same bits', { timeout: 0 }, async (t) => {
  t.ok(Object.keys(best.digests).length > kernelLoops().length + 50, 'kernels, reductions, scans and random numbers')
  for (const target of available.slice(1)) {
    const { used, digests } = await digestsWith(target)
    t.equal(used, target)
    const names = Object.keys(best.digests).filter((name) => digests[name] !== best.digests[name])
    t.same(
      names.filter((name) => !mayDiffer.test(name)),
      [],
      `${target} as ${best.used}`,
    )
    t.ok(names.length > 0, `${target} has code of its own`)
  }
})

const files = ['kernels', 'kernels-layout', 'kernels-errors', 'reductions', 'reductions-numpy', 'scan', 'gather', 'random']

t.test('the tests of the kernels pass with every instruction set', { timeout: 0 }, async (t) => {
  const run = async (target: string): Promise<void> => {
    for (const file of [...files.map((name) => `${name}.test.js`), '../elementwise/numpy.test.js']) {
      const path = fileURLToPath(new URL(file, import.meta.url))
      const { code, output } = await runProcess(process.execPath, [path], {
        timeout: 240,
        env: { DISTARRAY_SIMD: target, TAP_TIMEOUT: '200' },
      })
      const passes = code === 0 && /^1\.\.[1-9]/m.test(output)
      t.ok(passes, `${file} with ${target}`, passes ? {} : { output: output.slice(-4000) })
    }
  }
  await Promise.all(available.slice(1).map(run)) // the best is that of the test files themselves
})
