// What mappings start from: distributions, dictionaries of every rank, and imports with replicated dimensions.
import fc from 'fast-check'
import t from 'tap'
import { type DimData, Distribution, exportArray, importArray } from '../../../protocol/index.js'
import { exportPlace, type InteropSource, toDTensor, toJax, toPartitioned } from '../../../protocol/interop/index.js'
import { readSource } from '../../../protocol/interop/source.js'
import { distributions } from '../../support/distribution-arbitraries.js'
import { holds } from '../../support/property.js'

const even = Distribution.from([6, 4], { ranks: 6, grid: [3, 2] })

/** The exports of all ranks of a replicated array of zeros, imported. */
function imports(placement: { distribution: Distribution; replicated: number[]; partial?: 'sum' | 'max' }) {
  const { distribution, replicated } = placement
  const ranks = replicated.reduce((n, extent) => n * extent, distribution.ranks)
  return Array.from({ length: ranks }, (_, rank) => {
    const place = exportPlace(placement, rank)
    const size = distribution.localShape(place.rank).reduce((n, extent) => n * extent, 1)
    return importArray(exportArray({ ...place, dtype: 'int8', data: new Int8Array(size) }))
  })
}

t.test('the three kinds of source say the same', async (t) => {
  const dimData = Array.from({ length: 6 }, (_, rank) => even.dimData(rank))
  for (const source of [even, { distribution: even }, dimData, imports({ distribution: even, replicated: [] })] as InteropSource[])
    t.strictSame(toJax(source), toJax(even))
  const copied = { distribution: even, replicated: [2], partial: 'max' } as const
  t.strictSame(toDTensor(imports({ ...copied, replicated: [2] })), toDTensor(copied))
})

t.test('replicated dimensions there and back', async (t) => {
  holds(
    t,
    'what every rank exports is the placement',
    fc.property(
      distributions(2),
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      fc.constantFrom(undefined, 'sum', 'max'),
      ({ distribution }, replicated, partial) => {
        const placement = { distribution, replicated, ...(partial && { partial }) }
        const [back, given] = [readSource(imports(placement)), readSource(placement)]
        return (
          back.distribution.equals(distribution) &&
          JSON.stringify(back.replicated) === JSON.stringify(given.replicated) &&
          back.partial === given.partial
        )
      },
    ),
    { numRuns: 300 },
  )
})

t.test('what is no source', async (t) => {
  for (const wrong of [
    undefined,
    null,
    {},
    'b',
    { distribution: {} },
    { distribution: even, replicated: [0] },
    { distribution: even, replicated: 2 },
  ])
    t.throws(() => toPartitioned(wrong as unknown as InteropSource), { code: 'ERR_ARGUMENT' }, String(wrong))
  t.throws(() => toPartitioned({ distribution: even, replicated: [2], partial: 'avg' as 'sum' }), { code: 'ERR_ARGUMENT' })
  t.throws(() => toPartitioned([]), { code: 'ERR_DISTRIBUTION' })
  const broken = [[{ ...even.dimData(0)[0], start: -1 }]] as unknown as DimData[][]
  t.throws(() => toPartitioned(broken), { code: 'ERR_PROTOCOL' })
  const places = imports({ distribution: even, replicated: [2] })
  t.throws(() => toPartitioned(places.slice(1)), { code: 'ERR_DISTRIBUTION' }, 'copies in another order')
  t.throws(() => toPartitioned([...places.slice(0, 11), { ...places[11]!, extension: undefined }]), { code: 'ERR_DISTRIBUTION' })
  t.throws(() => toPartitioned([...places.slice(0, 11), { ...places[11]!, dimData: places[9]!.dimData }]), { code: 'ERR_DISTRIBUTION' })
  t.throws(() => exportPlace({ distribution: even, replicated: [2] }, 12), { code: 'ERR_ARGUMENT' })
})
