import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ConformanceCase } from '../conformance/case.js'
import { readClaimsFile } from '../conformance/files/claims-file.js'
import { isForFiles } from '../conformance/files/write-cases.js'
import type { SubjectSource } from '../conformance/progress.js'
import { loadCases } from '../conformance/vectors.js'
import { expected, isDistError } from '../protocol/errors.js'
import { type ProtocolOptions, readOptions } from '../protocol/options.js'
import { UsageError } from './command.js'

/** A plug-in that runs, or the exports that a program wrote: a folder. The path is absolute. */
export type CheckedSubject = SubjectSource | { readonly kind: 'files'; readonly path: string }

/** What the command line of `distarray conformance` asks for. */
export interface ConformanceOptions {
  /** What to check; undefined for distarray's own arrays. */
  readonly subject: CheckedSubject | undefined
  /** Folder to write the cases into, instead of checking anything. */
  readonly writeCases: string | undefined
  readonly cases: readonly ConformanceCase[]
  /** Readings that are not the defaults. */
  readonly options: Readonly<Record<string, string>>
  /** Seconds. */
  readonly timeout: number
  readonly json: string | undefined
  readonly html: string | undefined
}

const flags = {
  files: { type: 'string' },
  'write-cases': { type: 'string' },
  ranks: { type: 'string' },
  case: { type: 'string' },
  claims: { type: 'string' },
  option: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  json: { type: 'string' },
  html: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/**
 * Read the command line.
 *
 * @throws {UsageError} It cannot be carried out as it stands.
 */
export function parseConformance(args: string[]): ConformanceOptions | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const { files, 'write-cases': writeCases } = values
  const wanted = [...positionals, ...(files === undefined ? [] : [`--files ${files}`])]
  if (writeCases !== undefined) wanted.push(`--write-cases ${writeCases}`)
  if (wanted.length > 1) throw new UsageError(`Expected one thing to do but received ${wanted.join(' and ')}`)
  const plugin = positionals[0] === undefined ? undefined : pluginAt(positionals[0])
  const isOffline = files !== undefined || writeCases !== undefined
  const subject = withClaims(plugin, values.claims, isOffline)
  return {
    subject: files === undefined ? subject : filesIn(files),
    writeCases: writeCases === undefined ? undefined : resolve(writeCases),
    cases: chosen(values.ranks, values.case, isOffline),
    options: readings(values.option ?? []),
    timeout: positive(values.timeout ?? '30'),
    json: values.json,
    html: values.html,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags, strict: true, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function filesIn(folder: string): CheckedSubject {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${folder} is no folder`)
  return { kind: 'files', path: resolve(folder) }
}

/** A shared library by its name, `.so` with or without a version; anything else is a module. */
function pluginAt(file: string): SubjectSource {
  if (/^\.(cts|tsx)$/.test(extname(file)))
    throw new UsageError(`${file} is no module that can be imported as it is; write it as .ts or .mts, or compile it (npx tsc)`)
  if (/^\.(c|cc|cpp|cxx|h|hpp)$/i.test(extname(file)))
    throw new UsageError(`${file} is source text; build a shared library of it (cc -shared -fPIC ${file} -o NAME.so) and check NAME.so`)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError(`${file} does not exist`)
  if (!found.isFile()) throw new UsageError(`${file} is not a file`)
  return { kind: /\.so(\.\d+)*$/.test(file) ? 'library' : 'module', path: resolve(file) }
}

function withClaims(plugin: SubjectSource | undefined, file: string | undefined, isOffline: boolean): SubjectSource | undefined {
  if (file === undefined) return plugin
  if (isOffline)
    throw new UsageError('--claims is for modules and libraries; the claims of a program are in claims.json in the folder of its files')
  if (!plugin) throw new UsageError('Expected a module or a library that --claims is about')
  try {
    return { ...plugin, claims: readClaimsFile(file, plugin.kind) }
  } catch (error) {
    if (isDistError(error)) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

function chosen(ranks: string | undefined, pattern: string | undefined, isOffline: boolean): ConformanceCase[] {
  const all = isOffline ? loadCases().filter(isForFiles) : loadCases()
  const known = [...new Set(all.map((one) => one.ranks))].sort((a, b) => a - b)
  const counts = ranks === undefined ? known : ranks.split(',').map((text) => (/^\d+$/.test(text.trim()) ? Number(text) : 0))
  const unknown = counts.find((count) => !known.includes(count))
  if (unknown !== undefined) throw new UsageError(expected(`numbers of ranks among ${known.join(',')}`, '--ranks', ranks))
  const matches = matcher(pattern ?? '')
  const cases = all.filter((one) => counts.includes(one.ranks) && matches(one.name))
  if (cases.length === 0)
    throw new UsageError(`No case matches${pattern === undefined ? '' : ` '${pattern}'`}; names are like ${all[0]?.name}`)
  return cases
}

/** A part of the name; with `*`, which stands for anything, the whole name. */
function matcher(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return (name) => name.includes(pattern)
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const whole = new RegExp(`^${parts.join('.*')}$`)
  return (name) => whole.test(name)
}

function readings(texts: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 1) throw new UsageError(expected('NAME=VALUE', '--option', text))
    options[text.slice(0, at)] = text.slice(at + 1)
  }
  try {
    readOptions(options as ProtocolOptions)
  } catch (error) {
    if (isDistError(error)) throw new UsageError(error.message, { cause: error })
    throw error
  }
  return options
}

function positive(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds < 2 ** 31 / 1000)) throw new UsageError(expected('a positive number of seconds', '--timeout', text))
  return seconds
}
