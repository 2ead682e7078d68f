// Every native loop against NumPy, over special values, their pairs and random ones.
import t from 'tap'
import type { NDArray } from '../../array/nd-array.js'
import { type KernelLoop, kernelLoops } from '../../bindings/kernels.js'
import { runLoop } from '../support/kernel-loops.js'
import { operands } from '../support/kernel-values.js'
import { Numpy } from '../support/numpy.js'

const libm = (name: string): string =>
  `(lambda f: (setattr(f, 'restype', C.c_longdouble), setattr(f, 'argtypes', [C.c_longdouble]), np.vectorize(f, otypes='g')(a.astype('g')))[2])` +
  `(C.CDLL('libm.so.6').${name}l)`

/** Values that must be equal bit for bit, but for which NaN it is. `a`, `b`, `c` are the operands. */
const exact: Readonly<Record<string, string>> = {
  add: 'a + b',
  subtract: 'a - b',
  divide: 'a / b',
  floorDivide: 'np.floor_divide(a, b)',
  remainder: 'np.remainder(a, b)',
  // C traps for the most negative integer and -1
  fmod: "np.fmod(a, b) if a.dtype.kind != 'i' else np.where(b == -1, a.dtype.type(0), np.fmod(a, np.where(b == -1, b.dtype.type(1), b)))",
  negative: 'np.negative(a)',
  positive: 'np.positive(a)',
  square: 'np.square(a)',
  reciprocal: 'np.reciprocal(a)',
  conj: 'np.conj(a)',
  abs: 'np.abs(a)',
  sign: 'np.sign(a)',
  sqrt: 'np.sqrt(a)',
  floor: 'np.floor(a)',
  ceil: 'np.ceil(a)',
  trunc: 'np.trunc(a)',
  round: 'np.round(a)',
  deg2rad: 'np.deg2rad(a)',
  copysign: 'np.copysign(a, b)',
  heaviside: 'np.heaviside(a, b)',
  nextafter: 'np.nextafter(a, b)',
  ldexp: 'np.ldexp(a, b)',
  frexpMantissa: 'np.frexp(a)[0]',
  frexpExponent: 'np.frexp(a)[1]',
  modfFraction: 'np.modf(a)[0]',
  modfInteger: 'np.modf(a)[1]',
  equal: 'a == b',
  notEqual: 'a != b',
  less: 'a < b',
  lessEqual: 'a <= b',
  greater: 'a > b',
  greaterEqual: 'a >= b',
  logicalAnd: 'np.logical_and(a, b)',
  logicalOr: 'np.logical_or(a, b)',
  logicalXor: 'np.logical_xor(a, b)',
  logicalNot: 'np.logical_not(a)',
  bitwiseAnd: 'a & b',
  bitwiseOr: 'a | b',
  bitwiseXor: 'a ^ b',
  bitwiseInvert: '~a',
  bitwiseLeftShift: 'np.left_shift(a, b)',
  bitwiseRightShift: 'np.right_shift(a, b)',
  isnan: 'np.isnan(a)',
  isinf: 'np.isinf(a)',
  isfinite: 'np.isfinite(a)',
  signbit: 'np.signbit(a)',
  real: 'a.real',
  imag: 'a.imag',
  makeComplex: "np.stack([a, b], -1).view('c%d' % (2 * a.itemsize))[..., 0]",
  gcd: 'np.gcd(a, b)',
  lcm: 'np.lcm(a, b)',
  where: 'np.where(a, b, c)',
  multiply: 'a * b',
  // NumPy refuses negative exponents
  pow:
    "np.power(a, b) if a.dtype.kind == 'u' else np.where(b < 0, np.where(a == 1, 1, np.where(a == -1, np.where(b & 1, -1, 1), 0))" +
    '.astype(a.dtype), np.power(a, np.maximum(b, b.dtype.type(0))))',
}

/** Equal values; of two equal zeros NumPy may pick either. */
const anyZero: Readonly<Record<string, string>> = {
  maximum: 'np.maximum(a, b)',
  minimum: 'np.minimum(a, b)',
  fmax: 'np.fmax(a, b)',
  fmin: 'np.fmin(a, b)',
  clip: 'np.clip(a, b, c)',
}

/** Real functions, computed in the longer type. */
const precise: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['exp', 'exp2', 'expm1', 'log', 'log1p', 'log2', 'log10', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'cbrt'].map((name) => [
      name,
      `np.${name}(a.astype('g'))`,
    ]),
  ),
  ...Object.fromEntries(['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'].map((name) => [`a${name}`, `np.arc${name}(a.astype('g'))`])),
  // NumPy rounds the factor twice
  rad2deg: "a.astype('g') * (180 / np.arctan2(np.longdouble(0), np.longdouble(-1)))",
  erf: libm('erf'),
  erfc: libm('erfc'),
  lgamma: libm('lgamma'),
  gamma: libm('tgamma'),
  // the power series, whose terms are all positive
  i0:
    "np.where(np.isnan(a) | (np.abs(a) > 720), np.abs(a).astype('g') * np.inf, " +
    "np.cumprod(np.square(np.minimum(np.abs(a.astype('g')), 720) / 2)[None, :] / np.square(np.arange(1, 1400, dtype='g'))[:, None], axis=0).sum(0) + 1)",
  atan2: "np.arctan2(a.astype('g'), b.astype('g'))",
  hypot: "np.hypot(a.astype('g'), b.astype('g'))",
  // libm's powl(-inf, -2**63) is wrong
  pow: "np.where(np.isinf(a), np.power(a, b).astype('g'), np.power(a.astype('g'), b.astype('g')))",
}

/** Complex functions: the distance to NumPy's, which are libm's, in units of the last place of the size. */
const near: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['sqrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'].map((name) => [name, `np.${name}(a)`]),
  ),
  ...Object.fromEntries(['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'].map((name) => [`a${name}`, `np.arc${name}(a)`])),
  pow: 'np.power(a, b)',
}

const same = '(y == r) & (np.signbit(y) == np.signbit(r)) | (np.isnan(y) & np.isnan(r))'
const parts = "[x.view(x.real.dtype) if x.dtype.kind == 'c' else x for x in (y, r)]"

/** How many elements of `y` differ from the reference, and the first one. */
function differences(reference: string, zerosMatter: boolean): string {
  const equal = zerosMatter
    ? `(lambda y, r: (${same}) if y.dtype.kind == 'f' else y == r)(*${parts})`
    : `(lambda y, r: (y == r) | (y != y) & (r != r))(*${parts})`
  return `(lambda r: (lambda wrong: [int(wrong.sum()), str(r.dtype == y.dtype), ${first('wrong')}])(np.logical_not(${equal})))(${reference})`
}

function first(wrong: string): string {
  return `[(i, str(y.ravel()[i // (${wrong}.size // y.size)]), [str(x[i // (${wrong}.size // y.size)]) for x in v]) for i in np.flatnonzero(${wrong})[:3].tolist()]`
}

/** The largest error in units of the last place of the correctly rounded result, infinity for a wrong special value. */
const ulps = (reference: string): string =>
  '(lambda r: (lambda q: (lambda e: [float(np.nan_to_num(e, nan=1e300).max()), str(y.dtype == q.dtype), [(str(y[i]), str(q[i]), [str(x[i]) for x in v]) for i in [int(e.argmax())]]])(' +
  'np.where(((y == q) & (np.signbit(y) == np.signbit(q))) | (np.isnan(y) & np.isnan(q)), 0, np.where(np.isfinite(q) & np.isfinite(y), ' +
  "(np.abs(y.astype('g') - r) / np.spacing(np.maximum(np.abs(q), np.finfo(q.dtype).tiny))).astype('f8'), 1e300))))" +
  `(r.astype(y.dtype)))(${reference})`

/** As {@link ulps}, of the size of complex numbers; parts that are not finite must be the same. */
const complexUlps = (reference: string): string =>
  '(lambda r: (lambda e: [float(np.nan_to_num(e, nan=1e300).max()), str(y.dtype == r.dtype), [(str(y[i]), str(r[i]), [str(x[i]) for x in v]) for i in [int(e.argmax())]]])(' +
  "np.where(np.isfinite(r) & np.isfinite(y), np.abs(y - r) / np.spacing(np.clip(np.abs(r.astype('G')), np.finfo(r.dtype).tiny, np.finfo(r.dtype).max).astype(r.real.dtype)), " +
  '[0.0 if all(p == q or p != p and q != q or abs(q) > 1e300 or abs(p - q) <= 1e-6 * abs(q) for p, q in ((s.real, t.real), (s.imag, t.imag))) else 1e300 for s, t in zip(y.tolist(), r.tolist())])' +
  `))(${reference})`

const isComplex = (loop: KernelLoop): boolean => loop.inputs[0]!.startsWith('complex')
const isFloat = (loop: KernelLoop): boolean => loop.inputs[0]!.startsWith('float')

/** Python's integers saturate as the casts are to. */
function castReference(to: string): string {
  const real = "(a.real if a.dtype.kind == 'c' else a)"
  if (to === 'bool') return 'a != 0'
  if (!to.includes('int')) return to.startsWith('complex') ? `a.astype('${to}')` : `${real}.astype('${to}')`
  return (
    `${real}.astype('${to}') if a.dtype.kind not in 'fc' else (lambda lo, hi: np.array([0 if x != x else max(lo, min(hi, int(max(-1e30, min(1e30, x))))) ` +
    `for x in ${real}.astype('f8').tolist()], dtype='${to}'))(*(int(x) for x in (np.iinfo('${to}').min, np.iinfo('${to}').max)))`
  )
}

interface Check {
  readonly expression: string
  readonly limit: number
}

function checkOf(loop: KernelLoop): Check {
  const { name } = loop
  if (name === 'astype') return { expression: differences(castReference(loop.output), true), limit: 0 }
  if (name in anyZero) return { expression: differences(anyZero[name]!, false), limit: 0 }
  if (name === 'logaddexp' || name === 'logaddexp2') {
    // where the two parts cancel, the error is that of the larger
    const reference = `np.${name}(a.astype('g'), b.astype('g'))`
    return {
      expression:
        `(lambda r: [float(np.nan_to_num(np.where((y == r.astype(y.dtype)) | (np.isnan(y) & np.isnan(r)), 0, np.abs(y - r) / np.spacing(np.maximum(1, np.maximum(np.abs(a), np.abs(b))))), nan=1e300).max()), ` +
        `'True', []])(${reference})`,
      limit: 4,
    }
  }
  if (isComplex(loop)) {
    if (name === 'multiply' || name === 'square') {
      const other = name === 'square' ? 'a' : 'b'
      return {
        expression: `(lambda r, s: [float(np.where(np.isfinite(r) & np.isfinite(y) & np.isfinite(s), np.abs(y - r) / np.spacing(np.maximum(np.where(np.isfinite(s), s, 1), np.finfo(r.dtype).tiny)), 0).max()), 'True', []])(a * ${other}, np.abs(a) * np.abs(${other}))`,
        limit: 4,
      }
    }
    if (name === 'reciprocal') return { expression: complexUlps('np.reciprocal(a)'), limit: 4 }
    if (name === 'sign') {
      const finite = '(np.isfinite(a) & np.isfinite(np.abs(a)) & (np.abs(a) > 1e-30))'
      return { expression: complexUlps(`np.where(${finite}, a / np.abs(a), y)`), limit: 6 }
    }
    if (name === 'log1p') {
      const square = "(lambda x, y: 0.5 * np.log1p(2 * x + x * x + y * y))(a.real.astype('g'), a.imag.astype('g'))"
      const isNear = '(np.abs(a) < 0.5)'
      return {
        expression: complexUlps(`np.where(${isNear}, (${square}).astype(y.real.dtype) + 1j * np.log1p(a).imag, np.log1p(a))`),
        limit: 8,
      }
    }
    if (name === 'expm1')
      return {
        expression: complexUlps('np.where((a.imag == 0) & np.isnan(a.real), np.expm1(a.real) + a.imag * 1j, np.expm1(a))'),
        limit: 8,
      }
    if (name === 'angle') return { expression: ulps("np.arctan2(a.imag.astype('g'), a.real.astype('g'))"), limit: 4 }
    if (name === 'abs') return { expression: ulps("np.hypot(a.real.astype('g'), a.imag.astype('g'))"), limit: 4 }
    if (name in near) return { expression: complexUlps(near[name]!), limit: name === 'pow' ? 400 : 8 }
  }
  // the reference of these is rounded itself
  if (isFloat(loop) && ['erf', 'erfc', 'lgamma', 'gamma'].includes(name)) return { expression: ulps(precise[name]!), limit: 4.5 }
  if (isFloat(loop) && name in precise) return { expression: ulps(precise[name]!), limit: 4 }
  return { expression: differences(exact[name]!, true), limit: 0 }
}

t.test('every loop has the values of NumPy', async (t) => {
  await using numpy = await Numpy.start()
  const seed = Number(process.env.DISTARRAY_TEST_SEED ?? Date.now() % 1_000_000)
  t.comment(`DISTARRAY_TEST_SEED=${seed}`)
  const failures = await Promise.all(
    kernelLoops().map(async (loop, opcode) => {
      const { name, inputs, output } = loop
      const args = operands(inputs, seed, name === 'i0' ? 300 : 3000)
      const arrays: Record<string, NDArray> = { y: runLoop(opcode, args) }
      for (const [j, arg] of args.entries()) arrays['abc'[j]!] = arg
      const { expression, limit } = checkOf(loop)
      const asked = `(lambda C, v: ${expression})(__import__('ctypes'), [${args.map((_, j) => 'abc'[j]).join(', ')}])`
      const signature = `${name}(${inputs}) -> ${output}`
      try {
        const [worst, sameDType, where] = (await numpy.value(asked, arrays)) as [number, string, unknown]
        return worst <= limit && sameDType === 'True' ? '' : `${signature}: ${worst} (${sameDType}) ${JSON.stringify(where)}`
      } catch (error) {
        return `${signature}: ${error}`
      }
    }),
  )
  for (const failure of failures) if (failure) t.fail(failure)
  t.ok(kernelLoops().length > 600)
})
