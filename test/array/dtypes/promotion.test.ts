// Promotion of every two and three dtypes, against NumPy and against the tables of the standard as it prints them.
import t from 'tap'
import { canCast } from '../../../array/dtypes/can-cast.js'
import { promote, type ResultType } from '../../../array/dtypes/promotion-table.js'
import { resultType } from '../../../array/dtypes/result-type.js'
import { ArgumentError, DTypeError } from '../../../protocol/errors.js'
import { type DType, dtypes } from '../../../protocol/index.js'
import { Numpy } from '../../support/numpy.js'

const numpy = await Numpy.start()
t.teardown(() => numpy.close())
const names = `[np.dtype(name) for name in '${dtypes.join(' ')}'.split()]`

t.test('every two dtypes give what NumPy gives', async (t) => {
  const table = await numpy.value(`[[str(np.result_type(a, b)) for b in ${names}] for a in ${names}]`)
  t.same(
    dtypes.map((a) => dtypes.map((b) => promote(a, b))),
    table,
  )
  t.same(
    dtypes.map((a) => dtypes.map((b) => resultType(a, b))),
    table,
  )
})

t.test('every three dtypes give what NumPy gives, in every order', async (t) => {
  const table = await numpy.value(`[[[str(np.result_type(a, b, c)) for c in ${names}] for b in ${names}] for a in ${names}]`)
  t.same(
    dtypes.map((a) => dtypes.map((b) => dtypes.map((c) => resultType(a, b, c)))),
    table,
  )
})

t.test('casts by the rules of promotion, and those of the same kind, are as in NumPy', async (t) => {
  for (const [casting, numpys] of [
    ['safe', 'safe'],
    ['sameKind', 'same_kind'],
    ['unsafe', 'unsafe'],
  ] as const) {
    const table = await numpy.value(`[[np.can_cast(a, b, '${numpys}') for b in ${names}] for a in ${names}]`)
    t.same(
      dtypes.map((a) => dtypes.map((b) => canCast(a, b, casting))),
      table,
      casting,
    )
  }
  t.equal(canCast('int8', 'int16'), true)
  t.equal(canCast({ dtype: 'int64' }, 'float32'), false)
  t.throws(() => canCast('int7' as DType, 'int8'), DTypeError)
  t.throws(() => canCast('int8', 'int7' as DType), DTypeError)
  t.throws(() => canCast('int8', 'int8', 'same_kind' as 'safe'), ArgumentError)
})

/** As the standard prints them: names of columns, then rows. */
const standard = `
   | i1 i2 i4 i8
i1 | i1 i2 i4 i8
i2 | i2 i2 i4 i8
i4 | i4 i4 i4 i8
i8 | i8 i8 i8 i8

   | u1 u2 u4 u8
u1 | u1 u2 u4 u8
u2 | u2 u2 u4 u8
u4 | u4 u4 u4 u8
u8 | u8 u8 u8 u8

   | u1 u2 u4
i1 | i2 i4 i8
i2 | i2 i4 i8
i4 | i4 i4 i8
i8 | i8 i8 i8

    | f4  f8  c8  c16
f4  | f4  f8  c8  c16
f8  | f8  f8  c16 c16
c8  | c8  c16 c8  c16
c16 | c16 c16 c16 c16`

t.test('the tables of the standard', async (t) => {
  const named = (code: string): DType => {
    const word = { i: 'int', u: 'uint', f: 'float', c: 'complex' }[code[0] as 'i'] as string
    return `${word}${Number(code.slice(1)) * 8}` as DType
  }
  for (const table of standard.split('\n\n')) {
    const [columns, ...rows] = table
      .trim()
      .split('\n')
      .map((line) => (line.split('|')[1] as string).trim().split(/ +/))
    const heads = table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => (line.split('|')[0] as string).trim())
    for (const [i, row] of rows.entries())
      for (const [j, code] of row.entries()) {
        const [a, b] = [named(heads[i] as string), named(columns?.[j] as string)]
        t.equal(promote(a, b), named(code), `${a}, ${b}`)
        t.equal(promote(b, a), named(code), `${b}, ${a}`)
      }
  }
})

t.test('types promote as values do', async (t) => {
  const exact: ResultType<'int32', 'float32'> = 'float64'
  t.equal(promote('int32', 'float32') satisfies 'float64', exact)
  t.equal(resultType('uint8', 'int8') satisfies 'int16', 'int16')
})
