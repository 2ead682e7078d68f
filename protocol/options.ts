import { closest } from './closest.js'
import { ArgumentError, expected } from './errors.js'

/** One choice between the readings of a place where the protocol is ambiguous. */
export interface ProtocolOption {
  /** The ambiguity in SPEC.md, e.g. `'B3'`. */
  readonly ambiguity: string
  /** Every reading, the default first. */
  readonly values: readonly [string, ...string[]]
  readonly default: string
  /** What each reading means. */
  readonly text: string
}

function option<const V extends readonly [string, ...string[]]>(
  ambiguity: string,
  values: V,
  text: string,
): { readonly ambiguity: string; readonly values: V; readonly default: V[0]; readonly text: string } {
  return { ambiguity, values, default: values[0], text }
}

/**
 * Every ambiguity of protocol 0.10 that has a second reading, by the name of the option that chooses.
 *
 * @remarks SPEC.md gives the reasons for the defaults; its table of options is printed from this one.
 */
export const protocolOptions = {
  unknownVersions: option('B1', ['refuse', 'as-0.10'], 'Exports of a version that is not known here: refuse them, or read them as 0.10.'),
  emptyBlocks: option('B2', ['accept', 'refuse'], 'A block with start = stop: an empty section, or an error.'),
  periodicPadding: option(
    'B3',
    ['boundary', 'communication'],
    'Padding at the ends of a periodic dimension: boundary padding, inside size; or copies from the other end, outside it (start = -padding[0] on the first process, stop = size + padding[1] on the last).',
  ),
  boundaryPadding: option(
    'B4',
    ['inside', 'outside'],
    'Boundary padding: part of size; or outside it (start = -padding[0] on the first process, stop = size + padding[1] on the last).',
  ),
  unstructuredSize: option(
    'B6',
    ['sum', 'distinct', 'free'],
    'size of an unstructured dimension: the sum of the counts of its processes, the number of different indices, or anything.',
  ),
  cyclicStart: option(
    'B7',
    ['exact', 'clamped'],
    'start of a cyclic dimension: proc_grid_rank * block_size, or that but no more than size.',
  ),
  blockSizes: option(
    'B8',
    ['any', 'listed'],
    'block_size: any integer from 1; or only those that the text lists: 1, ceil(size / processes), and between 1 and floor(size / processes).',
  ),
  blockEnds: option('B9', ['whole', 'free'], 'A block dimension reaches from 0 on the first process to size on the last; or need not.'),
  ghostWidth: option(
    'B10',
    ['within-neighbour', 'any'],
    'Communication padding: no wider than what the neighbour owns; or any width, so that copies may come from further away.',
  ),
  emptyPadding: option('B11', ['refuse', 'ignore'], 'Padding of a block with start = stop: an error, or read as none.'),
  emptyDictionary: option('B12', ['accept', 'refuse'], 'The empty dictionary: a dimension that is not distributed, or an error.'),
  edgePadding: option(
    'B13',
    ['same', 'free'],
    'Boundary padding of two processes at the same place of the process grid along a dimension: the same; or each its own.',
  ),
  extensionKey: option('B15', ['read', 'refuse'], 'The key __extension__: read it, or allow the three keys of 0.10 only.'),
  flatBuffers: option(
    'B16',
    ['refuse', 'row-major'],
    'A contiguous 1-d buffer with another number of dictionaries: an error, or the elements in row-major order.',
  ),
} as const satisfies Readonly<Record<string, ProtocolOption>>

type OptionName = keyof typeof protocolOptions

/** The reading to use at each ambiguity; `protocolOptions` says what the values mean. A missing one is the default. */
export type ProtocolOptions = { readonly [N in OptionName]?: (typeof protocolOptions)[N]['values'][number] | undefined }

/** Options with every default filled in. */
export type FullProtocolOptions = { readonly [N in OptionName]: (typeof protocolOptions)[N]['values'][number] }

/** The default at each ambiguity. */
export const defaultOptions = Object.freeze(
  Object.fromEntries(Object.entries(protocolOptions).map(([name, option]) => [name, option.default])),
) as FullProtocolOptions

/**
 * Fill in the default of each option that is not given.
 *
 * Not collective.
 *
 * @param options Options by name; undefined gives the defaults.
 * @throws {ArgumentError} An unknown option or value, of which the message names the closest one; or options that throw when read.
 */
export function readOptions(options: ProtocolOptions | undefined): FullProtocolOptions {
  if (options === undefined) return defaultOptions
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object', 'options', options))
  const full: Record<string, string> = { ...defaultOptions }
  for (const [name, value] of entriesOf(options)) {
    if (!Object.hasOwn(protocolOptions, name)) throw unknown('options', name, Object.keys(protocolOptions))
    if (value === undefined) continue
    const values: readonly string[] = protocolOptions[name as OptionName].values
    if (typeof value !== 'string' || !values.includes(value)) throw unknown(`options.${name}`, value, values)
    full[name] = value
  }
  return full as FullProtocolOptions
}

/** Each option read once; a getter or a proxy may throw anything. */
function entriesOf(options: object): [string, unknown][] {
  try {
    return Object.entries(options)
  } catch (cause) {
    throw new ArgumentError('Expected options that can be read but reading them threw an exception; pass a plain object', { cause })
  }
}

function unknown(where: string, received: unknown, known: readonly string[]): ArgumentError {
  const near = typeof received === 'string' ? closest(received, known) : undefined
  return new ArgumentError(`${expected(`one of ${known.join(', ')}`, where, received)}${near ? `; did you mean ${near}?` : ''}`)
}
