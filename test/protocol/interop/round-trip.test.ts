// DAP -> X -> DAP for random distributions: what comes back has every element where enumeration says it is, and what a
// neighbour refuses it refuses with a list.
import fc from 'fast-check'
import t from 'tap'
import type { Distribution } from '../../../protocol/index.js'
import * as interop from '../../../protocol/interop/index.js'
import { type NeighbourName, neighbours } from '../../../protocol/interop/neighbours.js'
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

for (const name of Object.keys(roundTrips) as NeighbourName[])
  t.test(`DAP -> ${name} -> DAP`, async (t) => {
    let mapped = 0
    let refused = 0
    holds(
      t,
      'comes back the same, or is refused with its losses',
      fc.property(distributions(), (testCase) => {
        const losses = interop.lossesOf(name, testCase.distribution)
        const refusal = refusalOf(() => roundTrips[name](testCase.distribution))
        if (losses.length > 0) {
          refused++
          return refusal !== undefined && JSON.stringify(refusal.losses) === JSON.stringify(losses) && refusal.target !== ''
        }
        mapped++
        return refusal === undefined && isSamePlacement(testCase, roundTrips[name](testCase.distribution))
      }),
      { numRuns: 1500 },
    )
    t.ok(mapped > 10, `some were mapped (${mapped})`)
    t.ok(refused > 10, `some were refused (${refused})`)
  })

for (const [name, toLists] of [
  ['petscIndexSets', (d: Distribution) => interop.toPetscIndexSets(d, { flatten: true }).idx],
  ['tpetra', (d: Distribution) => listsOfTpetra(interop.toTpetra(d, { flatten: true }).map)],
] as const)
  t.test(`DAP -> ${name}, flattened`, async (t) => {
    let mapped = 0
    holds(
      t,
      'lists the row-major number of every own element in local order',
      fc.property(distributions(), ({ distribution, dims }) => {
        if (interop.lossesOf(name, distribution, { flatten: true }).length > 0) return
        mapped++
        const expected = enumerateRanks(dims).map(({ own }) => elementsOf(own, distribution.shape))
        if (JSON.stringify(toLists(distribution)) !== JSON.stringify(expected)) throw new Error(JSON.stringify(toLists(distribution)))
      }),
      { numRuns: 1500 },
    )
    t.ok(mapped > 100, `some were mapped (${mapped})`)
  })

function listsOfTpetra({ elementList, numLocalElements, indexBase }: interop.TpetraMapArguments): readonly (readonly number[])[] {
  if (elementList) return elementList
  let next = indexBase
  return numLocalElements!.map((count) => Array.from({ length: count }, () => next++))
}
