import { type Node, parse } from 'acorn'
import { analyze } from 'eslint-scope'
import { ArgumentError } from '../protocol/errors.js'
import { isEngineGlobal } from './engine-globals.js'

/** The function expression in a text. */
export interface FunctionSource {
  /** A function expression or an arrow function. */
  readonly source: string
  readonly isAsync: boolean
}

type FunctionNode = Node & { async?: boolean; generator?: boolean; id?: unknown }
type AnyNode = Node & Record<string, unknown>

const parserOptions = { ecmaVersion: 'latest', sourceType: 'module', ranges: true } as const

/**
 * Read the text of a function, as `toString()` gives it, and write it as an expression.
 *
 * Not collective.
 *
 * @param text  A function declaration or expression, an arrow function, or a method.
 * @param label How messages call it.
 * @throws {ArgumentError} It is something else, a generator or a class for example, or is not valid in strict mode.
 */
export function readFunction(text: string, label: string): FunctionSource {
  const node = tryParse(`(${text}\n)`)
  if (node) {
    const { expression } = node.body[0] as unknown as { expression: FunctionNode }
    if (expression.type === 'ClassExpression') throw new ArgumentError(`Expected a function for ${label} but received a class`)
    if (expression.type !== 'FunctionExpression' && expression.type !== 'ArrowFunctionExpression')
      throw new ArgumentError(`Expected a function expression for ${label} but received the text ${JSON.stringify(text.slice(0, 60))}`)
    requireNoGenerator(expression, label)
    return { source: text, isAsync: expression.async === true }
  }
  return readMethod(text, label)
}

function readMethod(text: string, label: string): FunctionSource {
  const head = '(class { '
  const node = tryParse(`${head}${text}\n})`)
  if (!node) throw new ArgumentError(`The text of ${label} cannot be parsed in strict mode: ${parseMessage(text)}`)
  const { expression } = node.body[0] as unknown as { expression: { body: { body: AnyNode[] } } }
  const [method, second] = expression.body.body
  if (method?.type !== 'MethodDefinition' || second) throw new ArgumentError(`Expected a function for ${label}`)
  if (method.kind !== 'method')
    throw new ArgumentError(`Expected a function for ${label} but received a ${method.kind === 'get' ? 'getter' : 'setter'}`)
  const value = method.value as FunctionNode
  requireNoGenerator(value, label)
  const key = method.key as { type: string; name?: string }
  const name = key.type === 'Identifier' && !method.computed && tryParse(`(function ${key.name}() {})`) ? key.name : ''
  const rest = text.slice(value.start - head.length, value.end - head.length)
  const source = `${value.async ? 'async ' : ''}function ${name}${rest}`
  if (!tryParse(`(${source}\n)`)) throw new ArgumentError(`The method ${label} uses super, which it cannot have on the engines`)
  return { source, isAsync: value.async === true }
}

function requireNoGenerator(node: FunctionNode, label: string): void {
  if (node.generator) throw new ArgumentError(`Expected a function for ${label} but received a generator; return its values in an array`)
}

function tryParse(text: string): { body: Node[] } | undefined {
  try {
    return parse(text, parserOptions)
  } catch {
    return undefined
  }
}

function parseMessage(text: string): string {
  try {
    parse(`(${text}\n)`, parserOptions)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

/**
 * List what a function takes from its surroundings and no engine has by itself.
 *
 * Not collective.
 *
 * @param source A function expression.
 * @returns      Names of variables, sorted; also `this`, `arguments` and `import.meta` where they are the surroundings'. Names that the function only asks about by `typeof` first are its own concern.
 * @throws {ArgumentError} The text cannot be parsed.
 */
export function freeNames(source: string): string[] {
  const text = `(${source}\n)`
  const program = tryParse(text)
  if (!program) throw new ArgumentError(`The text of a function cannot be parsed in strict mode: ${parseMessage(source)}`)
  const manager = analyze(program as never, { ecmaVersion: 2024, sourceType: 'module' })
  const asked = new Set<string>()
  const found = new Set<string>()
  const { expression } = program.body[0] as unknown as { expression: AnyNode }
  surroundings(expression, { found, asked })
  for (const { identifier } of manager.globalScope?.through ?? []) {
    const { name } = identifier as { name: string }
    if (!isEngineGlobal(name) && !asked.has(name)) found.add(name)
  }
  return [...found].sort()
}

interface Walk {
  found: Set<string>
  /** Names under typeof. */
  asked: Set<string>
}

/** Find uses of what is not a variable but belongs to the surroundings. */
function surroundings(root: AnyNode, walk: Walk): void {
  const isArrow = root.type === 'ArrowFunctionExpression'
  const visit = (node: AnyNode, hasThis: boolean, hasArguments: boolean): void => {
    if (node.type === 'ThisExpression' && !hasThis) walk.found.add('this')
    if (node.type === 'Identifier' && node.name === 'arguments' && !hasArguments) walk.found.add('arguments')
    if (node.type === 'MetaProperty' && (node.meta as { name: string }).name === 'import') walk.found.add('import.meta')
    const argument = node.argument as AnyNode | undefined
    if (node.type === 'UnaryExpression' && node.operator === 'typeof' && argument?.type === 'Identifier')
      walk.asked.add(argument.name as string)
    const isFunction = node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'
    const ownThis = (isFunction && node !== root) || node.type === 'PropertyDefinition' || node.type === 'StaticBlock'
    for (const child of childrenOf(node)) visit(child, hasThis || ownThis, hasArguments || isFunction || ownThis)
  }
  visit(root, false, !isArrow)
}

function* childrenOf(node: AnyNode): Generator<AnyNode, void, void> {
  for (const key of Object.keys(node)) {
    const value = node[key]
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && typeof (child as AnyNode).type === 'string') yield child as AnyNode
  }
}
