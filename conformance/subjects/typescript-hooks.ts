// Hooks of module.register (typescript.ts), which Node.js runs on a thread of their own: TypeScript is transpiled when it is imported.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, type LoadHook, type ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isTypeScript } from './typescript.js'

/** What is used of the package `typescript`, which need not be installed where this is compiled for. */
interface Compiler {
  readonly ModuleKind: { readonly ESNext: number }
  readonly ScriptTarget: { readonly ES2022: number }
  transpileModule(text: string, options: object): { outputText: string; diagnostics?: readonly Diagnostic[] }
  flattenDiagnosticMessageText(message: unknown, newLine: string): string
}

interface Diagnostic {
  readonly start?: number
  readonly messageText: unknown
}

let compiler: Compiler

export function initialize(data: { compiler: string }): void {
  compiler = createRequire(import.meta.url)(data.compiler) as Compiler
}

/** TypeScript imports `./other.js` where `./other.ts` is meant. */
export const resolve: ResolveHook = (specifier, context, nextResolve) => {
  const { parentURL } = context
  const isRelative = /^\.\.?\//.test(specifier)
  const source = isRelative && parentURL !== undefined && isTypeScript(parentURL) ? sourceOf(specifier, parentURL) : undefined
  return nextResolve(source ?? specifier, context)
}

function sourceOf(specifier: string, parentURL: string): string | undefined {
  const stem = specifier.replace(/\.(m?)[jt]s$/, '')
  const candidates = [specifier.replace(/\.(m?)js$/, '.$1ts'), `${stem}.ts`].filter(isTypeScript)
  return candidates.find((candidate) => existsSync(new URL(candidate, parentURL)))
}

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith('file:') || !isTypeScript(url)) return nextLoad(url, context)
  const fileName = fileURLToPath(url)
  return { format: 'module', source: transpiled(fileName, readFileSync(fileName, 'utf8')), shortCircuit: true }
}

function transpiled(fileName: string, text: string): string {
  const { ModuleKind, ScriptTarget } = compiler
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, inlineSourceMap: true, inlineSources: true }
  const { outputText, diagnostics = [] } = compiler.transpileModule(text, { fileName, compilerOptions, reportDiagnostics: true })
  const [first] = diagnostics
  if (!first) return outputText
  const line = text.slice(0, first.start ?? 0).split('\n').length
  throw new SyntaxError(`${fileName}:${line}: ${compiler.flattenDiagnosticMessageText(first.messageText, ' ')}`)
}
