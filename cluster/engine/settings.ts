import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContextError } from '../../array/errors.js'

/** What an engine must know to find its controller; secret, so only in a file that nobody else may read. */
export interface EngineSettings {
  /** Where the controller listens for engines and their monitors, e.g. `'tcp://127.0.0.1:5555'`. */
  readonly endpoint: string
  /** CURVE keys in Z85: the controller's public one, and the pair that all engines of this group have. */
  readonly serverKey: string
  readonly publicKey: string
  readonly secretKey: string
  /** Path of the controller's socket for engines on its own machine. */
  readonly socket?: string
}

const keys = ['endpoint', 'serverKey', 'publicKey', 'secretKey'] as const

/** Write the settings into the folder of a job, readable by this user only; returns the path. */
export function writeSettings(folder: string, settings: EngineSettings): string {
  const path = join(folder, 'engine.json')
  writeFileSync(path, JSON.stringify(settings), { mode: 0o600, flag: 'wx' })
  return path
}

/**
 * Read what {@link writeSettings} wrote.
 *
 * @throws {ContextError} There is no such file, or it is none of these.
 */
export function readSettings(path: string | undefined): EngineSettings {
  const remedy = 'Engines are started by Context.launch() or distarray cluster start, which set DISTARRAY_ENGINE to a file for them'
  if (path === undefined || path === '') throw new ContextError(`Expected the variable DISTARRAY_ENGINE but it is not set. ${remedy}`)
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (isSettings(found)) return found
  } catch (cause) {
    throw new ContextError(`Expected the settings of an engine in ${path} but it cannot be read: ${String(cause)}. ${remedy}`, { cause })
  }
  throw new ContextError(`Expected ${keys.join(', ')} in ${path} but something is missing. ${remedy}`)
}

function isSettings(value: unknown): value is EngineSettings {
  return typeof value === 'object' && value !== null && keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
}
