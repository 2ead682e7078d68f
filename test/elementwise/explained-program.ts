// What explain says is going to move, against what the engines send: unchanged in every mode and at any number of engines.
import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import type { Checks } from '../context/program.js'
import { Random } from '../fuzz/random.js'
import { randomDistribution, randomTargets } from './random-distribution.js'

const communicator = new URL('../../bindings/communicator.js', import.meta.url).href

/** Have an engine count the bytes that it sends to others when elements move; return what it has counted before. */
const count = async (url: string): Promise<number> => {
  const { Communicator } = await import(url)
  const counter = globalThis as { sentBytes?: number }
  const before = counter.sentBytes
  if (before === undefined) {
    const { alltoallv } = Communicator.prototype
    Communicator.prototype.alltoallv = function (this: { rank: number }, send: { data: unknown; counts: number[] }, ...rest: unknown[]) {
      if (send.data instanceof Uint8Array)
        for (const [rank, bytes] of send.counts.entries()) if (rank !== this.rank) counter.sentBytes = (counter.sentBytes ?? 0) + bytes
      return alltoallv.call(this, send, ...rest)
    }
  }
  counter.sentBytes = 0
  return before ?? 0
}

const sent = async (ctx: BaseContext): Promise<number> => {
  const targets = Array.from({ length: ctx.engines }, (_, engine) => engine)
  const counts = (await ctx.apply(count, [communicator], { targets })) as number | number[]
  return Array.isArray(counts) ? counts.reduce((sum, bytes) => sum + bytes, 0) : counts
}

/** @param seed The same on all ranks in SPMD. */
export async function explainedProgram(ctx: BaseContext, t: Checks, { seed, runs }: { seed: number; runs: number }): Promise<void> {
  const random = new Random(seed)
  const wrong: string[] = []
  let moved = 0
  await sent(ctx)
  for (let run = 0; run < runs; run++) {
    const shape = Array.from({ length: 1 + random.below(3) }, () => 1 + random.below(9))
    const operand = (extents: readonly number[]): DistArray => {
      const distribution = randomDistribution(random, extents, ctx.engines)
      const targets = randomTargets(random, distribution.ranks, ctx.engines)
      return ctx.ones(distribution, { targets, dtype: random.pick(['float64', 'int8', 'complex128'] as const) })
    }
    const flat = random.below(8)
    const stretched = shape.map((extent, d) => (flat & (1 << d) ? 1 : extent)).slice(random.below(shape.length))
    using a = operand(shape)
    using b = operand(random.oneIn(2) ? shape : stretched)
    const kind = random.below(3)
    using c = kind === 0 ? a.add(b).multiply(2) : kind === 1 ? a.multiply(b).sum({ axis: random.below(shape.length) }) : b.subtract(a)
    const { operands, over, bytesToMove } = c.explainData()
    await sent(ctx)
    await c.compute()
    const bytes = await sent(ctx)
    moved += bytes
    const about = `run ${run}: ${c.explain()}`
    if (bytes !== bytesToMove) wrong.push(`${bytes} bytes were sent and not ${bytesToMove}; ${about}`)
    if (operands.reduce((sum, one) => sum + one.bytes, 0) !== bytesToMove) wrong.push(`other bytes of the operands; ${about}`)
    for (const { dist, gridShape, targets, moves } of operands) {
      const isOne = [a, b].some((array) => `${[array.dist, array.gridShape, array.targets]}` === `${[dist, gridShape, targets]}`)
      if (!isOne) wrong.push(`no operand is there: ${dist} ${gridShape} ${targets}; ${about}`)
      if (moves && targets.join() === over.targets.join() && dist === over.dist && operands.length === 1)
        wrong.push(`moves to where it is; ${about}`)
    }
    if (kind !== 1 && `${[c.dist, c.gridShape, c.targets]}` !== `${[over.dist, over.gridShape, over.targets]}`)
      wrong.push(`the result is elsewhere; ${about}`)
  }
  t.same(wrong.slice(0, 3), [], `${runs} expressions of seed ${seed}: ${wrong.length} wrong`)
  t.ok(ctx.engines === 1 || moved > 0, 'something moved')

  await t.test('in words', (t) => {
    const { engines } = ctx
    if (engines === 1) return
    using a = ctx.ones([4 * engines])
    using b = ctx.ones([4 * engines], { dist: 'c' })
    using c = a.add(b)
    const last = engines - 1
    const place = (dist: string): string => `dist '${dist}', grid \\[${engines}\\], engines 0-${last}`
    t.ok(
      new RegExp(`b: float64 \\[${4 * engines}\\], moves \\d+ bytes\\n    from ${place('c')}\\n    to ${place('b')}\\n`).test(c.explain()),
      c.explain(),
    )
  })
}
