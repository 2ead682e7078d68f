import t from 'tap'
import { compileFunction } from '../../array/compile.js'
import { CompiledFunction } from '../../array/compiled-function.js'
import { engineNames } from '../../array/engine-names.js'
import { freeNames } from '../../array/function-source.js'
import { userFunction } from '../../array/user-function.js'
import { Variables } from '../../array/variables.js'
import { ArgumentError } from '../../protocol/errors.js'

/** A value that functions below would close over. */
const outer = 5
const unused: unknown[] = [outer]

/** What an engine makes of a function's text. */
function travelled(fn: unknown, pushed: Record<string, unknown> = {}): (...args: unknown[]) => unknown {
  const { name, source, variables } = userFunction(fn, new Set(Object.keys(pushed)))
  const values = new Variables()
  for (const [key, value] of Object.entries(pushed)) values.set(key, value)
  return new CompiledFunction(name, source, variables).bind(values)
}

t.test('every way of writing a function travels', async (t) => {
  const methods = {
    plain(x: number) {
      return x + 1
    },
    async later(x: number) {
      return x + 2
    },
    [`comp${'uted'}`](x: number) {
      return x + 3
    },
    'with space'(x: number) {
      return x + 4
    },
    delete(x: number) {
      return x + 5
    },
  }
  class Holder {
    static shared(x: number) {
      return x + 6
    }
    own(x: number) {
      return x + 7
    }
  }
  t.equal(travelled((x: number) => x * 2)(4), 8, 'an arrow function')
  t.equal(travelled((x: number, { y = 1 } = {}, ...rest: number[]) => x + y + rest.length)(4, undefined, 0, 0), 7, 'any parameters')
  t.equal(
    travelled(function named(n: number): number {
      return n <= 1 ? 1 : n * named(n - 1)
    })(5),
    120,
    'a function that calls itself',
  )
  t.equal(await travelled(async (x: number) => x + 1)(1), 2, 'an async arrow function')
  t.equal(travelled(methods.plain)(0), 1, 'a method')
  t.equal(await travelled(methods.later)(0), 2, 'an async method')
  t.equal(travelled(methods.computed)(0), 3, 'a computed method')
  t.equal(travelled(methods['with space'])(0), 4, 'a method whose name is no identifier')
  t.equal(travelled(methods.delete)(0), 5, 'a method whose name is a keyword')
  t.equal(travelled(Holder.shared)(0), 6, 'a static method')
  t.equal(travelled(new Holder().own)(0), 7, 'a method of a class')
  t.equal(travelled(new Function('x', 'return x + 1'))(1), 2, 'a function made from text')
  t.equal(travelled((x: number) => x /* end */ + 1 /* and */)(1), 2, 'comments')
  t.equal(typeof travelled(() => LocalArray)(), 'function', 'what the library offers on engines')
  t.equal(userFunction(methods.later).isAsync, true, 'async is told')
  t.equal(userFunction(methods.plain).name, 'plain', 'and the name')
})

t.test('what has no text of its own is refused', async (t) => {
  const refused: [unknown, RegExp][] = [
    [5, /Expected a function for fn but received 5/],
    [undefined, /Expected a function/],
    [Math.sqrt, /'sqrt' is native or bound.*=> sqrt\(/],
    [(() => 1).bind(null), /native or bound/],
    [class Point {}, /received a class/],
    [new Proxy(() => 1, {}), /native or bound/],
    [
      Object.getOwnPropertyDescriptor(
        {
          get x() {
            return 1
          },
        },
        'x',
      )?.get,
      /getter/,
    ],
    [Object.getOwnPropertyDescriptor({ set x(_value: number) {} }, 'x')?.set, /setter/],
    [
      function* generate() {
        yield 1
      },
      /'generate' but received a generator/,
    ],
    [
      {
        async *stream() {
          yield 1
        },
      }.stream,
      /generator/,
    ],
    [
      {
        __proto__: { f() {} },
        f() {
          return super.toString()
        },
      }.f,
      /uses super/,
    ],
    [new Function('return 010'), /cannot be parsed in strict mode/],
    [new Function('return () => new.target')(), /cannot be parsed in strict mode.*new.target/],
  ]
  for (const [fn, message] of refused) t.throws(() => userFunction(fn), message, String(message))
  for (const [fn] of refused) t.throws(() => userFunction(fn), ArgumentError)
})

t.test('names from around a function are reported, all of them', async (t) => {
  const other = 1
  const reports: [() => unknown, string[]][] = [
    [() => outer + other, ['other', 'outer']],
    [() => (x: number) => ({ ...unused, [outer]: x }), ['outer', 'unused']],
    [
      () => {
        const f = () => outer
        return f()
      },
      ['outer'],
    ],
    [() => require('node:fs'), ['require']],
    [() => import.meta.url, ['import.meta']],
    [
      function (this: unknown) {
        return this
      },
      ['this'],
    ],
    [
      function (this: unknown) {
        return () => this
      },
      ['this'],
    ],
    [new Function('return () => arguments')(), ['arguments']],
    [
      () => {
        try {
          return undefinedByAnyone
        } catch (error) {
          return error
        }
      },
      ['undefinedByAnyone'],
    ],
  ]
  for (const [fn, names] of reports) {
    const source = userSource(fn)
    t.same(freeNames(source), names, source)
    if (names.length === 0) continue
    t.throws(() => userFunction(fn), new RegExp(names.map((name) => `'${name}'`).join(', ')), 'by name')
  }
  t.throws(() => userFunction(() => outer), /pass it as arguments or push them: ctx.push\({ outer }\)/, 'with the remedy')
  t.throws(() => userFunction(() => require('node:os')), /await import/, 'with the remedy for modules')
})

t.test('names that are no closure are not reported', async (t) => {
  const free: (() => unknown)[] = [
    () => [Math, globalThis, process, Buffer, console, structuredClone, URL, undefined, Number.NaN, Infinity, Intl],
    () => typeof window === 'undefined',
    () => {
      const outer = 2
      return outer
    },
    () => {
      for (const outer of [1]) if (outer) return outer
      return 0
    },
    () => {
      for (;;) break
    },
    () => ({ outer: 1 }).outer,
    () => {
      class Own {
        outer = 1
        get() {
          return this.outer
        }
      }
      return new Own().get()
    },
    new Function('return arguments.length') as () => unknown,
    new Function('const f = function () { return [this, arguments] }; return f()') as () => unknown,
    function () {
      return new.target
    },
    () => {
      const { outer: renamed, ...rest } = { outer: 1, b: 2 }
      return [renamed, rest]
    },
    async () => await import('node:os'),
    () => [Distribution, agree, inPlace, reportProgress, __name],
  ]
  for (const fn of free) t.same(freeNames(userSource(fn)), [], userSource(fn))
})

t.test('pushed variables are in scope, by their present values', async (t) => {
  const variables = new Variables()
  variables.set('outer', 10)
  const { source, variables: names } = userFunction((x: number) => x + outer, new Set(['outer']))
  t.same(names, ['outer'], 'the names that it uses are told')
  const compiled = new CompiledFunction('f', source, names)
  t.equal(compiled.bind(variables)(1), 11)
  t.equal(compiled.bind(variables), compiled.bind(variables), 'made once while nothing changes')
  variables.set('outer', 20)
  t.equal(compiled.bind(variables)(1), 21, 'the next call sees a new value')
  variables.delete('outer')
  t.throws(() => compiled.bind(variables), /f uses the variable 'outer', which is not on this engine/)
  variables.set('agree', 'mine')
  t.equal(new CompiledFunction('g', '() => agree', ['agree']).bind(variables)(), 'mine', "a user's variable hides what the library offers")
})

t.test('errors point into the text', async (t) => {
  const failing = compileFunction('failing', '(x) => {\n  throw new Error("here")\n}', [])()
  try {
    failing(1)
    t.fail('it throws')
  } catch (error) {
    t.match((error as Error).stack, /<failing>:2:9/, 'by line and column')
  }
  t.throws(() => compileFunction('bad', '(x) => {', []), SyntaxError)
  t.same(
    Object.keys(engineNames).sort(),
    ['Distribution', 'LocalArray', '__name', 'agree', 'inPlace', 'reportProgress'],
    'names that engines offer',
  )
})

function userSource(fn: unknown): string {
  return Function.prototype.toString.call(fn)
}

declare const require: (name: string) => unknown
declare const undefinedByAnyone: unknown
declare const window: unknown
declare const LocalArray: unknown
declare const Distribution: unknown
declare const agree: unknown
declare const inPlace: unknown
declare const reportProgress: unknown
declare const __name: unknown
