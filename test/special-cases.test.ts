// The data of the standard's special cases, and the driver that checks them: NumPy has to pass, a function that is wrong must not.
import t from 'tap'
import { NDArray } from '../array/nd-array.js'
import { operationNamed } from '../array/operations/table.js'
import { Numpy } from './support/numpy.js'
import { numpyDeviations } from './support/numpy-deviations.js'
import { specialCases } from './support/special-case-rows.js'
import { checkSpecialCases, type Evaluate } from './support/special-cases.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

const evaluate: Evaluate = (name, _, inputs) => {
  const names = inputs.map((_, i) => 'xyz'[i] as string)
  return numpy.array(
    `np.${operationNamed(name).numpy}(${names.join(', ')})`,
    Object.fromEntries(inputs.map((input, i) => [names[i], input])),
  )
}

t.test('NumPy does what the standard says, except where it is known not to', async (t) => {
  const { checked, untried, failures } = await checkSpecialCases(evaluate)
  t.ok(checked > 100_000, `${checked} inputs`)
  t.same(untried, [], 'every row has inputs')
  const isKnown = ({ name, when }: { name: string; when: string }): boolean =>
    numpyDeviations.some((known) => known.name === name && known.when.includes(when))
  t.same(
    failures.filter((failure) => !isKnown(failure)),
    [],
  )
  for (const { name, when, why } of numpyDeviations)
    for (const condition of when)
      t.ok(
        failures.some((failure) => failure.name === name && failure.when === condition),
        `${name} of ${condition}: ${why}`,
      )
})

t.test('the data are about functions that exist, and are as many as the standard has', async (t) => {
  const rows = Object.entries(specialCases).flatMap(([name, domains]) => {
    t.equal(operationNamed(name).name, name)
    return Object.values(domains).flatMap(({ rows }) => rows ?? [])
  })
  t.equal(rows.length, 497)
})

/** A result with every element changed. */
function changed(array: NDArray, change: (value: number) => number): NDArray {
  const data = array.data.slice() as Float64Array
  data.forEach((value, k) => {
    data[k] = change(Number(value))
  })
  return new NDArray(array.shape, array.dtype, data)
}

t.test('a function that is wrong fails', async (t) => {
  const names = Object.keys(specialCases)
  for (const [fault, change] of [
    ['everything is 42.5', () => 42.5],
    ['the sign is wrong', (value: number) => -value],
  ] as const)
    for (const name of names) {
      const wrong: Evaluate = async (...call) => changed(await evaluate(...call), change)
      const isTest = ['equal', 'notEqual', 'isnan', 'isinf', 'isfinite', 'signbit'].includes(name)
      const isBlind = fault === 'the sign is wrong' && ['clip', 'maximum', 'minimum'].includes(name)
      if (isTest && fault === 'the sign is wrong') continue
      const { failures } = await checkSpecialCases(wrong, [name])
      t.equal(failures.length > 0, !isBlind, `${name}: ${fault}`)
    }
})

t.test('one wrong zero, one wrong NaN', async (t) => {
  const zeros: Evaluate = async (...call) => changed(await evaluate(...call), (value) => (value === 0 ? 0 : value))
  const { failures } = await checkSpecialCases(zeros, ['sin'])
  t.ok(failures.length > 0 && failures.every(({ received }) => received.includes('0')), '-0 became 0')
  const numbers: Evaluate = async (...call) => changed(await evaluate(...call), (value) => (Number.isNaN(value) ? 0 : value))
  t.ok((await checkSpecialCases(numbers, ['maximum'])).failures.length > 0, 'NaN became 0')
})
