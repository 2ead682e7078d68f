import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import t from 'tap'
import { ExpressionError } from '../../array/errors.js'
import { builder } from '../../array/expression/build.js'
import { type ExpressionBuilder, evaluateTemplate } from '../../array/expression/expr.js'
import { type Elementwise, leaf } from '../../array/expression/node.js'
import { DTypeError, expected, isDistError, ShapeError } from '../../protocol/errors.js'
import { sourceOf } from '../support/expression-cases.js'
import { holds } from '../support/property.js'
import { findPython } from '../support/python.js'
import { templateOf, textBuilder } from '../support/text-builder.js'

const text = (strings: TemplateStringsArray, ...values: readonly unknown[]): string => evaluateTemplate(textBuilder(), strings, values).text
const float = (strings: TemplateStringsArray, ...values: readonly unknown[]): string =>
  evaluateTemplate(textBuilder('float32'), strings, values).text

t.test('operators and functions', (t) => {
  const a = 'a'
  const b = 'b'
  const c = 'c'
  const table: readonly (readonly [got: string, wanted: string])[] = [
    [text`sqrt(${a}**2 + 1) > ${b} & ~${c}`, 'greater(sqrt(add(pow(a, 2), 1)), bitwiseAnd(b, bitwiseInvert(c)))'],
    [text`${a} - ${b} - ${c}`, 'subtract(subtract(a, b), c)'],
    [text`${a} ** ${b} ** ${c}`, 'pow(a, pow(b, c))'],
    [text`-${a}**2`, 'negative(pow(a, 2))'],
    [text`${a}**-1`, 'pow(a, -1)'],
    [text`${a}**-${b}**${c}`, 'pow(a, negative(pow(b, c)))'],
    [text`${a} // ${b} % ${c} / 2`, 'divide(remainder(floorDivide(a, b), c), 2)'],
    [text`${a} << 1 + ${b}`, 'bitwiseLeftShift(a, add(1, b))'],
    [text`${a} | ${b} ^ ${c} & 1`, 'bitwiseOr(a, bitwiseXor(b, bitwiseAnd(c, 1)))'],
    [text`(${a} < ${b}) & (${b} != ${c})`, 'bitwiseAnd(less(a, b), notEqual(b, c))'],
    [text`where(${a} >= 0, ${a}, -${a},)`, 'where(greaterEqual(a, 0), a, negative(a))'],
    [text`arctan2(${a}, ${b})`, 'atan2(a, b)'],
    [text`logical_and(${a}, ${b})`, 'logicalAnd(a, b)'],
    [text`logicalAnd(${a}, ${b})`, 'logicalAnd(a, b)'],
    [text`left_shift(${a}, 2)`, 'bitwiseLeftShift(a, 2)'],
    [text`float32(${a}) + astype(${b}, complex128)`, 'add(float32(a), complex128(b))'],
    [text`clip(${a}, 0, 1)`, 'clip(a, 0, 1)'],
    [text`sum(${a} * ${b}, axis=(0, -1), keepdims=true)`, 'sum(multiply(a, b), {"axis":[0,-1],"keepdims":true})'],
    [text`${a} - mean(${a}, axis=1)`, 'subtract(a, mean(a, {"axis":1}))'],
    [text`nanstd(${a}, axis=none, correction=1)`, 'nanstd(a, {"correction":1})'],
    [text`count_nonzero(${a} > 1,)`, 'countNonzero(greater(a, 1), {})'],
    [
      text`${a}
      + ${b}`,
      'add(a, b)',
    ],
  ]
  for (const [got, wanted] of table) t.equal(got, wanted)
  t.end()
})

t.test('scalars', (t) => {
  const a = 'a'
  const table: readonly (readonly [got: string, wanted: string])[] = [
    [float`${a} + 0xf_f`, 'add(a, 255)'],
    [float`${a} + 0b101 + 0o17`, 'add(add(a, 5), 15)'],
    [float`${a} * 1_000`, 'multiply(a, 1000)'],
    [float`${a} * 1e-3 * .5 * 2.`, 'multiply(multiply(multiply(a, 0.001), 0.5), 2)'],
    [float`${a} + (1 + 2j)`, 'add(a, 1+2j)'],
    [float`${a} * 2.5e1J`, 'multiply(a, 0+25j)'],
    [float`${a} + 18446744073709551615`, 'add(a, 18446744073709551615n)'],
    [float`${a} * (2 * pi)`, `multiply(a, ${2 * Math.PI})`],
    [float`${a} + (7 // -2) + (-7 % 3) + 2**10 + 2**-1`, 'add(add(add(add(a, -4), 2), 1024), 0.5)'],
    [float`${a} + (2**53 + 1)`, 'add(a, 9007199254740993n)'],
    [float`where(${a}, inf, nan)`, 'where(a, Infinity, NaN)'],
    [float`where(${a}, true, False)`, 'where(a, true, false)'],
    [float`${a} + ${3} * ${0.5}`, 'add(a, 1.5)'],
    [float`${a} * -0.0`, 'multiply(a, -0)'],
    [float`${a} * ${10n}`, 'multiply(a, 10n)'],
    // A float among integers is a float, even without a fraction.
    [text`${a} * 2`, 'multiply(a, 2)'],
    [text`${a} * 2.0`, 'multiply(a, float64:2)'],
    [text`2.0`, 'float64:2'],
    [text`sqrt(2)`, 'sqrt(2)'],
  ]
  for (const [got, wanted] of table) t.equal(got, wanted)
  t.end()
})

/** [text with `$` for each value, message, offset of the caret in the shown text]. */
const slips: readonly (readonly [string, RegExp, number])[] = [
  ['', /Expected an expression/, 0],
  ['  ', /Expected an expression/, 0],
  ['$ +', /the expression ends/, 6],
  ['$ + * $', /Expected an operand but received '\*'/, 7],
  ['($ + 1', /Expected '\)' but the expression ends; it was opened here/, 0],
  ['$ + 1)', /no '\(' is open/, 8],
  ['$ $', /Expected an operator but received '\$\{1\}'/, 5],
  ['2$', /Expected an operator but received '\$\{0\}'/, 1],
  ['2x', /after the number 2 but received 'x'/, 1],
  ['1.5.2', /after the number 1\.5/, 3],
  ['$ && $', /'&&' has no meaning in an expression: use &/, 5],
  ['!$', /'!' has no meaning in an expression: use ~/, 0],
  ['$ === 1', /use ==/, 5],
  ['$ = 1', /equality is '=='/, 5],
  ['$ ? 1 : 2', /use where/, 5],
  ['$ @ $', /matmul/, 5],
  ['$[0]', /select elements outside/, 4],
  ['$ # 1', /'#' has no meaning/, 5],
  ['$ < $ < 3', /Comparisons cannot be chained: write \(a < b\) & \(b < c\)/, 12],
  ['$ and $', /Expected an operator but received 'and'/, 5],
  ['not $', /use ~/, 0],
  ['sine($)', /There is no function 'sine'/, 0],
  ['squrt($)', /did you mean 'sqrt'\?/, 0],
  ['np.sin($)', /did you mean 'sin'\?/, 0],
  ['x + 1', /write arrays as \$\{x\}/, 0],
  ['sqrt', /Expected '\(' after the function sqrt/, 4],
  ['sqrt($, 2)', /Expected 1 argument for sqrt but received 2/, 0],
  ['where($, 1)', /Expected 3 arguments for where but received 2/, 0],
  ['max($, 1)', /use maximum\(a, b\)/, 0],
  ['sum($, 0)', /the axis is given by name/, 0],
  ['sum($, axs=0)', /There is no argument 'axs' of sum, which has axis, keepdims/, 10],
  ['sqrt($, axis=0)', /which has none/, 11],
  ['sum($, axis=0.5)', /Expected an integer/, 15],
  ['sum($, axis=0, axis=1)', /once/, 18],
  ['sum($, axis=(0 1))', /in the list of axes/, 18],
  ['sum($, keepdims=1)', /Expected true or false/, 19],
  ['astype($, float)', /Expected a dtype/, 13],
  ["astype($, 'float32')", /without quotes/, 13],
  ['sqrt($', /Expected '\)' but the expression ends/, 4],
  ['sqrt($ 2)', /Expected an operator or '\)' but received '2'/, 10],
  ['$ +\n$ + + * 2', /Expected an operand/, 16],
]

t.test('slips are shown where they are', (t) => {
  for (const [pattern, message, at] of slips) {
    const parts = pattern.split('$')
    const shown = parts.map((part, k) => (k === 0 ? part : `\${${k - 1}}${part}`)).join('')
    try {
      evaluateTemplate(textBuilder(), templateOf(...parts), ['a', 'b', 'c'])
      t.fail(`refuses ${pattern}`)
    } catch (error) {
      const { message: got, part, offset } = error as ExpressionError
      t.type(error, ExpressionError, pattern)
      t.ok(isDistError(error, 'ERR_EXPRESSION'), 'has its code')
      t.match(got, message)
      const [line, caret] = got.split('\n').slice(-2) as [string, string]
      const start = shown.lastIndexOf('\n', at - 1) + 1
      t.equal(caret, `  ${' '.repeat(at - start)}^`, `${pattern}: the caret is at ${at}`)
      t.equal(line, `  ${shown.slice(start).split('\n')[0]}`, 'under the line')
      const before = parts.slice(0, part).reduce((length, it, k) => length + it.length + `\${${k}}`.length, 0)
      t.equal(before + Math.min(offset, (parts[part] as string).length) <= at, true, 'the place in the parts is not behind it')
      if (at >= before && at <= before + (parts[part] as string).length) t.equal(before + offset, at, 'the place in the parts is the same')
    }
  }
  t.throws(() => text`${'a'}+${{}}`, /Expected an array, a number.* for \$\{1\} .*\n.*\n {7}\^/, 'what is no operand')
  t.throws(() => evaluateTemplate(textBuilder(), templateOf(`${'('.repeat(300)}1`), []), /at most 256/)
  t.throws(() => evaluateTemplate(textBuilder(), templateOf(`${'-'.repeat(300)}1`), []), /at most 256/)
  t.end()
})

const names = ['a', 'b', 'c', 'd']
const infixes = ['+', '-', '*', '/', '//', '%', '**', '<<', '>>', '|', '^', '&', '<', '<=', '>', '>=', '==', '!=']

/** Texts as somebody types them: operators in any order, few parentheses. */
const texts: fc.Arbitrary<string> = fc.letrec<{ text: string; operand: string }>((tie) => ({
  text: fc
    .array(fc.tuple(fc.constantFrom(...infixes), tie('operand')), { maxLength: 5 })
    .chain((rest) => tie('operand').map((first) => first + rest.map(([infix, operand]) => ` ${infix} ${operand}`).join(''))),
  operand: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...names),
    fc.tuple(fc.constantFrom('-', '+', '~'), tie('operand')).map((it) => it.join('')),
    tie('text').map((it) => `(${it})`),
    fc.tuple(tie('text'), tie('text')).map(([x, y]) => `hypot(${x}, ${y})`),
  ),
})).text

const python = findPython('ast')

t.test('precedence is that of Python', { skip: python ? false : 'needs a Python' }, (t) => {
  const seed = Date.now() & 0xffffffff
  const cases = fc.sample(texts, { seed, numRuns: 3000 })
  const { stdout, stderr } = spawnSync(python as string, ['test/expression/python_precedence.py'], {
    input: cases.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const understood = stdout.trimEnd().split('\n')
  t.equal(understood.length, cases.length, `Python understands all, seed ${seed} ${stderr}`)
  for (const [k, wanted] of understood.entries()) {
    const parts = (cases[k] as string).split(/\b[abcd]\b/)
    const values = (cases[k] as string).match(/\b[abcd]\b/g) ?? []
    const read = (): string => evaluateTemplate(textBuilder(), templateOf(...parts), values).text
    if (wanted.includes('chained')) {
      if (!throws(read)) t.fail(`refuses the chain in ${cases[k]}`)
    } else if (read() !== wanted) t.fail(`${cases[k]}: ${read()}, not ${wanted}, seed ${seed}`)
  }
  t.end()
})

function throws(run: () => unknown): boolean {
  try {
    run()
    return false
  } catch {
    return true
  }
}

/** An expression as it is printed: with parentheses around everything. */
const printed = fc.letrec<{ it: readonly [text: string, calls: string] }>((tie) => ({
  it: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(...names).map((name) => [name, name] as const),
    fc.tuple(fc.constantFrom('sin', 'isnan', 'bitwiseInvert'), tie('it')).map(([f, [x, y]]) => [`${f}(${x})`, `${f}(${y})`] as const),
    fc.tuple(tie('it'), tie('it')).map(([[x, fx], [y, fy]]) => [`(${x}) - (${y})`, `subtract(${fx}, ${fy})`] as const),
    fc.tuple(tie('it'), tie('it')).map(([[x, fx], [y, fy]]) => [`(${x})**(${y})`, `pow(${fx}, ${fy})`] as const),
    fc
      .tuple(tie('it'), tie('it'), tie('it'))
      .map(([[x, fx], [y, fy], [z, fz]]) => [`where(${x},${y}, ${z})`, `where(${fx}, ${fy}, ${fz})`] as const),
  ),
})).it

t.test('what is printed is read again', (t) => {
  holds(
    t,
    'random expressions',
    fc.property(printed, ([text, calls]) => {
      const parts = text.split(/\b[abcd]\b/)
      const got = evaluateTemplate(textBuilder(), templateOf(...parts), text.match(/\b[abcd]\b/g) ?? []).text
      if (got !== calls) throw new Error(`${text}: ${got}, not ${calls}`)
    }),
    { numRuns: 500 },
  )
  holds(
    t,
    'any text is read or refused, with a caret',
    fc.property(fc.string({ unit: fc.constantFrom(...'ab(),+-*/%<>=!&|^~.12ej_ sqrtaxis\n@#') }), fc.string(), (x, y) => {
      try {
        evaluateTemplate(textBuilder(), templateOf(x, y), ['a'])
      } catch (error) {
        if (!(error instanceof ExpressionError) || !error.message.endsWith('^')) throw error
      }
    }),
    { numRuns: 3000 },
  )
  t.end()
})

const nodes: ExpressionBuilder<Elementwise> = {
  ...builder,
  value: (value) => (typeof value === 'object' && value !== null && 'kind' in value ? (value as Elementwise) : undefined),
  reduce: (name) => {
    throw new DTypeError(expected('no reduction', 'the test', name))
  },
}

t.test('nodes', (t) => {
  const x = leaf(sourceOf('float32', [3, 1]))
  const y = leaf(sourceOf('int16', [4]))
  const expr = (strings: TemplateStringsArray, ...values: unknown[]): Elementwise => evaluateTemplate(nodes, strings, values)
  const sum = expr`${x} * (2 * pi) + ${y}`
  t.same([sum.dtype, sum.shape], ['float32', [3, 4]], 'scalars take the precision of the arrays')
  t.equal(expr`${y} * 2`.dtype, 'int16')
  t.equal(expr`${y} * 2.0`.dtype, 'float64')
  t.equal(expr`${x} * 2.0`.dtype, 'float32')
  t.equal(expr`${x} + 2j`.dtype, 'complex64')
  t.equal(expr`1 + 1`.dtype, 'float64', 'as an array of the scalar')
  t.same(expr`isnan(${y})`.shape, [4], 'a value that is known has the shape of the operand')
  t.equal(expr`isclose(${x}, ${y}, rtol=1e-3, equal_nan=true)`.dtype, 'bool')
  t.equal(expr`round(${x}, decimals=2)`.dtype, 'float32')
  t.same(expr`nan_to_num(${x}) + sinc(${x}) + ldexp(${x}, ${y}) + clip(${x}, 0, 1.5)`.shape, [3, 4])
  const z = leaf(sourceOf('bool', [2, 4]))
  t.throws(() => expr`1 + (${x} * ${z})`, new ShapeError(''), 'keeps its class')
  t.throws(() => expr`1 + (${x} * ${z})`, /\[3, 1\] and \[2, 4\].*\n.*\n {12}\^/s, 'and shows the operator')
  t.throws(() => expr`bitwise_and(${x}, 1)`, { code: 'ERR_DTYPE', message: /\^$/ })
  t.throws(() => expr`${y} + 40000`, { code: 'ERR_ARGUMENT', message: /\^$/ })
  t.throws(() => expr`sum(${y})`, { code: 'ERR_DTYPE', message: /\^$/ })
  const many = templateOf(...Array.from({ length: 100001 }, (_, k) => (k === 0 || k === 100000 ? '' : '+')))
  t.equal(evaluateTemplate(nodes, many, new Array(100000).fill(x)).depth, 99999, 'long sums are no deep recursion')
  t.end()
})
