// Every operation for every combination of dtypes: dtype, values and refusals are NumPy's, except where the list of deviations says more.
import t, { type Test } from 'tap'
import { NDArray } from '../../../array/nd-array.js'
import { loopKey, type Operation } from '../../../array/operations/operation.js'
import { operations } from '../../../array/operations/table.js'
import { DTypeError } from '../../../protocol/errors.js'
import { type DType, dtypes, typedArrayFor } from '../../../protocol/index.js'
import { mismatches } from '../../support/close.js'
import { contractLoops } from '../../support/contract-loops.js'
import { Numpy, NumpyError } from '../../support/numpy.js'
import { numpyBuilder } from '../../support/numpy-builder.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

const isExact = (dtype: DType): boolean => dtype === 'bool' || dtype.includes('int')
const isComplex = (dtype: DType): boolean => dtype.startsWith('complex')

interface Deviation {
  readonly why: string
  /** `numpys` is the dtype that NumPy gives, or its exception. */
  readonly applies: (name: string, inputs: readonly DType[], numpys: string) => boolean
  readonly gives: 'refusal' | ((inputs: readonly DType[]) => DType)
}

/** Where the answer is another than that of NumPy 1.24, on purpose. */
const deviations: readonly Deviation[] = [
  {
    why: 'complex numbers have no order in the standard',
    applies: (name, inputs) =>
      ['less', 'lessEqual', 'greater', 'greaterEqual', 'maximum', 'minimum', 'fmax', 'fmin', 'clip'].includes(name) &&
      inputs.some(isComplex),
    gives: 'refusal',
  },
  {
    why: 'rounding keeps integers and bool: the standard, and NumPy from 2.1 on',
    applies: (name, inputs) => ['floor', 'ceil', 'trunc', 'round'].includes(name) && inputs.every(isExact),
    gives: ([x]) => x as DType,
  },
  {
    why: 'the reciprocal of an integer is a fraction; NumPy truncates it',
    applies: (name, inputs) => name === 'reciprocal' && inputs.every(isExact),
    gives: () => 'float64',
  },
  {
    why: 'the conjugate of a real number is itself, in its own dtype',
    applies: (name, [x]) => name === 'conj' && x === 'bool',
    gives: () => 'bool',
  },
  {
    why: 'clipping has no meaning for truth values',
    applies: (name, inputs) => name === 'clip' && inputs.every((dtype) => dtype === 'bool'),
    gives: 'refusal',
  },
  {
    why: 'exponents of every integer dtype are taken',
    applies: (name, [x, exponent]) => name === 'ldexp' && !isComplex(x as DType) && exponent === 'uint64',
    gives: ([x]) => (isExact(x as DType) ? 'float64' : (x as DType)),
  },
  {
    why: 'functions of integers are float64 for every width; NumPy takes float16 and float32 for narrow ones',
    applies: (name, inputs, numpys) =>
      ['float16', 'float32'].includes(numpys) && (name === 'ldexp' ? isExact(inputs[0] as DType) : inputs.every(isExact)),
    gives: () => 'float64',
  },
]

function sample(dtype: DType, values: readonly number[]): NDArray {
  const data = new (typedArrayFor(dtype))(values.length * (isComplex(dtype) ? 2 : 1))
  for (const [k, value] of values.entries()) {
    const part = isExact(dtype) ? (dtype.startsWith('int') ? Math.round(value) : Math.abs(Math.round(value))) : value
    const stored = dtype === 'bool' ? Math.min(part, 1) : part
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[k] = BigInt(stored)
    else if (isComplex(dtype)) data.set([stored, 1 - stored], 2 * k)
    else data[k] = stored
  }
  return new NDArray([values.length], dtype, data)
}

/** No negative exponents, which NumPy refuses for integers, and bounds in order. */
const samples = [
  [0, 1, 3, -2, 0.5],
  [1, 2, 1, 0, 3],
  [3, 2, 5, 6, 4],
]
const letters = ['x', 'y', 'z']

async function check(t: Test, operation: Operation, inputs: readonly DType[]): Promise<void> {
  const label = loopKey(operation.name, inputs)
  const arrays = Object.fromEntries(inputs.map((dtype, i) => [letters[i], sample(dtype, samples[i] as number[])]))
  const call = `np.${operation.numpy}(${Object.keys(arrays).join(', ')})`
  const numpys = await numpy.value(`str(${call}.dtype)`, arrays).catch((error) => error)
  let node: { readonly dtype: DType; readonly text: string }
  try {
    const builder = numpyBuilder((loop) =>
      t.ok(contractLoops.has(`${loopKey(loop.name, loop.inputs)}->${loop.output}`), `loop of ${label}`),
    )
    node = builder.op(operation.name, ...inputs.map((dtype, i) => ({ dtype, text: letters[i] as string })))
  } catch (error) {
    const deviation = deviations.find(({ applies, gives }) => gives === 'refusal' && applies(operation.name, inputs, String(numpys)))
    t.type(error, DTypeError, `${label}: ${error}`)
    t.ok(deviation || numpys instanceof NumpyError, `${label} is refused, by NumPy too; it gives ${numpys}`)
    return
  }
  if (numpys === node.dtype) {
    const [ours, theirs] = await Promise.all([numpy.array(node.text, arrays), numpy.array(call, arrays)])
    t.same(mismatches(ours, theirs, { ulp: 4, byModulus: true }), [], `${label} as ${node.text}`)
    return
  }
  const deviation = deviations.find(({ applies, gives }) => applies(operation.name, inputs, String(numpys)) && gives !== 'refusal')
  const wanted = deviation && deviation.gives !== 'refusal' ? deviation.gives(inputs) : String(numpys)
  t.equal(node.dtype, wanted, `${label}: ${deviation?.why}; NumPy gives ${numpys}`)
  t.equal((await numpy.array(node.text, arrays)).dtype, wanted, node.text)
}

for (const operation of operations.filter((one) => one.numpy !== undefined && one.name !== 'where'))
  t.test(operation.name, async (t) => {
    const combinations = dtypes.flatMap((a) =>
      operation.arity === 1 ? [[a]] : dtypes.flatMap((b) => (operation.arity === 2 ? [[a, b]] : [[a, b, a]])),
    )
    await Promise.all(combinations.map((inputs) => check(t, operation, inputs)))
  })

t.test('where, whose condition takes no part in promotion', async (t) => {
  for (const condition of dtypes)
    for (const a of dtypes)
      for (const b of ['int16', 'float32', 'complex64'] as const) {
        const arrays = { x: sample(condition, [0, 1, 2]), y: sample(a, [3, 4, 5]), z: sample(b, [6, 7, 8]) }
        const node = numpyBuilder((loop) => t.ok(contractLoops.has(`${loopKey(loop.name, loop.inputs)}->${loop.output}`))).op(
          'where',
          { dtype: condition, text: 'x' },
          { dtype: a, text: 'y' },
          { dtype: b, text: 'z' },
        )
        t.same(mismatches(await numpy.array(node.text, arrays), await numpy.array('np.where(x, y, z)', arrays)), [])
      }
})
