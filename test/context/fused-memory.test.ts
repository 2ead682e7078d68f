// @ranks 1 2
// What computing a fused expression takes: its inputs, its outputs and 1 MiB per rank, however many operations there are; and several
// expressions that are computed together go over their operands once.
import { readFileSync, writeFileSync } from 'node:fs'
import type { ArrayOrScalar } from '../../array/lazy/elementwise.js'
import { elementwise } from '../../array/lazy/elementwise.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { KeptProgram } from '../../bindings/kept-program.js'
import { memoryStatistics, trim } from '../../bindings/memory.js'
import { native } from '../../bindings/native.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'

const megabyte = 2 ** 20
/** Elements per rank: 64 MB. */
const elements = 8_000_000

/** Bytes of this process, as the system counts them: at present, and at once at most since {@link forgetPeak}. */
function resident(field: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))
  return 1024 * Number(found?.[1])
}

/** See Linux, proc(5), /proc/pid/clear_refs. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5')
}

/** Passes over memory that `body` makes on this rank. */
function passes(body: () => void): number {
  const core = native()
  const { kernel_evaluate: evaluate } = core
  const { run } = KeptProgram.prototype
  let count = 0
  core.kernel_evaluate = (...args) => {
    count++
    evaluate(...args)
  }
  KeptProgram.prototype.run = function (this: KeptProgram) {
    count++
    run.call(this)
  }
  try {
    body()
  } finally {
    core.kernel_evaluate = evaluate
    KeptProgram.prototype.run = run
  }
  return count
}

/** 24 operations, of which each needs the one before and another operand. */
function longExpression(a: ArrayOrScalar, b: ArrayOrScalar): ReturnType<typeof elementwise> {
  let x = elementwise('sqrt', [a])
  for (let k = 1; k < 24; k++) x = elementwise(k % 2 === 0 ? 'multiply' : 'add', [x, k % 3 === 0 ? b : elementwise('subtract', [x, a])])
  return x
}

await mpiTest(import.meta.url, { ranks: [1, 2] }, async (t) => {
  const comm = world()
  await using ctx = Context.spmd()
  const bytes = 8 * elements

  await t.test('memory of many operations', async (t) => {
    // Code and heap are as large as they get.
    for (let k = 0; k < 50; k++) {
      using a = ctx.full([100], 2)
      using x = longExpression(a, a)
      ctx.compute(x)
    }
    using a = ctx.full([elements * comm.size], 1.5)
    using b = ctx.full([elements * comm.size], 0.5)
    const before = memoryStatistics().liveBytes
    const grown: number[] = []
    for (let round = 0; round < 5; round++) {
      await new Promise(setImmediate) // the result of the round before is freed
      trim()
      forgetPeak()
      const start = resident('VmRSS')
      using x = longExpression(a, b)
      const count = passes(() => ctx.compute(x))
      grown.push(resident('VmHWM') - start)
      t.equal(count, 1, 'one pass')
      t.ok(memoryStatistics().liveBytes <= before + bytes + megabyte, 'the result is what is left')
    }
    const { peakBytes } = memoryStatistics()
    t.ok(peakBytes <= before + bytes + megabyte, `blocks: ${peakBytes - before - bytes} bytes besides inputs and output`)
    // Where memory is short the system takes unused pages of the process meanwhile: then a round says nothing.
    const seen = grown.filter((growth) => growth >= bytes)
    t.ok(seen.length > 0, `the system sees the output: ${grown} bytes`)
    t.ok(Math.min(...seen) <= bytes + megabyte, `the system: ${Math.min(...seen) - bytes} bytes besides inputs and output`)
  })

  await t.test('expressions with common parts', async (t) => {
    using a = ctx.full([elements * comm.size], 4)
    using common = elementwise('sqrt', [elementwise('add', [a, 5])])
    using more = elementwise('multiply', [common, 2])
    using less = elementwise('subtract', [common, 2])
    t.equal(
      passes(() => ctx.compute(more, less)),
      1,
      'one pass for both',
    )
    t.same([more.getSync([elements - 1]), less.getSync([elements - 1])], [6, 1], 'with the values of each')
  })
})
finalize()
