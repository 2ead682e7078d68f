import { constants, Script } from 'node:vm'

type Factory = (...values: unknown[]) => (...args: unknown[]) => unknown

/**
 * Turn the text of a function expression into a function whose free names are parameters.
 *
 * Not collective.
 *
 * @param name       Stands for a file in stack traces, whose lines and columns are those of `source`.
 * @param parameters Names that the function finds in its scope.
 * @returns          Takes their values and returns the function.
 * @throws {SyntaxError} `source` is no function expression.
 */
export function compileFunction(name: string, source: string, parameters: readonly string[]): Factory {
  const head = `(function (${parameters.join(', ')}) { 'use strict'; return (`
  const script = compileScript(`${head}${source}\n)})`, { filename: `<${name}>`, columnOffset: -head.length })
  return script.runInThisContext() as Factory
}

/**
 * Compile a script in which `import()` works; modules are looked up from the working directory.
 *
 * Not collective.
 *
 * @throws {SyntaxError} It cannot be parsed.
 */
export function compileScript(text: string, options: { filename: string; columnOffset?: number; lineOffset?: number }): Script {
  haveWarned()
  return new Script(text, { ...options, importModuleDynamically })
}

const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
let warned = false

/** Node 20 calls its default loader experimental, once, where a script first imports with it; that is not the user's concern. */
function haveWarned(): void {
  if (warned) return
  warned = true
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    // The warning comes before the first turn of the event loop, and the module is there already.
    new Script("void import('node:vm')", { importModuleDynamically }).runInThisContext()
  } finally {
    process.emitWarning = emitWarning
  }
}
