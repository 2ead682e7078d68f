import { parse } from 'acorn'
import { analyze } from 'eslint-scope'

/** Statements, written so that what they declare at top level reaches the object of an enclosing `with`. */
export interface Statements {
  readonly text: string
  /** Whether they await something at top level. */
  readonly isAsync: boolean
  /** Names that they declare at top level. */
  readonly declared: ReadonlySet<string>
  /** Names that they assign without declaring them. */
  readonly assigned: ReadonlySet<string>
}

interface Statement {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly kind?: string
  readonly id?: { readonly name: string }
  readonly expression?: { readonly start: number; readonly end: number }
  readonly declarations?: readonly { readonly end: number; readonly init: unknown }[]
}

/**
 * Read statements. An initialised `var` inside `with` assigns to the object, while `let`, `const`, classes and functions would stay
 * in the block: they are written as what assigns. The value of a last expression is returned. Text keeps its lines.
 *
 * Not collective.
 *
 * @param source Statements, not in strict mode.
 * @throws {SyntaxError} They cannot be parsed.
 */
export function readStatements(source: string): Statements {
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    ranges: true,
  })
  const body = program.body as unknown as Statement[]
  const scope = analyze(program as never, { ecmaVersion: 2024, sourceType: 'script' }).globalScope
  const writes = (scope?.through ?? []).filter((reference) => reference.isWrite())
  return {
    text: rewrite(source, body),
    isAsync: awaits(body),
    declared: new Set((scope?.variables ?? []).map(({ name }) => name)),
    assigned: new Set(writes.map(({ identifier }) => (identifier as { name: string }).name)),
  }
}

function rewrite(source: string, body: readonly Statement[]): string {
  let hoisted = ''
  let text = ''
  let at = 0
  const replace = (start: number, end: number, by: string): void => {
    text += source.slice(at, start) + by
    at = end
  }
  for (const statement of body) {
    const { start, end, type, id } = statement
    if (type === 'VariableDeclaration' && statement.kind !== 'var') {
      replace(start, start + (statement.kind as string).length, 'var')
      for (const { end: stop, init } of statement.declarations ?? []) if (!init) replace(stop, stop, ' = undefined')
    } else if (type === 'ClassDeclaration') replace(start, start, `var ${id?.name} = `)
    else if (type === 'FunctionDeclaration') hoisted += `$scope.${id?.name} = ${id?.name}; `
    else if (type === 'ExpressionStatement' && statement === body.at(-1)) {
      const stop = statement.expression?.end ?? end
      // What closes parentheses around the expression belongs to the statement, not to the expression.
      const tail = source.slice(stop, end).replace(/;\s*$/, '')
      replace(start, start, 'return (')
      replace(stop, end, `${tail})`)
    }
  }
  return hoisted + text + source.slice(at)
}

/** Whether something is awaited outside the functions in `node`. */
function awaits(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(awaits)
  if (typeof node !== 'object' || node === null) return false
  const { type, await: isAwait } = node as { type?: string; await?: boolean }
  if (type === 'AwaitExpression' || (type === 'ForOfStatement' && isAwait)) return true
  if (type?.includes('Function')) return false
  return Object.values(node).some(awaits)
}
