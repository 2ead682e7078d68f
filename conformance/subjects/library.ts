import { handleOf } from '../../bindings/dap-array.js'
import { exportOf } from '../../bindings/dap-export.js'
import { type DapPlugin, loadPlugin, PluginError } from '../../bindings/dap-plugin.js'
import { type DapArrayHandle, native } from '../../bindings/native.js'
import type { DistArrayExport } from '../../protocol/export.js'
import { type ImportedArray, importArray, isDistError } from '../../protocol/index.js'
import type { ConformanceCase } from '../case.js'
import { CaseMemory } from '../case-memory.js'
import { NotExpressible } from '../special.js'
import type { CaseContext, Claims, Subject } from '../subject.js'
import { rawSection } from './raw-section.js'

/**
 * Load a shared library that has the functions of dap/conformance.h as a subject.
 *
 * Not collective.
 *
 * @param path   Of the library.
 * @param claims What it does not support; by default it supports everything.
 * @throws {BackendLoadError} It cannot be loaded, or has neither function.
 * @remarks Each function is called twice for a case: first to see whether it keeps the ownership rules of dap.h, then for its result.
 */
export function loadLibrary(path: string, claims: Claims = {}): Subject {
  const plugin = loadPlugin(path)
  const copies = new WeakSet<object>()
  /** The struct as an export, which DAP_FLAG_COPIED is not part of. */
  const exportFrom = (handle: DapArrayHandle): DistArrayExport => {
    const { copied } = native().dap_array_describe(handle)
    const exported = exportOf(handle)
    if (copied) copies.add(exported)
    return exported
  }
  return {
    name: path,
    claims: { ...claims, consumer: { ...claims.consumer, except: inexpressible } },
    hasOwnership: true,
    isCopy: (out) => copies.has(out as object),
    ...(plugin.produce && { produce: (context) => exportFrom(produce(plugin, context)) }),
    ...(plugin.consume && { consume: (context, exported) => consume(plugin, context.case, exported, exportFrom) }),
  }
}

function produce(plugin: DapPlugin, { case: one, rank }: CaseContext): DapArrayHandle {
  const wanted = structOf(new CaseMemory(one, rank).export())
  try {
    refuseProblems(plugin.tryProducer!(wanted, rank, one.ranks))
    return plugin.produce!(wanted, rank, one.ranks)
  } finally {
    native().dap_array_release(wanted)
  }
}

function consume(plugin: DapPlugin, one: ConformanceCase, exported: unknown, exportFrom: (out: DapArrayHandle) => unknown): unknown {
  const problems = plugin.tryConsumer!(structOf(exported))
  if (one.expect === 'accept') refuseProblems(problems)
  try {
    return exportFrom(plugin.consume!(structOf(exported)))
  } catch (error) {
    // What it did wrong afterwards does not change that it took what it should have refused.
    if (one.expect === 'refuse' && !isDistError(error, 'ERR_PROTOCOL')) return exported
    throw error
  }
}

function refuseProblems(problems: string[]): void {
  if (problems.length === 0) return
  throw Object.assign(new PluginError(`It breaks the ownership rules of dap.h: ${problems.join('; ')}`), { problems })
}

/** The export as a C struct: checked by nobody, so that the library is asked about wrong ones too. */
function structOf(exported: unknown): DapArrayHandle {
  const section = validSection(exported) ?? rawSection(exported)
  if (!section) throw new NotExpressible('C has no way to write this export')
  return handleOf(section)
}

function validSection(exported: unknown): ImportedArray | undefined {
  try {
    return importArray(exported)
  } catch (error) {
    if (isDistError(error, 'ERR_PROTOCOL')) return undefined
    throw error
  }
}

/** Why a case cannot be put to a library: most wrong exports cannot even be written in C. */
function inexpressible(one: ConformanceCase): string | undefined {
  if (one.expect === 'accept') return undefined
  try {
    for (const rank of one.sections.keys()) native().dap_array_release(structOf(new CaseMemory(one, rank).export()))
    return undefined
  } catch {
    return 'C has no way to write this export'
  }
}
