import type { Communicator } from '../bindings/communicator.js'
import { compileScript } from './compile.js'
import { engineNames } from './engine-names.js'
import { readStatements } from './statements.js'
import type { Variables } from './variables.js'

/**
 * Run statements whose variables at top level are those of a session.
 *
 * Not collective by itself.
 *
 * @param source Statements, not in strict mode. `comm` is the communicator.
 * @returns      The value of the last statement, when that is an expression; a promise when one at top level awaits something.
 * @throws {SyntaxError}    They cannot be parsed.
 * @throws {ReferenceError} They use a name that is no variable and no global.
 */
export function executeSource(source: string, variables: Variables, comm: Communicator): unknown {
  const { text, isAsync, declared, assigned } = readStatements(source)
  const head = `(${isAsync ? 'async ' : ''}function ($scope) { with ($scope) {`
  const script = compileScript(`${head}${text}\n}})`, { filename: '<execute>', columnOffset: -head.length })
  const run = script.runInThisContext() as (scope: object) => unknown
  const offered: Readonly<Record<string, unknown>> = { ...engineNames, comm }
  return run(
    new Proxy(Object.create(null), {
      // Names that they assign are variables to be, though a global may have the same name.
      has: (_target, name) =>
        typeof name === 'string' && (variables.has(name) || Object.hasOwn(offered, name) || declared.has(name) || assigned.has(name)),
      get: (_target, name) => {
        if (typeof name !== 'string') return undefined // Symbol.unscopables
        if (variables.has(name)) return variables.get(name)
        if (Object.hasOwn(offered, name)) return offered[name]
        if (declared.has(name)) return undefined
        if (name in globalThis) return (globalThis as Record<string, unknown>)[name]
        throw new ReferenceError(`${name} is not defined`)
      },
      set: (_target, name, value) => {
        variables.set(String(name), value)
        return true
      },
      deleteProperty: (_target, name) => {
        variables.delete(String(name))
        return true
      },
    }),
  )
}
