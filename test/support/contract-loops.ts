import { type DType, dtypes } from '../../protocol/index.js'

/** Groups of dtypes, by kind. */
const ints = dtypes.filter((dtype) => dtype.includes('int'))
const floats: readonly DType[] = ['float32', 'float64']
const complexes: readonly DType[] = ['complex64', 'complex128']
const reals = [...ints, ...floats]
const numbers = [...reals, ...complexes]
const inexact = [...floats, ...complexes]
const logical: readonly DType[] = ['bool']

/** The loops that the kernels have to have, as `name(inputs)->output`: what any resolution may ask for. */
export const contractLoops: ReadonlySet<string> = new Set([
  ...uniform(2, numbers, 'add subtract multiply'),
  ...uniform(2, inexact, 'divide'),
  ...uniform(2, numbers, 'pow'),
  ...uniform(2, reals, 'floorDivide remainder fmod'),
  ...uniform(1, numbers, 'negative positive square sign'),
  ...uniform(1, inexact, 'reciprocal'),
  ...uniform(1, complexes, 'conj'),
  ...uniform(1, reals, 'abs'),
  ...uniform(1, complexes, 'abs real imag angle', realOf),
  ...uniform(2, dtypes, 'equal notEqual', () => 'bool'),
  ...uniform(2, [...reals, 'bool'], 'less lessEqual greater greaterEqual', () => 'bool'),
  ...uniform(2, logical, 'logicalAnd logicalOr logicalXor'),
  ...uniform(1, logical, 'logicalNot'),
  ...uniform(2, ['bool', ...ints], 'bitwiseAnd bitwiseOr bitwiseXor'),
  ...uniform(1, ['bool', ...ints], 'bitwiseInvert'),
  ...uniform(2, ints, 'bitwiseLeftShift bitwiseRightShift gcd lcm'),
  ...uniform(1, inexact, 'sqrt exp expm1 log log1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh round'),
  ...uniform(1, floats, 'exp2 cbrt erf erfc gamma lgamma i0 floor ceil trunc deg2rad rad2deg frexpMantissa modfFraction modfInteger'),
  ...uniform(1, floats, 'frexpExponent', () => 'int32'),
  ...uniform(1, inexact, 'isnan isinf isfinite', () => 'bool'),
  ...uniform(1, floats, 'signbit', () => 'bool'),
  ...uniform(2, floats, 'makeComplex', (dtype) => (dtype === 'float32' ? 'complex64' : 'complex128')),
  ...uniform(2, floats, 'atan2 hypot copysign nextafter logaddexp logaddexp2 heaviside fmax fmin'),
  ...uniform(2, [...reals, 'bool'], 'maximum minimum'),
  ...floats.map((dtype) => `ldexp(${dtype},int32)->${dtype}`),
  ...dtypes.map((dtype) => `where(bool,${dtype},${dtype})->${dtype}`),
  ...uniform(3, reals, 'clip'),
])

function uniform(arity: number, over: readonly DType[], names: string, output = (dtype: DType): DType => dtype): string[] {
  const inputs = (dtype: DType): string => Array<string>(arity).fill(dtype).join(',')
  return names.split(' ').flatMap((name) => over.map((dtype) => `${name}(${inputs(dtype)})->${output(dtype)}`))
}

function realOf(dtype: DType): DType {
  return dtype === 'complex64' ? 'float32' : 'float64'
}
