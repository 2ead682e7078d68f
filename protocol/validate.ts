import type { Finding } from './findings.js'
import { type ProtocolOptions, readOptions } from './options.js'
import { readExport } from './validation/export.js'
import { Reader } from './validation/reader.js'

/**
 * Check one process's export against every rule that it alone can break.
 *
 * Not collective. Never throws, whatever `exported` is.
 *
 * @param exported What a producer's `__distarray__()` returned.
 * @param options  Which reading to use where the protocol is ambiguous; see `protocolOptions`.
 * @returns One finding per broken rule and place, in reading order; empty for a valid export. See `rules` for their texts.
 *          All that can be read is checked, also behind the first broken rule. What cannot be read leaves out what follows
 *          from it: the extents of dimensions where the shape is unknown, the bounds of memory where format or strides
 *          are, the dictionaries where the version is.
 * @throws {ArgumentError} An unknown option or value, or options that throw when they are read; nothing else is thrown.
 */
export function validate(exported: unknown, options?: ProtocolOptions): Finding[] {
  const reader = new Reader(readOptions(options))
  readExport(reader, exported)
  return reader.findings
}
