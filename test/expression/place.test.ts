import fc from 'fast-check'
import t from 'tap'
import type { ArraySource } from '../../array/expression/node.js'
import { isInPlace, placeResult } from '../../array/expression/place.js'
import { elementsToMove } from '../../array/expression/transfer-size.js'
import { indicesOf } from '../../array/indices.js'
import { Distribution } from '../../protocol/distribution.js'
import type { DistributionOptions } from '../../protocol/distribution-options.js'
import type { DType } from '../../protocol/dtype.js'
import { DistributionError } from '../../protocol/errors.js'
import { distributions } from '../array/distributions.js'
import { holds } from '../support/property.js'

let ids = 0
const four = [0, 1, 2, 3]

function source(
  shape: readonly number[],
  options: Partial<DistributionOptions> = {},
  dtype: DType = 'float64',
  targets: readonly number[] = four,
): ArraySource {
  return { id: ++ids, dtype, shape, distribution: Distribution.from(shape, { ranks: targets.length, ...options }), targets }
}

const options = { engines: 4 }
const actions = (shape: readonly number[], ...sources: ArraySource[]): string =>
  placeResult(shape, sources, options)
    .operands.map(({ action }) => action)
    .join(' ')

t.test('the result goes where fewest bytes move', (t) => {
  const rows = source([8, 8], { dist: 'bn' })
  const columns = source([8, 8], { dist: 'nb' })
  const small = source([8, 8], { dist: 'nb' }, 'int8')
  const both = placeResult([8, 8], [rows, columns], options)
  t.equal(both.distribution, rows.distribution, 'of equally good ones the first')
  t.same(both.operands, [
    { action: 'stay', bytes: 0 },
    { action: 'move', bytes: 48 * 8 },
  ])
  t.equal(
    placeResult([8, 8], [rows, columns, source([8, 8], { dist: 'nb' })], options).distribution,
    columns.distribution,
    'two against one',
  )
  t.equal(placeResult([8, 8], [small, rows], options).distribution, rows.distribution, 'the one of small elements moves')
  t.equal(placeResult([8, 8], [small, rows], options).bytes, 48)
  t.equal(placeResult([8, 8], [rows], options).distribution, rows.distribution)
  const wanted = placeResult([8, 8], [rows], { ...options, distribution: columns.distribution })
  t.equal(wanted.distribution, columns.distribution, 'or where it is wanted')
  t.equal(wanted.bytes, 48 * 8)
  const fewer = placeResult([8, 8], [rows], { ...options, distribution: Distribution.from([8, 8], { ranks: 2 }) })
  t.same(fewer.targets, [0, 1], 'also on fewer engines')
  t.throws(() => placeResult([8, 8], [rows], { ...options, distribution: Distribution.from([8, 8], { ranks: 5 }) }), DistributionError)
  const padded = source([8, 8], { dist: 'bn', padding: [1, 0] })
  t.same(placeResult([8, 8], [padded, rows], options).bytes, 0, 'leaving ghosts out moves nothing')
  t.equal(placeResult([8, 8], [padded, rows], options).distribution, rows.distribution)
  t.end()
})

t.test('operands that are stretched', (t) => {
  const rows = source([8, 6], { dist: 'bn' })
  const columns = source([8, 6], { dist: 'nb' })
  t.equal(actions([8, 6], rows, source([8, 1], { dist: 'bn' })), 'stay stay', 'along what no rank has but a part of')
  t.equal(actions([8, 6], columns, source([6])), 'stay stay', 'with fewer dimensions')
  t.equal(actions([8, 6], rows, source([6])), 'stay move', 'each rank needs all of it')
  t.equal(actions([8, 6], rows, source([8, 1], { dist: 'bn', bounds: [[0, 1, 2, 3, 8]] })), 'stay move', 'other bounds')
  t.equal(placeResult([8, 6], [rows, source([6])], options).operands[1]?.bytes, (4 * 6 - 6) * 8)
  const outer = placeResult([8, 6], [source([8, 1], { dist: 'bn' }), source([1, 6], { dist: 'nb' })], options)
  t.equal(outer.distribution.equals(Distribution.from([8, 6], { ranks: 4 })), true, 'no operand has the shape: as a new array')
  t.same(outer.targets, four)
  const one: ArraySource = { id: ++ids, dtype: 'float64', shape: [], distribution: Distribution.from([], { ranks: 1 }), targets: four }
  t.equal(actions([8, 6], rows, one), 'stay stay', 'one value that every engine has')
  t.equal(actions([], one, one), 'stay stay')
  t.end()
})

t.test('engines', (t) => {
  const here = source([8], {}, 'float64', [0, 1])
  const there = source([8], {}, 'float64', [2, 3])
  const first = placeResult([8], [here, there], options)
  t.same(first.targets, [0, 1], 'where the first is')
  t.same(
    first.operands.map(({ action, bytes }) => [action, bytes]),
    [
      ['stay', 0],
      ['move', 64],
    ],
  )
  const all = source([8])
  t.same(placeResult([8], [here, all], options).targets, [0, 1], 'what is on more engines moves to fewer when that is less, or as much')
  t.same(placeResult([8], [], options).targets, four, 'no operand: as a new array')
  t.same(placeResult([8], [], { ...options, targets: [1, 2] }).targets, [1, 2])
  t.same(placeResult([], [], options).targets, [0])
  t.end()
})

/** What ranks will hold and do not hold, index by index. */
function counted(from: Distribution, to: Distribution): number {
  let moving = 0
  for (let rank = 0; rank < to.ranks; rank++) {
    const needed = new Set<string>()
    for (const local of indicesOf(to.localShape(rank))) {
      const global = to.localToGlobal(rank, local).slice(to.ndim - from.ndim)
      needed.add(global.map((i, d) => (from.shape[d] === to.shape[d + to.ndim - from.ndim] ? i : 0)).join())
    }
    for (const index of needed) if (!from.holds(rank, index === '' ? [] : index.split(',').map(Number))) moving++
  }
  return moving
}

t.test('elements that move', (t) => {
  const pairs = fc.constantFrom(2, 3, 4, 6).chain((ranks) =>
    distributions(ranks).chain((from) =>
      fc.tuple(
        fc.constant(from),
        fc.constantFrom('b', 'c').map((letter) => Distribution.from(from.shape, { ranks, dist: from.shape.map(() => letter as 'b') })),
        distributions(ranks),
      ),
    ),
  )
  holds(
    t,
    'are those that ranks lack',
    fc.property(pairs, ([from, to]) => {
      if (elementsToMove(from, to) !== counted(from, to)) throw new Error(`${elementsToMove(from, to)}, not ${counted(from, to)}`)
      if (elementsToMove(to, from) !== counted(to, from)) throw new Error(`back: ${elementsToMove(to, from)}, not ${counted(to, from)}`)
    }),
    { numRuns: 500 },
  )
  const stretched = fc.constantFrom(1, 2, 4).chain((ranks) =>
    fc.tuple(distributions(ranks), fc.nat(7), fc.boolean(), fc.constantFrom('b', 'c', 'n')).map(([to, dims, drops, letter]) => {
      const shape = to.shape.map((extent, d) => (dims & (1 << d) ? extent : 1))
      const own = drops && shape[0] === 1 && shape.length > 1 ? shape.slice(1) : shape
      const dist = own.map((_, d) => (d === own.length - 1 && letter !== 'n' ? letter : 'n') as 'b')
      return { to, from: Distribution.from(own, letter === 'n' ? { ranks: 1, dist } : { ranks, dist }) }
    }),
  )
  holds(
    t,
    'are those that ranks lack, also of what is stretched; what is in place moves nothing',
    fc.property(
      stretched.filter(({ to, from }) => from.ranks === to.ranks),
      ({ to, from }) => {
        const array: ArraySource = { id: 0, dtype: 'int8', shape: from.shape, distribution: from, targets: four.slice(0, from.ranks) }
        if (elementsToMove(from, to) !== counted(from, to)) throw new Error(`${elementsToMove(from, to)}, not ${counted(from, to)}`)
        if (isInPlace(array, to) && elementsToMove(from, to) !== 0) throw new Error('in place')
      },
    ),
    { numRuns: 500 },
  )
  const long = Distribution.from([1e6], { ranks: 4, dist: 'c' })
  t.equal(elementsToMove(long, Distribution.from([1e6], { ranks: 4 })), 750000, 'long dimensions are estimated')
  t.end()
})
