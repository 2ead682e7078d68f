// PETSc, Tpetra and Epetra through the adapters: as producers with vectors that the libraries made in their own memory, as
// consumers with vectors over the memory of the case. What they cannot hold is claimed out.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { outcomeOf } from '../../conformance/result.js'
import { loadCases } from '../../conformance/vectors.js'
import { recordsOf } from '../support/conformance.js'

const rankCounts = [1, 2, 3, 4, 6, 7]
// Six ranks and more on two cores take long: there only what is about numbers of ranks.
const cases = loadCases().filter(
  ({ name, ranks }) => rankCounts.includes(ranks) && (ranks < 6 || /^(block|cyclic|empty|unstructured)\//.test(name)),
)

for (const [name, letters] of [
  ['petsc', ['b']],
  ['trilinos', ['b', 'u']],
  ['epetra', ['b', 'u']],
] as const)
  t.test(name, async (t) => {
    const path = fileURLToPath(new URL(`../../examples/conformance/${name}.js`, import.meta.url))
    const records = await recordsOf({ kind: 'module', path }, cases)
    t.equal(records.length, 2 * cases.length)
    t.same(
      records.filter((record) => outcomeOf(record) === 'fail').map((record) => [record.role, record.case]),
      [],
    )
    const passing = records.filter((record) => outcomeOf(record) === 'pass')
    for (const letter of letters) {
      const made = passing.filter(({ role, case: name }) => role === 'producer' && letterOf(name) === letter)
      t.ok(made.length >= 12, `${made.length} cases of dist_type ${letter} were produced`)
      for (const ranks of rankCounts)
        t.ok(
          made.some(({ case: name }) => ranksOf(name) === ranks),
          `dist_type ${letter} at ${ranks} ranks`,
        )
      t.ok(
        made.some(({ results }) => results.some(({ check, pass, skip }) => check === 'zero-copy' && pass && skip === undefined)),
        'and shared without copying',
      )
    }
    const taken = passing.filter(({ role }) => role === 'consumer').map(({ case: name }) => letterOf(name))
    for (const letter of ['b', 'c', 'u']) t.ok(taken.includes(letter), `arrays of dist_type ${letter} were taken`)
  })

function ranksOf(name: string): number | undefined {
  return cases.find((one) => one.name === name)?.ranks
}

/** dist_type of the first dimension of a case. */
function letterOf(name: string): unknown {
  return cases.find((one) => one.name === name)?.sections[0]?.dim_data[0]?.dist_type
}
