import { readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { MisuseError } from '../misuse.js'

/** Whether a path or URL is that of a TypeScript module. */
export function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path)
}

/**
 * Make this process able to import a TypeScript module and those that it imports. Types are taken out, not checked.
 *
 * Not collective.
 *
 * @param path Of the module. The TypeScript that is installed for it is used; without one distarray's own, and else Node.js itself
 *             where that reads TypeScript.
 * @throws {MisuseError} There is none of these.
 * @see source: Node.js, `module.register` (20.6); TypeScript, `transpileModule`.
 */
export function loadTypeScript(path: string): void {
  const compiler = findCompiler(path)
  if (compiler !== undefined && typeof module.register === 'function') {
    process.setSourceMapsEnabled(true) // what it throws is told with its own lines
    module.register('./typescript-hooks.js', import.meta.url, { data: { compiler } })
  } else if (!(process.features as { typescript?: unknown }).typescript)
    throw new MisuseError(
      `${path} is TypeScript, which takes Node.js 20.6 and TypeScript before version 7 to read: npm install --save-dev typescript@6 where it is, or check the JavaScript that tsc makes of it`,
    )
}

/** Path of a TypeScript with `transpileModule`, which version 7 does not have. */
function findCompiler(path: string): string | undefined {
  for (const from of [path, fileURLToPath(import.meta.url)]) {
    const { resolve } = createRequire(from)
    try {
      const { version } = JSON.parse(readFileSync(resolve('typescript/package.json'), 'utf8')) as { version: string }
      if (Number.parseInt(version, 10) < 7) return resolve('typescript')
    } catch {
      // none is installed there
    }
  }
  return undefined
}
