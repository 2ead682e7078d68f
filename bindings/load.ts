import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { rebuildError } from '../protocol/errors.js'
import { BackendLoadError } from './errors.js'

/** What every addon exports besides its own functions. */
interface AddonBase {
  set_make_error(make: (code: string, message: string, fields: object) => Error): void
}

const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

/**
 * Load one of the native addons built by `distarray setup`.
 *
 * Not collective.
 *
 * @param name   `'core'`, `'petsc'` or `'trilinos'`.
 * @returns      The addon's exports. Its C++ errors arrive as instances of this project's error classes.
 * @throws {BackendLoadError} The addon is not built, or a library it needs is missing; `remedies` says what to do.
 */
export function loadAddon<T>(name: string): T {
  // From dist/bindings/ in a checkout and in an installed package alike.
  const path = fileURLToPath(new URL(`../../build/${buildType}/${name}.node`, import.meta.url))
  if (!existsSync(path)) throw loadError(name, `${path} does not exist`)
  try {
    const addon = createRequire(import.meta.url)(path) as T & AddonBase
    addon.set_make_error((code, message, fields) => Object.assign(rebuildError(code, message), fields))
    return addon
  } catch (cause) {
    throw loadError(name, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function loadError(name: string, problem: string, cause?: unknown): BackendLoadError {
  const remedies = ["run 'npx distarray setup': it installs the system packages and builds the addons"]
  const message = `The native addon '${name}' cannot be loaded: ${problem}. What to do: ${remedies.join('; ')}`
  return Object.assign(new BackendLoadError(message, { cause }), { errors: [problem], remedies })
}
