import { pathToFileURL } from 'node:url'
import type { Communicator } from '../../bindings/communicator.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { CaseSection, ConformanceCase } from '../case.js'
import type { Claims, Subject } from '../subject.js'

/** What a plug-in module exports; either function may be absent. Each may return a promise. */
export interface PluginModule {
  /** Make this rank's section of the case's array; see {@link Subject.produce}. */
  producer?(comm: Communicator, one: ConformanceCase, section: CaseSection): unknown
  /** Take this rank's export and give the array back, or throw to refuse; see {@link Subject.consume}. */
  consumer?(comm: Communicator, exported: unknown): unknown
  claims?: Claims
}

/**
 * Load a JavaScript module as a subject.
 *
 * Not collective.
 *
 * @param path Path of the compiled module.
 * @throws {ArgumentError} It exports neither a producer nor a consumer, or something else by one of these names.
 * @throws Whatever the module throws while it loads.
 */
export async function loadModule(path: string): Promise<Subject> {
  const { producer, consumer, claims = {} } = (await import(pathToFileURL(path).href)) as PluginModule
  for (const [name, value] of Object.entries({ producer, consumer }))
    if (value !== undefined && typeof value !== 'function') throw new ArgumentError(expected('a function', name, value))
  if (!producer && !consumer)
    throw new ArgumentError(`Expected ${path} to export producer(comm, case, section) or consumer(comm, exported), or both`)
  return {
    name: path,
    claims,
    ...(producer && { produce: ({ comm, case: one, section }) => producer(comm, one, section) }),
    ...(consumer && { consume: ({ comm }, exported) => consumer(comm, exported) }),
  }
}
