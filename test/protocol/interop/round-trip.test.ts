// DAP -> X -> DAP for random distributions: what comes back has every element where enumeration says it is, and what a
// neighbour refuses it refuses with a list.
import fc from 'fast-check'
import t from 'tap'
import type { Distribution } from '../../../protocol/index.js'
import * as interop from '../../../protocol/interop/index.js'
import { type NeighbourName, neighbours } from '../../../protocol/interop/neighbours.js'
import { ghosted } from '../../support/dimension-arbitraries.js'
import { type DistributionCase, distributions, enumerateRanks } from '../../support/distribution-arbitraries.js'
import { roundTrips } from '../../support/neighbour-round-trips.js'
import { elementsOf, placesOf } from '../../support/places.js'
import { holds } from '../../support/property.js'
import { refusalOf } from '../../support/refusals.js'

t.test('every neighbour has a round trip here', async (t) => {
  t.same(Object.keys(roundTrips), Object.keys(neighbours))
})

/** Everything that a distribution says, except for the options of dimensions it does not name. */
function isSamePlacement({ dims, distribution }: DistributionCase, placement: interop.Placement): boolean {
  const back = placement.distribution
  const expected = enumerateRanks(dims)
  const found = placesOf(back)
  const isPeriodic = (d: Distribution) => d.maps.map((map) => 'periodic' in map && map.periodic)
  return (
    back.ranks === expected.length &&
    placement.replicated.length === 0 &&
    placement.processes.every((process, rank) => process === rank) &&
    JSON.stringify(back.shape) === JSON.stringify(distribution.shape) &&
    JSON.stringify(isPeriodic(back)) === JSON.stringify(isPeriodic(distribution)) &&
    found.every(
      ({ own, held }, rank) =>
        JSON.stringify(own) === JSON.stringify(expected[rank]!.own) && JSON.stringify(held) === JSON.stringify(expected[rank]!.held),
    )
  )
}

const takesGhosts: readonly NeighbourName[] = ['subarrays', 'petscLayout', 'petscIndexSets', 'dmda', 'tpetra']

/** Distributions of every kind; and block by block, ghosts of one width and ends as DMDAs have them. */
const anything = fc.oneof(distributions(), distributions(3, ghosted(1)), distributions(2, ghosted(2)))

for (const name of Object.keys(roundTrips) as NeighbourName[])
  t.test(`DAP -> ${name} -> DAP`, async (t) => {
    let mapped = 0
    let refused = 0
    let padded = 0
    holds(
      t,
      'comes back the same, or is refused with its losses',
      fc.property(anything, (testCase) => {
        const losses = interop.lossesOf(name, testCase.distribution)
        const refusal = refusalOf(() => roundTrips[name](testCase.distribution))
        if (losses.length > 0) {
          refused++
          return refusal !== undefined && JSON.stringify(refusal.losses) === JSON.stringify(losses) && refusal.target !== ''
        }
        mapped++
        if (testCase.dims.some(({ oracle }) => JSON.stringify(oracle.held) !== JSON.stringify(oracle.own))) padded++
        return refusal === undefined && isSamePlacement(testCase, roundTrips[name](testCase.distribution))
      }),
      { numRuns: 1500 },
    )
    t.ok(mapped > 10, `some were mapped (${mapped})`)
    t.ok(refused > 10, `some were refused (${refused})`)
    t.equal(padded > 10, takesGhosts.includes(name), `some were padded (${padded})`)
  })

/** Own and held lists, without the second where they are the same. */
interface Lists {
  own: readonly (readonly number[])[]
  held: readonly (readonly number[])[] | undefined
}

const flattened: Record<'petscIndexSets' | 'tpetra', (distribution: Distribution) => Lists> = {
  petscIndexSets: (distribution) => {
    const { idx, indices } = interop.toPetscIndexSets(distribution, { flatten: true })
    return { own: idx, held: indices }
  },
  tpetra: (distribution) => {
    const { map, overlap } = interop.toTpetra(distribution, { flatten: true })
    return { own: listsOfTpetra(map), held: overlap && listsOfTpetra(overlap) }
  },
}

function listsOfTpetra({ elementList, numLocalElements, indexBase }: interop.TpetraMapArguments): readonly (readonly number[])[] {
  if (elementList) return elementList
  let next = indexBase
  return numLocalElements!.map((count) => Array.from({ length: count }, () => next++))
}

for (const name of ['petscIndexSets', 'tpetra'] as const)
  t.test(`DAP -> ${name}, flattened`, async (t) => {
    let mapped = 0
    let padded = 0
    holds(
      t,
      'lists the row-major numbers of what each rank owns and holds, in local order',
      fc.property(anything, ({ distribution, dims }) => {
        if (interop.lossesOf(name, distribution, { flatten: true }).length > 0) return true
        mapped++
        const ranks = enumerateRanks(dims)
        const own = JSON.stringify(ranks.map((rank) => elementsOf(rank.own, distribution.shape)))
        const held = JSON.stringify(ranks.map((rank) => elementsOf(rank.held, distribution.shape)))
        const lists = flattened[name](distribution)
        if (held !== own) padded++
        return JSON.stringify(lists.own) === own && (held === own ? lists.held === undefined : JSON.stringify(lists.held) === held)
      }),
      { numRuns: 1500 },
    )
    t.ok(mapped > 100, `some were mapped (${mapped})`)
    t.ok(padded > 10, `some were padded (${padded})`)
  })
