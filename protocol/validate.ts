import type { Finding } from './findings.js'
import { readExport } from './validation/export.js'
import { Reader } from './validation/reader.js'

/**
 * Check one process's export against every rule that it alone can break.
 *
 * Not collective. Never throws, whatever `exported` is.
 *
 * @param exported What a producer's `__distarray__()` returned.
 * @returns One finding per broken rule and place, in reading order; empty for a valid export. See `rules` for their texts.
 */
export function validate(exported: unknown): Finding[] {
  const reader = new Reader()
  readExport(reader, exported)
  return reader.findings
}
