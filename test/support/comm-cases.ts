import { type Communicator, self, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { type DType, dtypes, type TypedArray } from '../../protocol/dtype.js'
import { difference } from './elements.js'
import type { RankTest } from './mpi-test.js'

/** What one check of a communicator operation is given. */
export interface CommCase {
  comm: Communicator
  dtype: DType
  n: number
  /** Compare a buffer with the plain computation. */
  expect(actual: TypedArray, wanted: TypedArray, what: string): void
}

const largest = 2 ** 31 - 1

/**
 * Run one body over every dtype: on the communicators self, world and a dup, with lengths from 0, the plain way and the one that
 * large counts take (above 3 elements instead of 2^31). One assertion per dtype.
 *
 * Collective over the world communicator.
 */
export async function eachCase(t: RankTest, name: string, body: (c: CommCase) => void): Promise<void> {
  const dup = world().dup()
  const cases = [
    { name: 'self', comm: self(), n: 7, limit: largest },
    { name: 'world', comm: world(), n: 0, limit: largest },
    { name: 'world', comm: world(), n: 1, limit: largest },
    { name: 'dup', comm: dup, n: 7, limit: largest },
    { name: 'dup', comm: dup, n: 2, limit: 3 },
    { name: 'world', comm: world(), n: 7, limit: 3 },
  ]
  await t.test(name, (t) => {
    for (const dtype of dtypes) {
      const findings: string[] = []
      let checks = 0
      for (const { name, comm, n, limit } of cases) {
        native().set_max_count(limit)
        const expect = (actual: TypedArray, wanted: TypedArray, what: string) => {
          checks++
          const found = difference(actual, wanted)
          if (found) findings.push(`${what} on ${name}, ${n} elements, limit ${limit}: ${found}`)
        }
        try {
          body({ comm, dtype, n, expect })
        } finally {
          native().set_max_count(largest)
        }
      }
      t.same(findings, [], `${dtype}: ${checks} comparisons`)
      t.ok(checks > 0, `${dtype} compares something`)
    }
  })
  dup.free()
}
