// Operations with JavaScript scalars, what needs no loop, names and messages; all combinations of dtypes are in resolve-numpy.test.ts.
import fc from 'fast-check'
import t from 'tap'
import type { DTypeLike } from '../../../array/dtypes/result-type.js'
import { castKey, loopKey, type Resolution } from '../../../array/operations/operation.js'
import { resolve } from '../../../array/operations/resolve.js'
import { operationNamed, operations } from '../../../array/operations/table.js'
import { contractLoops } from '../../support/contract-loops.js'
import { holds } from '../../support/property.js'

/** As one line: the loop, its arguments (`#i` is an operand), and the result's dtype. */
function line(resolution: Resolution): string {
  if (resolution.kind === 'operand') return `#${resolution.operand} as ${resolution.dtype}`
  if (resolution.kind === 'constant') return `${resolution.value} of ${resolution.dtype}`
  const args = resolution.args.map((arg) => ('constant' in arg ? text(arg.constant) : `#${arg.operand}`))
  return `${loopKey(resolution.loop.name, resolution.loop.inputs)} ${args.join(' ')} -> ${resolution.dtype}`
}

function text(value: unknown): string {
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value)
}

const cases: readonly (readonly [name: string, operands: readonly DTypeLike[], wanted: string])[] = [
  ['add', ['int8', 2], 'add(int8,int8) #0 2 -> int8'],
  ['add', [2n, 'int8'], 'add(int8,int8) 2 #1 -> int8'],
  ['add', ['int64', 2], 'add(int64,int64) #0 2n -> int64'],
  ['add', ['int8', 2.5], 'add(float64,float64) #0 2.5 -> float64'],
  ['add', ['float32', 0.1], `add(float32,float32) #0 ${Math.fround(0.1)} -> float32`],
  ['add', ['float32', { re: 0, im: 1 }], 'add(complex64,complex64) #0 {"re":0,"im":1} -> complex64'],
  ['add', ['bool', 'bool'], 'logicalOr(bool,bool) #0 #1 -> bool'],
  ['add', ['bool', 1], 'add(int64,int64) #0 1n -> int64'],
  ['multiply', ['bool', true], 'logicalAnd(bool,bool) #0 true -> bool'],
  ['divide', ['int32', 'uint8'], 'divide(float64,float64) #0 #1 -> float64'],
  ['divide', ['uint8', 300], 'divide(float64,float64) #0 300 -> float64'],
  ['multiply', ['float64', -0], 'multiply(float64,float64) #0 -0 -> float64'],
  ['sqrt', ['int8'], 'sqrt(float64) #0 -> float64'],
  ['exp2', ['complex64'], 'pow(complex64,complex64) {"re":2,"im":0} #0 -> complex64'],
  ['floor', ['int16'], '#0 as int16'],
  ['round', ['bool'], '#0 as bool'],
  ['positive', ['float32'], '#0 as float32'],
  ['abs', ['uint8'], '#0 as uint8'],
  ['abs', ['complex64'], 'abs(complex64) #0 -> float32'],
  ['isnan', ['int64'], 'false of bool'],
  ['isfinite', ['bool'], 'true of bool'],
  ['signbit', ['int64'], 'less(int64,int64) #0 0n -> bool'],
  ['signbit', ['uint64'], 'false of bool'],
  ['imag', ['int64'], '0 of int64'],
  ['imag', ['float32'], '0 of float32'],
  ['real', ['bool'], '#0 as bool'],
  ['angle', ['int8'], 'atan2(float64,float64) 0 #0 -> float64'],
  ['angle', ['float32'], 'atan2(float32,float32) 0 #0 -> float32'],
  ['makeComplex', ['float32', 1], 'makeComplex(float32,float32) #0 1 -> complex64'],
  ['makeComplex', ['int8', 'float32'], 'makeComplex(float32,float32) #0 #1 -> complex64'],
  ['logicalAnd', ['complex64', Number.NaN], 'logicalAnd(bool,bool) #0 true -> bool'],
  ['logicalOr', [0, { re: 0, im: -0 }], 'logicalOr(bool,bool) false false -> bool'],
  ['where', ['float64', 'int8', 1], 'where(bool,int8,int8) #0 #1 1 -> int8'],
  ['where', [true, 1, 0], 'where(bool,float64,float64) true 1 0 -> float64'],
  ['clip', ['uint8', 0, 100], 'clip(uint8,uint8,uint8) #0 0 100 -> uint8'],
  ['clip', ['int8', 0.5, 100], 'clip(float64,float64,float64) #0 0.5 100 -> float64'],
  ['fmax', ['int8', 'uint8'], 'maximum(int16,int16) #0 #1 -> int16'],
  ['fmax', ['float32', 1], 'fmax(float32,float32) #0 1 -> float32'],
  ['ldexp', ['float32', 'int64'], 'ldexp(float32,int32) #0 #1 -> float32'],
  ['ldexp', ['int64', 3], 'ldexp(float64,int32) #0 3 -> float64'],
  ['pow', ['float32', 2], 'square(float32) #0 -> float32'],
  ['pow', ['int32', 2n], 'square(int32) #0 -> int32'],
  ['pow', ['bool', 2], 'square(int64) #0 -> int64'],
  ['pow', ['float64', -1], 'reciprocal(float64) #0 -> float64'],
  ['pow', ['float32', 1], '#0 as float32'],
  ['pow', ['int8', 0.5], 'pow(float64,float64) #0 0.5 -> float64'],
  ['pow', ['float64', 0.5], 'pow(float64,float64) #0 0.5 -> float64'],
  ['pow', [2, 'int8'], 'pow(int8,int8) 2 #1 -> int8'],
  ['pow', ['float32', { re: 2, im: 1 }], 'pow(complex64,complex64) #0 {"re":2,"im":1} -> complex64'],
]

t.test('loops, casts and constants', async (t) => {
  for (const [name, operands, wanted] of cases) {
    const resolution = resolve(name, operands)
    t.equal(line(resolution), wanted)
    if (resolution.kind === 'loop')
      t.ok(contractLoops.has(`${loopKey(resolution.loop.name, resolution.loop.inputs)}->${resolution.loop.output}`), `${name} has a loop`)
  }
  t.equal(castKey('int8', 'float32'), 'astype(int8,float32)')
})

t.test('an array of a dtype is as the dtype', async (t) => {
  t.equal(line(resolve('add', [{ dtype: 'int8' }, { dtype: 'float32' }])), 'add(float32,float32) #0 #1 -> float32')
})

const compare: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
}

t.test('comparisons with integers that the dtype does not hold have the true answer', async (t) => {
  const dtype = fc.constantFrom('int8', 'uint8', 'int64', 'uint64')
  const scalar = fc.oneof(
    fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }),
    fc.integer({ min: -600, max: 600 }),
    fc.constantFrom(2 ** 63, -(2 ** 63), 2n ** 63n - 1n, 2n ** 64n, 255, 256, -129),
  )
  const element = fc.bigInt({ min: -128n, max: 255n })
  const property = fc.property(
    fc.constantFrom(...Object.keys(compare)),
    dtype,
    scalar,
    element,
    fc.boolean(),
    (name, dtype, value, x, first) => {
      const own = dtype.startsWith('u') ? BigInt.asUintN(Number(dtype.slice(4)), x) : BigInt.asIntN(Number(dtype.slice(3)), x)
      const resolution = resolve(name, first ? [value, dtype] : [dtype, value])
      if (resolution.kind !== 'loop') return false
      const [a, b] = resolution.args.map((arg) => ('constant' in arg ? BigInt(arg.constant as bigint) : own)) as [bigint, bigint]
      const wanted = first ? compare[name]?.(BigInt(value), own) : compare[name]?.(own, BigInt(value))
      return compare[resolution.loop.name]?.(a, b) === wanted && resolution.loop.inputs.join() === `${dtype},${dtype}`
    },
  )
  holds(t, 'against bigint arithmetic', property, { numRuns: 3000 })
})

t.test('refusals say what to do', async (t) => {
  const refused: readonly (readonly [string, readonly DTypeLike[], string, RegExp])[] = [
    [
      'bitwiseAnd',
      ['float32', 'int8'],
      'DTypeError',
      /bool or integers for bitwiseAnd but received float32 and int8; cast .* to an integer/,
    ],
    ['bitwiseAnd', ['int8', 0.5], 'DTypeError', /received int8 and a float scalar/],
    ['less', ['complex64', 'int8'], 'DTypeError', /no order/],
    ['maximum', ['complex64', 1], 'DTypeError', /no order/],
    ['subtract', ['bool', 'bool'], 'DTypeError', /logicalXor/],
    ['subtract', ['bool', true], 'DTypeError', /logicalXor/],
    ['negative', ['bool'], 'DTypeError', /logicalNot/],
    ['sign', ['bool'], 'DTypeError', /astype\('int8'\)/],
    ['gcd', ['float64', 2], 'DTypeError', /integer dtype/],
    ['cbrt', ['complex64'], 'DTypeError', /real, imag or abs/],
    ['ldexp', ['float32', 'float32'], 'DTypeError', /exponents/],
    ['ldexp', ['float32', 0.5], 'DTypeError', /exponents/],
    ['pow', ['int8', -1], 'ArgumentError', /negative powers/],
    ['pow', ['int64', -2n], 'ArgumentError', /negative powers/],
    ['add', ['uint8', 256], 'ArgumentError', /\[0, 255\]/],
    ['add', ['uint8', -1], 'ArgumentError', /wider dtype/],
    ['clip', ['uint8', -1, 10], 'ArgumentError', /\[0, 255\]/],
    ['add', ['int8'], 'ArgumentError', /2 operands for add but received 1/],
    ['arcsin', ['int8'], 'ArgumentError', /did you mean 'asin'/],
    ['logical_and', ['int8', 'int8'], 'ArgumentError', /did you mean 'logicalAnd'/],
    ['sine', ['int8'], 'ArgumentError', /'sine'; did you mean 'sin'/],
    ['toString', ['int8'], 'ArgumentError', /'toString'$/],
  ]
  for (const [name, operands, error, message] of refused) t.throws(() => resolve(name, operands), { name: error, message })
})

t.test('the table has every elementwise function of the standard', async (t) => {
  const standard =
    'abs acos acosh add asin asinh atan atan2 atanh bitwiseAnd bitwiseLeftShift bitwiseInvert bitwiseOr bitwiseRightShift bitwiseXor ceil clip conj ' +
    'copysign cos cosh divide equal exp expm1 floor floorDivide greater greaterEqual hypot imag isfinite isinf isnan less lessEqual log log1p log2 ' +
    'log10 logaddexp logicalAnd logicalNot logicalOr logicalXor maximum minimum multiply negative nextafter notEqual positive pow real reciprocal ' +
    'remainder round sign signbit sin sinh square sqrt subtract tan tanh trunc'
  t.equal(standard.split(' ').length, 67)
  for (const name of standard.split(' ')) t.equal(operationNamed(name).name, name)
  t.equal(new Set(operations.map(({ name }) => name)).size, operations.length)
})
