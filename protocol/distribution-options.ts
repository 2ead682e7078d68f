import { BlockMap } from './dimension/block.js'
import type { PaddingOption } from './dimension/block-padding.js'
import { CyclicMap } from './dimension/cyclic.js'
import type { DimensionMap } from './dimension/dimension-map.js'
import { type IndexList, UnstructuredMap } from './dimension/unstructured.js'
import { ArgumentError, DistributionError, expected, ShapeError } from './errors.js'
import { defaultGrid } from './grid.js'
import { isCount, product } from './integers.js'

/** One letter per dimension: block, cyclic, unstructured, or not distributed. */
export type DistType = 'b' | 'c' | 'u' | 'n'

/** A value for some dimensions, by their number: an array (with null for the rest) or an object. */
export type PerDimension<T> = { readonly [dimension: number]: T | null | undefined }

/** How to distribute an array of a given shape. */
export interface DistributionOptions {
  /** Number of processes; the grid's product. */
  readonly ranks: number
  /** A letter per dimension, as a string or an array; missing ones are `'n'`. Default `'b'` for every dimension. */
  readonly dist?: string | readonly DistType[]
  /** Processes per dimension; missing ones are 1. Default: proportional to the shape, see {@link defaultGrid}. */
  readonly grid?: readonly number[]
  /** Indices per block of a `'c'` dimension; default 1. */
  readonly blockSizes?: PerDimension<number>
  /** Where the blocks of a `'b'` dimension begin, then its size, shape [processes + 1]; default even. */
  readonly bounds?: PerDimension<readonly number[]>
  /** Padding of a `'b'` or `'n'` dimension; default none. */
  readonly padding?: PerDimension<PaddingOption>
  /** Whether the ends of a `'b'` or `'n'` dimension meet; default false. */
  readonly periodic?: PerDimension<boolean>
  /** The global indices of each process of a `'u'` dimension, in local order. */
  readonly indices?: PerDimension<readonly IndexList[]>
}

/** Which dist types each per-dimension option belongs to. */
const perDimension = { blockSizes: 'c', bounds: 'b', padding: 'bn', periodic: 'bn', indices: 'u' } as const
const optionKeys = ['ranks', 'dist', 'grid', ...Object.keys(perDimension)]

/**
 * Make the dimension maps that a shape and options describe.
 *
 * Not collective.
 *
 * @returns One map and one letter per dimension.
 * @throws {ShapeError} `shape` is not an array of extents.
 * @throws {ArgumentError} An unknown option, or one of a wrong type.
 * @throws {DistributionError} A distribution that cannot exist, or that does not use `ranks` processes.
 */
export function mapsFromOptions(shape: readonly number[], options: DistributionOptions): { maps: DimensionMap[]; letters: DistType[] } {
  if (!Array.isArray(shape) || !shape.every(isCount)) throw new ShapeError(expected('an array of integers, zero or more,', 'shape', shape))
  checkOptions(options)
  const letters = readLetters(options.dist, shape.length)
  checkPerDimension(options, letters)
  const grid = readGrid(shape, letters, options)
  return { maps: shape.map((size, d) => makeMap(d, size, grid[d]!, letters[d]!, options)), letters }
}

function checkOptions(options: DistributionOptions): void {
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object with ranks', 'options', options))
  const unknown = Object.keys(options).find((key) => !optionKeys.includes(key))
  if (unknown !== undefined) throw new ArgumentError(expected(`only ${optionKeys.join(', ')}`, 'options', unknown))
  if (!isCount(options.ranks) || options.ranks === 0)
    throw new DistributionError(expected('an integer, at least 1,', 'ranks', options.ranks))
}

function readLetters(dist: DistributionOptions['dist'], ndim: number): DistType[] {
  const isList = dist === undefined || typeof dist === 'string' || Array.isArray(dist)
  const letters: readonly unknown[] = dist === undefined ? new Array(ndim).fill('b') : isList ? [...dist] : []
  const isKnown = isList && letters.every((letter) => letter === 'b' || letter === 'c' || letter === 'u' || letter === 'n')
  if (!isKnown || letters.length > ndim) throw new DistributionError(expected(`at most ${ndim} of the letters b, c, u and n`, 'dist', dist))
  return Array.from({ length: ndim }, (_, d) => (letters[d] ?? 'n') as DistType)
}

/** A key that is no dimension, or an option of another dist type, is a slip that must not pass in silence. */
function checkPerDimension(options: DistributionOptions, letters: readonly DistType[]): void {
  for (const [name, types] of Object.entries(perDimension) as [keyof typeof perDimension, string][]) {
    const values = options[name]
    if (values === undefined) continue
    if (typeof values !== 'object' || values === null)
      throw new ArgumentError(expected('an array or object with a value per dimension', name, values))
    for (const [key, value] of Object.entries(values)) {
      if (value === null || value === undefined) continue
      const letter = letters[Number(key)]
      if (letter === undefined) throw new ArgumentError(expected(`a dimension below ${letters.length}`, name, key))
      if (!types.includes(letter))
        throw new DistributionError(
          `Expected ${name} only for dimensions of dist type ${[...types].join(' or ')} but dimension ${key} is '${letter}'`,
        )
      if ((name === 'bounds' || name === 'indices') && !Array.isArray(value))
        throw new ArgumentError(expected('an array with an item per process', `${name}[${key}]`, value))
    }
  }
}

/** Processes per dimension; bounds and lists of indices fix their own, and the rest share what is left. */
function readGrid(shape: readonly number[], letters: readonly DistType[], options: DistributionOptions): number[] {
  const { ranks, grid } = options
  const fixed = letters.map((letter, d) => {
    if (letter === 'n') return 1
    const bounds = options.bounds?.[d]
    return bounds ? bounds.length - 1 : options.indices?.[d]?.length
  })
  if (grid !== undefined) return checkGrid(grid, fixed, ranks)
  const free = fixed.flatMap((processes, d) => (processes === undefined ? [d] : []))
  const taken = product(fixed.map((processes) => processes ?? 1))
  const left = ranks / taken
  if (!Number.isInteger(left) || (free.length === 0 && left !== 1)) throw new DistributionError(misfit(fixed, ranks))
  const factors = defaultGrid(
    free.map((d) => shape[d]!),
    left,
  )
  return fixed.map((processes, d) => processes ?? factors[free.indexOf(d)]!)
}

function checkGrid(grid: readonly number[], fixed: readonly (number | undefined)[], ranks: number): number[] {
  const isGrid = Array.isArray(grid) && grid.length <= fixed.length && grid.every((n) => isCount(n) && n > 0)
  if (!isGrid) throw new DistributionError(expected(`at most ${fixed.length} integers, each at least 1,`, 'grid', grid))
  const full = fixed.map((_, d) => grid[d] ?? 1)
  const wrong = full.findIndex((processes, d) => fixed[d] !== undefined && processes !== fixed[d])
  if (wrong !== -1) throw new DistributionError(expected(`${fixed[wrong]} processes in dimension ${wrong}`, `grid[${wrong}]`, full[wrong]))
  if (product(full) !== ranks) throw new DistributionError(misfit(full, ranks))
  return full
}

function misfit(grid: readonly (number | undefined)[], ranks: number): string {
  const processes = product(grid.map((n) => n ?? 1))
  const hint = processes === 1 ? '; an array with no distributed dimension lives on one process: pass ranks: 1' : ''
  return `Expected a process grid of ${ranks} processes, the ranks, but received (${grid.map((n) => n ?? '?').join(', ')})${hint}`
}

function makeMap(d: number, size: number, processes: number, letter: DistType, options: DistributionOptions): DimensionMap {
  if (letter === 'c') return new CyclicMap(size, processes, options.blockSizes?.[d] ?? 1)
  if (letter === 'u') {
    const indices = options.indices?.[d]
    if (!indices) throw new DistributionError(`Expected a list of indices per process for indices[${d}], the 'u' dimension`)
    return new UnstructuredMap(size, indices)
  }
  const block = { padding: options.padding?.[d] ?? 0, periodic: options.periodic?.[d] ?? false }
  if (typeof block.periodic !== 'boolean') throw new ArgumentError(expected('true or false', `periodic[${d}]`, block.periodic))
  const bounds = options.bounds?.[d]
  if (!bounds) return BlockMap.even(size, processes, block)
  const map = BlockMap.at(bounds, block)
  if (map.size !== size)
    throw new DistributionError(expected(`bounds that end at ${size}, the extent of dimension ${d},`, `bounds[${d}]`, bounds))
  return map
}
