import { DistError, ProtocolError, registerErrorClass, UnsupportedError } from '../protocol/errors.js'
import type { DapArrayHandle, DapPluginHandle } from './handles.js'
import { native } from './native.js'

/** A plugged-in library broke the ownership rules of dap.h; `problems` says how. */
export class PluginError extends DistError {
  readonly code = 'ERR_PLUGIN'
  /** One sentence per broken rule. */
  declare readonly problems: readonly string[]
}

registerErrorClass('ERR_PLUGIN', PluginError)

/** The two functions of dap/conformance.h, as a shared library has them; either may be missing. */
export interface DapPlugin {
  readonly produce?: Produce
  readonly consume?: Consume
  /** Produce a section, release it, and return what was wrong with that: one sentence per broken rule. */
  readonly tryProducer?: (wanted: DapArrayHandle, rank: number, ranks: number) => string[]
  /** Import `exported`, release the re-export, and return what was wrong with that: one sentence per broken rule. */
  readonly tryConsumer?: (exported: DapArrayHandle) => string[]
}

/**
 * Make a section of the wanted dtype, shape, strides and dictionaries; the memory of `wanted` is not shown.
 *
 * @throws {UnsupportedError} The library refused.
 * @throws {PluginError}      The struct it returned cannot be used.
 */
type Produce = (wanted: DapArrayHandle, rank: number, ranks: number) => DapArrayHandle

/**
 * Import `exported`, which is moved out of its handle, and return the re-export.
 *
 * @throws {ProtocolError} The library refused.
 * @throws {PluginError}   It broke the ownership rules; its re-export is then not to be used.
 */
type Consume = (exported: DapArrayHandle) => DapArrayHandle

/**
 * Load a shared library that offers the functions of dap/conformance.h.
 *
 * Not collective; what the library's functions do is theirs.
 *
 * @param path Of the library, with a `/`; it stays loaded until the process ends.
 * @throws {BackendLoadError} The file is missing or no library, a symbol that it needs is missing, or it has neither function.
 * @see source: POSIX, `dlopen` with `RTLD_NOW | RTLD_LOCAL`.
 */
export function loadPlugin(path: string): DapPlugin {
  const { handle, hasProducer, hasConsumer } = native().dap_plugin_load(path)
  return { ...(hasProducer && producerOf(handle)), ...(hasConsumer && consumerOf(handle)) }
}

function producerOf(plugin: DapPluginHandle): Pick<Required<DapPlugin>, 'produce' | 'tryProducer'> {
  return {
    produce(wanted, rank, ranks) {
      const out = native().dap_plugin_produce(plugin, wanted, rank, ranks)
      if (typeof out !== 'number') return out
      throw new UnsupportedError(`The library's producer refused: it returned ${out}`, { feature: 'this array' })
    },
    tryProducer: (wanted, rank, ranks) => native().dap_plugin_try_producer(plugin, wanted, rank, ranks),
  }
}

function consumerOf(plugin: DapPluginHandle): Pick<Required<DapPlugin>, 'consume' | 'tryConsumer'> {
  return {
    consume(exported) {
      const out = native().dap_plugin_consume(plugin, exported)
      if (typeof out !== 'number') return out
      throw new ProtocolError(`The library's consumer refused: it returned ${out}`)
    },
    tryConsumer: (exported) => native().dap_plugin_try_consumer(plugin, exported),
  }
}
