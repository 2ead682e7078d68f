// @ranks 1 2
import { inspect } from 'node:util'
import { LocalArray } from '../../array/local-array.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { SelectionError } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2] }, async (t) => {
  const comm = world()
  const show = (array: LocalArray): string => inspect(array, { colors: false })

  await t.test('an array says what and where it is', (t) => {
    using array = LocalArray.fromFunction(comm, { shape: [2 * comm.size, 2], dist: 'bn' }, (i, j) => 10 * i + j, 'int32')
    const line = `LocalArray(int32, shape [2, 2] of [${2 * comm.size}, 2], dist 'bn', rank ${comm.rank} of ${comm.size})`
    t.equal(String(array), line, 'toString()')
    const first = 20 * comm.rank
    t.equal(show(array), `${line} [ [ ${first}, ${first + 1} ], [ ${first + 10}, ${first + 11} ] ]`, 'inspect() shows the elements too')
  })

  await t.test('inspect() shows every kind of array', (t) => {
    using scalar = LocalArray.full(self(), [], { re: 1, im: -2 }, 'complex128')
    t.equal(show(scalar), "LocalArray(complex128, shape [] of [], dist '', rank 0 of 1) { re: 1, im: -2 }", '0-d, complex')
    using empty = LocalArray.zeros(self(), { shape: [0, 3], dist: 'cn' }, 'bool')
    t.equal(show(empty), "LocalArray(bool, shape [0, 3] of [0, 3], dist 'cn', rank 0 of 1) []", 'empty')
    using big = LocalArray.full(self(), [2], 2n ** 60n, 'int64')
    t.equal(
      show(big),
      "LocalArray(int64, shape [2] of [2], dist 'b', rank 0 of 1) [ 1152921504606846976n, 1152921504606846976n ]",
      'bigint',
    )
    using long = LocalArray.zeros(self(), [5000])
    t.ok(/ 0,\s+\.\.\.\s+\]$/.test(show(long)) && show(long).split('0,').length === 101, 'a long one is cut after 100 elements')
    using wide = LocalArray.zeros(self(), [100, 100, 100])
    t.ok(show(wide).length < 4000 && show(wide).split('...').length === 3, 'a large one is cut in every dimension')
    t.ok(inspect(long, { maxArrayLength: 3 }).endsWith('[ 0, 0, 0, ... ]'), 'at the length that inspect() is given')
    const freed = LocalArray.zeros(self(), [1])
    freed.free()
    t.equal(show(freed), "LocalArray(float64, shape [1] of [1], dist 'b', rank 0 of 1) (freed)", 'freed')
  })

  await t.test('wrong indices are refused in words', (t) => {
    using array = LocalArray.zeros(self(), [3, 4])
    const wrong: [readonly number[], RegExp][] = [
      [[3, 0], /integer from 0 to 2 for local index\[0\] but received 3/],
      [[0, -1], /local index\[1\] but received -1/],
      [[0, 1.5], /local index\[1\] but received 1.5/],
      [[0], /an array of 2 integers for local index/],
      [[0, 0, 0], /an array of 2 integers/],
      [0 as never, /an array of 2 integers/],
    ]
    for (const [index, message] of wrong) {
      t.throws(() => array.get(index), { code: 'ERR_SELECTION', message }, `get(${JSON.stringify(index)})`)
      t.throws(() => array.set(index, 1), { code: 'ERR_SELECTION', message }, `set(${JSON.stringify(index)})`)
    }
    for (const index of [[3, 0], [0, -1], [0, 1.5], [0], [0, 0, 0]]) {
      t.throws(() => array.getGlobal(index), SelectionError, `getGlobal(${JSON.stringify(index)})`)
      t.throws(() => array.setGlobal(index, 1), SelectionError, `setGlobal(${JSON.stringify(index)})`)
    }
  })

  finalize()
})
