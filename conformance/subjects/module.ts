import { pathToFileURL } from 'node:url'
import type { Communicator } from '../../bindings/communicator.js'
import { expected } from '../../protocol/errors.js'
import type { CaseSection, ConformanceCase } from '../case.js'
import { readClaims } from '../claims.js'
import { MisuseError } from '../misuse.js'
import type { Claims, Subject } from '../subject.js'
import { isTypeScript, loadTypeScript } from './typescript.js'

/** What a plug-in module exports; either function may be absent. Each may return a promise. */
export interface PluginModule {
  /** Make this rank's section of the case's array; see {@link Subject.produce}. */
  producer?(comm: Communicator, one: ConformanceCase, section: CaseSection): unknown
  /** Take this rank's export and give the array back, or throw to refuse; see {@link Subject.consume}. */
  consumer?(comm: Communicator, exported: unknown): unknown
  claims?: Claims
}

/**
 * Load a JavaScript or TypeScript module as a subject.
 *
 * Not collective.
 *
 * @param path   Of the module.
 * @param claims Instead of those that it exports.
 * @throws {MisuseError} It exports neither a producer nor a consumer, something else by one of these names, or claims that
 *                       are none; or it is TypeScript, and nothing here can read that.
 * @throws Whatever the module throws while it loads.
 */
export async function loadModule(path: string, claims?: Claims): Promise<Subject> {
  if (isTypeScript(path)) loadTypeScript(path)
  const module = (await import(pathToFileURL(path).href)) as PluginModule
  const { producer, consumer } = module
  for (const [name, value] of Object.entries({ producer, consumer }))
    if (value !== undefined && typeof value !== 'function') throw new MisuseError(expected('a function', `${name} of ${path}`, value))
  if (!producer && !consumer)
    throw new MisuseError(`Expected ${path} to export producer(comm, case, section) or consumer(comm, exported), or both`)
  return {
    name: path,
    claims: claims ?? (module.claims === undefined ? {} : readClaims(module.claims, `the claims of ${path}`, 'module')),
    ...(producer && { produce: ({ comm, case: one, section }) => producer(comm, one, section) }),
    ...(consumer && { consume: ({ comm }, exported) => consumer(comm, exported) }),
  }
}
