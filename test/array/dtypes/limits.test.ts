// finfo, iinfo and isdtype, against NumPy and the standard's list of kinds.
import t from 'tap'
import { type DTypeKind, isdtype } from '../../../array/dtypes/isdtype.js'
import { finfo, iinfo } from '../../../array/dtypes/limits.js'
import { ArgumentError, DTypeError } from '../../../protocol/errors.js'
import { type DType, dtypes } from '../../../protocol/index.js'
import { Numpy } from '../../support/numpy.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())

t.test('finfo of floating-point dtypes', async (t) => {
  for (const dtype of ['float32', 'float64', 'complex64', 'complex128'] as const) {
    const info = finfo(dtype)
    const [name, bits, ...numbers] = (await numpy.value(
      `(lambda f: [str(f.dtype), f.bits] + [float(n) for n in (f.eps, f.max, f.min, f.smallest_normal, f.smallest_subnormal)])(np.finfo('${dtype}'))`,
    )) as [string, number, ...number[]]
    t.equal(info.dtype, name)
    t.equal(info.bits, bits)
    t.same([info.eps, info.max, info.min, info.smallestNormal, info.smallestSubnormal], numbers)
    t.same(finfo({ dtype }), info)
  }
  for (const other of ['int8', 'bool', { dtype: 'int64' }, 1, null]) t.throws(() => finfo(other as DType), DTypeError)
})

t.test('iinfo of integer dtypes', async (t) => {
  for (const dtype of dtypes.filter((name) => isdtype(name, 'integral'))) {
    const info = iinfo(dtype)
    const numpys = await numpy.value(`(lambda i: [str(i.dtype), i.bits, str(i.min), str(i.max)])(np.iinfo('${dtype}'))`)
    t.same([info.dtype, info.bits, String(info.min), String(info.max)], numpys)
    t.equal(typeof info.max, info.bits === 64 ? 'bigint' : 'number')
    t.same(iinfo({ dtype }), info)
  }
  for (const other of ['float32', 'bool', { dtype: 'complex64' }, undefined]) t.throws(() => iinfo(other as DType), DTypeError)
})

const members: { readonly [K in DTypeKind]: readonly DType[] } = {
  bool: ['bool'],
  'signed integer': ['int8', 'int16', 'int32', 'int64'],
  'unsigned integer': ['uint8', 'uint16', 'uint32', 'uint64'],
  integral: ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'],
  'real floating': ['float32', 'float64'],
  'complex floating': ['complex64', 'complex128'],
  numeric: dtypes.filter((dtype) => dtype !== 'bool'),
}

t.test('isdtype', async (t) => {
  for (const [kind, list] of Object.entries(members) as [DTypeKind, readonly DType[]][])
    t.same(
      dtypes.filter((dtype) => isdtype(dtype, kind)),
      list,
      kind,
    )
  for (const a of dtypes) for (const b of dtypes) t.equal(isdtype(a, b), a === b)
  t.equal(isdtype('int8', ['real floating', 'int8']), true)
  t.equal(isdtype('int16', ['real floating', 'int8']), false)
  t.equal(isdtype('int16', []), false)
  t.throws(() => isdtype('int8', ['int8', 'reals' as 'numeric']), ArgumentError)
  t.throws(() => isdtype('int7' as DType, 'numeric'), DTypeError)
})
