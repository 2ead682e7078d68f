// @ranks 1 2 3 4 7
import { combineStates } from '../../array/spmd/combine-states.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { kernelReductions, reductionCombine, reductionFinish, reductionFold } from '../../bindings/reductions.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { mpiTest } from '../support/mpi-test.js'
import { newStates, reductionNamed, widthOf } from '../support/reductions.js'

/** Number i of rank r: of many magnitudes, the same wherever it is asked for. */
const numberOf = (rank: number, i: number) => Math.sin(1 + rank * 37 + i) * 10 ** ((rank * 5 + i) % 9)

function elements(dtype: DType, rank: number, count: number): TypedArray {
  const array = new (typedArrayFor(dtype))(count * widthOf(dtype))
  for (let i = 0; i < array.length; i++) {
    const value = numberOf(rank, i)
    array[i] =
      array instanceof BigInt64Array || array instanceof BigUint64Array
        ? BigInt(Math.abs(Math.round(value)))
        : dtype === 'bool'
          ? value > 0
            ? 1
            : 0
          : value
  }
  return array
}

/** States that differ; more of them are these again, so that many are made quickly. */
const period = 61

/** `count` states of one rank, each of its own element. */
function statesOf(reduction: number, rank: number, count: number): TypedArray[] {
  const state = newStates(reduction, count)
  const { inputs, state: dtypes } = kernelReductions()[reduction]!
  const given = inputs.map((dtype) => elements(dtype, rank, period))
  const part = (array: TypedArray, dtype: DType, i: number) => array.subarray(i * widthOf(dtype), (i + 1) * widthOf(dtype)) as TypedArray
  for (let i = 0; i < Math.min(count, period); i++)
    reductionFold(
      reduction,
      given.map((array, c) => part(array, inputs[c]!, i)),
      state.map((array, c) => part(array, dtypes[c]!, i)),
    )
  for (const [c, array] of state.entries()) {
    const width = period * widthOf(dtypes[c]!)
    for (let at = width; at < array.length; at += width) array.copyWithin(at, 0, width)
  }
  return state
}

/** What the ranks' states come to, combined in rank order on this rank alone. */
function expectedStates(reduction: number, size: number, count: number): TypedArray[] {
  const total = statesOf(reduction, 0, count)
  for (let rank = 1; rank < size; rank++) reductionCombine(reduction, total, statesOf(reduction, rank, count))
  return total
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  await t.test('every reduction, on every rank and on a root', (t) => {
    for (const [reduction, { name, inputs }] of kernelReductions().entries())
      for (const count of [1, 5]) {
        const expected = expectedStates(reduction, size, count)
        const state = statesOf(reduction, rank, count)
        combineStates(comm, reduction, state)
        t.same(state, expected, `${name}(${inputs}) ${count}`)
        const rooted = statesOf(reduction, rank, count)
        const root = reduction % size
        combineStates(comm, reduction, rooted, { root })
        if (rank === root) t.same(rooted, expected, 'on the root')
      }
  })

  await t.test('many states are combined in slices, to the same bits as a few', (t) => {
    for (const name of ['sum', 'moments', 'argmax', 'binnedSum']) {
      const reduction = reductionNamed(name, 'float64')
      const count = 20_011
      const expected = expectedStates(reduction, size, count)
      const state = statesOf(reduction, rank, count)
      combineStates(comm, reduction, state)
      t.same(state, expected, name)
      const few = statesOf(reduction, rank, count).map((array) => array.subarray(100, 103) as TypedArray)
      combineStates(comm, reduction, few)
      t.same(
        few,
        expected.map((array) => array.subarray(100, 103)),
        'few',
      )
      const rooted = statesOf(reduction, rank, count)
      combineStates(comm, reduction, rooted, { root: size - 1 })
      if (rank === size - 1) t.same(rooted, expected, 'on the root')
    }
  })

  await t.test('states beyond one round', (t) => {
    const reduction = reductionNamed('any', 'bool')
    const count = (1 << 22) + 12_345
    const state = [new Uint8Array(count)]
    for (let i = rank; i < count; i += 3 * size) state[0]![i] = 1
    combineStates(comm, reduction, state)
    const wrong = state[0]!.findIndex((value, i) => value !== (i % (3 * size) < size ? 1 : 0))
    t.equal(wrong, -1, 'all of them')
  })

  await t.test('no states, and fewer than ranks in slices', (t) => {
    const reduction = reductionNamed('max', 'float64')
    combineStates(comm, reduction, newStates(reduction, 0))
    const sum = reductionNamed('binnedSum', 'float64')
    const state = newStates(sum)
    reductionFold(sum, [Float64Array.of(rank === 0 ? 1e300 : 2 ** -rank)], state)
    combineStates(comm, sum, state)
    const out = new Float64Array(1)
    reductionFinish(sum, state, out)
    t.equal(out[0], 1e300, 'the others are below what is kept')
  })

  await t.test('arguments that do not fit are refused before anything is sent', (t) => {
    const sum = reductionNamed('sum', 'float64')
    t.throws(() => combineStates(comm, 1000, newStates(sum)), { code: 'ERR_ARGUMENT' }, 'reduction')
    t.throws(() => combineStates(comm, sum, [new Float32Array(1)]), { code: 'ERR_DTYPE' }, 'dtype')
    t.throws(() => combineStates(comm, sum, newStates(sum), { root: size }), { code: 'ERR_ARGUMENT' }, 'root')
    t.throws(() => combineStates(comm, sum, newStates(sum), { rot: 0 } as object), { code: 'ERR_ARGUMENT' }, 'misspelt')
  })

  finalize()
})
