// The table of neighbours in SPEC.md: "yes" means that the distribution comes back, "no" that it is refused.
import t from 'tap'
import { lossesOf } from '../../../protocol/interop/index.js'
import { type NeighbourName, neighbours } from '../../../protocol/interop/neighbours.js'
import { readSource } from '../../../protocol/interop/source.js'
import { neighbourTable } from '../../../protocol/interop/table/neighbour-table.js'
import { probes } from '../../../protocol/interop/table/probes.js'
import { roundTrips } from '../../support/neighbour-round-trips.js'
import { elementsOf, placesOf } from '../../support/places.js'
import { refusalOf } from '../../support/refusals.js'

/** Everything that mappings keep. An extent of 2^32 is compared by its counts. */
function facts(source: Parameters<typeof readSource>[0]) {
  const { distribution, replicated, partial } = readSource(source)
  const ranks = Array.from({ length: distribution.ranks }, (_, rank) => rank)
  const places = distribution.size < 1000 ? placesOf(distribution) : ranks.map((rank) => distribution.localShape(rank))
  const periodic = distribution.maps.map((map) => 'periodic' in map && map.periodic)
  return { shape: distribution.shape, places, periodic, replicated, partial }
}

for (const name of Object.keys(neighbours) as NeighbourName[])
  t.test(`${name}: what it takes comes back, and what it refuses is refused`, async (t) => {
    for (const { feature, sources } of probes)
      for (const [variant, source] of Object.entries(sources)) {
        const refusal = refusalOf(() => roundTrips[name](source))
        t.same(refusal?.losses ?? [], lossesOf(name, source), `${feature}, ${variant}: ${refusal ? 'refused' : 'taken'}`)
        if (!refusal) t.same(facts(roundTrips[name](source)), facts(source), `${feature}, ${variant}: comes back`)
      }
  })

t.test('the verdicts, spot-checked against what the libraries say of themselves', async (t) => {
  const lines = neighbourTable().split('\n')
  const [, ...titles] = cells(lines[0]!)
  const verdict = (feature: string, title: string) => {
    const row = lines.map(cells).find(([head]) => head === feature)
    return row?.[titles.indexOf(title) + 1]
  }
  for (const [feature, title, expected] of [
    ['blocks of one width', 'JAX', 'partly'], // "dimension should be divisible"
    ['cyclic', 'MPI darray', 'yes'],
    ['block-cyclic', 'ScaLAPACK', 'yes'],
    ['block-cyclic', 'PETSc DMDA', 'no'],
    ['irregular bounds', 'PETSc layout', 'yes'],
    ['irregular bounds', 'DTensor', 'no'], // torch.chunk
    ['communication padding', 'MPI subarrays', 'yes'],
    ['communication padding', 'PETSc DMDA', 'partly'], // one stencil width
    ['communication padding', 'dask', 'no'],
    ['periodic', 'PETSc DMDA', 'yes'],
    ['periodic', 'JAX', 'no'],
    ['unstructured', 'Tpetra map', 'yes'],
    ['2-d process grid', 'Tpetra map', 'partly'], // flattened
    ['empty ranks', 'PETSc DMDA', 'no'],
    ['empty ranks', 'MPI subarrays', 'no'], // subsizes are positive
    ['0-d', 'dask', 'yes'],
    ['replicated', 'JAX', 'yes'],
    ['replicated', 'Tpetra map', 'partly'],
    ['partial results', 'DTensor', 'yes'],
  ] as const)
    t.equal(verdict(feature, title), expected, `${feature}: ${title}`)
})

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

t.test('elements in the two orders', async (t) => {
  t.same(elementsOf([[0, 1], [2]], [2, 3]), [2, 5])
  t.same(elementsOf([[0, 1], [2]], [2, 3], 'F'), [4, 5])
})
