import fc from 'fast-check'
import t from 'tap'
import { type IndexList, nativeTriplets, type Triplets } from '../../adapters/common/triplets.js'
import { isDistError } from '../../protocol/errors.js'

const values = Float64Array.of(1, 2, 3)
const three = Int32Array.of(0, 1, 2)

t.test('indices of every type become 64-bit integers', async (t) => {
  const wanted = [0n, -1n, 5n]
  for (const rows of [Int32Array.of(0, -1, 5), Float64Array.of(0, -1, 5), Float64Array.of(-0, -1, 5), BigInt64Array.of(0n, -1n, 5n)]) {
    const made = nativeTriplets({ rows, cols: rows, values })
    t.same([...made.rows], wanted, rows.constructor.name)
    t.same([...made.cols], wanted, rows.constructor.name)
  }
})

t.test('any safe integer and any 32-bit integer comes through', async () => {
  const edge = fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 32 - 1)
  fc.assert(
    fc.property(fc.array(fc.oneof(edge, fc.maxSafeInteger())), (list) => {
      const rows = Float64Array.from(list)
      const made = nativeTriplets({ rows, cols: rows, values: new Float64Array(list.length) })
      return made.rows.every((index, k) => index === BigInt(list[k]!))
    }),
  )
  fc.assert(
    fc.property(fc.int32Array(), (rows) => {
      const made = nativeTriplets({ rows, cols: rows, values: new Float64Array(rows.length) })
      return made.rows.every((index, k) => index === BigInt(rows[k]!))
    }),
  )
})

t.test('what has the right type is not copied', async (t) => {
  const rows = BigInt64Array.of(1n, 2n, 3n)
  const made = nativeTriplets({ rows, cols: rows, values })
  t.equal(made.rows, rows)
  t.equal(made.values, values)
})

t.test('refusals', async (t) => {
  const refused = (triplets: unknown, code: string, message: RegExp) => {
    try {
      nativeTriplets(triplets as Triplets)
      t.fail(`accepted what should give ${code}`)
    } catch (error) {
      t.ok(isDistError(error, code), `${code}: ${error}`)
      t.match(String(error), message)
    }
  }
  refused(undefined, 'ERR_ARGUMENT', /rows, cols and values/)
  refused({ rows: [0], cols: three, values }, 'ERR_ARGUMENT', /for rows/)
  refused({ rows: three, cols: new Uint32Array(3), values }, 'ERR_ARGUMENT', /for cols/)
  refused({ rows: three, cols: three, values: new Float32Array(3) }, 'ERR_ARGUMENT', /a Float64Array for values/)
  refused({ rows: three, cols: three, values: new Float64Array(2) }, 'ERR_SHAPE', /3 rows, 3 cols and 2 values/)
  refused({ rows: three, cols: new Int32Array(4), values }, 'ERR_SHAPE', /4 cols/)
  for (const bad of [0.5, NaN, Infinity, 2 ** 53]) {
    const list: IndexList = Float64Array.of(0, bad, 1)
    refused({ rows: three, cols: list, values }, 'ERR_SELECTION', /cols\[1\]/)
  }
})
