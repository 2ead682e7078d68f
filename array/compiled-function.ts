import { compileFunction } from './compile.js'
import { engineNames } from './engine-names.js'
import { freeNames, readFunction } from './function-source.js'
import type { Variables } from './variables.js'

type AnyFunction = (...args: unknown[]) => unknown

/** A user's function on an engine: its text, and the variables that it uses. */
export class CompiledFunction {
  private _factory: ((...values: unknown[]) => AnyFunction) | undefined
  private _bound: AnyFunction | undefined
  private _values: unknown[] = []
  private readonly _engineNames: string[]

  /**
   * @param name      For messages and stack traces.
   * @param source    A function expression.
   * @param variables Names of variables that it uses.
   */
  constructor(
    readonly name: string,
    readonly source: string,
    readonly variables: readonly string[],
  ) {
    // A variable of the user's hides what the library offers under the same name.
    this._engineNames = Object.keys(engineNames).filter((key) => !variables.includes(key))
  }

  /**
   * The function over the present values of its variables.
   *
   * @throws {ArgumentError} A variable is missing.
   * @throws {SyntaxError}   The text is no function expression.
   */
  bind(variables: Variables): AnyFunction {
    this._factory ??= compileFunction(this.name, this.source, [...this._engineNames, ...this.variables])
    if (this._bound && this.variables.every((name, i) => variables.get(name) === this._values[i])) return this._bound
    this._values = this.variables.map((name) => variables.require(name, this.name))
    this._bound = this._factory(...this._engineNames.map((name) => engineNames[name]), ...this._values)
    return this._bound
  }
}

/** A function among the variables; it finds the other variables when it is called. */
export class PushedFunction {
  readonly callable: AnyFunction

  /** @throws {ArgumentError} The text is no function expression. */
  constructor(name: string, source: string, variables: Variables) {
    const text = readFunction(source, `the function '${name}'`).source
    const compiled = new CompiledFunction(name, text, freeNames(text))
    this.callable = (...args) => compiled.bind(variables)(...args)
  }
}
