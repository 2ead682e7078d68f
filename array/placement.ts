import type { FullDim } from '../protocol/dim-data.js'
import { Distribution } from '../protocol/distribution.js'
import type { DistributionOptions } from '../protocol/distribution-options.js'
import { ArgumentError, DistributionError, expected, ShapeError } from '../protocol/errors.js'
import { product } from '../protocol/integers.js'
import { checkOptions } from './check-options.js'
import { readTargets } from './targets.js'

/** How and where a new array is distributed: the options of `Distribution.from`, and the engines. */
export interface PlacementOptions extends Omit<DistributionOptions, 'ranks'> {
  /** The engines that hold it, ascending; rank r of the distribution is on `targets[r]`. Default: all, or as many as it needs. */
  readonly targets?: readonly number[]
  /** Shape and distribution at once; then only `targets` is another option. */
  readonly distribution?: Distribution
}

/** Global extents, one extent, or a whole distribution. */
export type ShapeOrDistribution = number | readonly number[] | Distribution

/** Where the pieces of a new array go. */
export interface Placement {
  readonly distribution: Distribution
  readonly targets: readonly number[]
}

/**
 * Decide where the pieces of a new array go.
 *
 * Not collective.
 *
 * @param shape   A distribution is taken as it is.
 * @param options An array without distributed dimensions goes to one engine, and one whose grid, bounds or lists of indices need
 *                fewer engines than there are to the first of them.
 * @throws {ShapeError} | {ArgumentError} | {DistributionError} As `Distribution.from`; a distribution over more ranks than engines.
 */
export function place(shape: ShapeOrDistribution, options: PlacementOptions, engines: number): Placement {
  const key = keyOf(shape, options, engines)
  let placement = key === undefined ? undefined : known.get(key)
  if (!placement) placement = Object.freeze(placeNew(shape, options, engines))
  else known.delete(key as string)
  if (key !== undefined) {
    known.set(key, placement)
    if (known.size > limit) known.delete(known.keys().next().value as string)
  }
  return placement
}

/** Placements by what was asked for, least recently used first: arrays made alike have one distribution, which is known at a glance. */
const known = new Map<string, Placement>()
const limit = 256

/** Equal for arrays that are placed alike; undefined where that would take long to tell. */
function keyOf(shape: ShapeOrDistribution, options: PlacementOptions, engines: number): string | undefined {
  if (shape instanceof Distribution) return undefined
  for (const option in options) if (option !== 'dist' && options[option as keyof PlacementOptions] !== undefined) return undefined
  const { dist = '-' } = options
  const extents = typeof shape === 'number' ? [shape] : shape
  if (typeof dist !== 'string' || !Array.isArray(extents) || !extents.every(Number.isInteger)) return undefined
  return `${engines} ${dist} ${extents}`
}

/** What an array can be told when it is made: the names of its options. */
export const placedOptions = ['dtype', 'dist', 'grid', 'blockSizes', 'bounds', 'padding', 'periodic', 'indices', 'targets', 'distribution']

function placeNew(shape: ShapeOrDistribution, options: PlacementOptions, engines: number): Placement {
  checkOptions('a new array', options, placedOptions)
  const { targets, distribution, ...rest } = options
  if (distribution !== undefined) {
    requireDistribution(shape, distribution)
    return placeNew(distribution, { ...rest, ...(targets && { targets }) }, engines)
  }
  if (shape instanceof Distribution) {
    const extra = Object.keys(rest).find((key) => rest[key as keyof typeof rest] !== undefined)
    if (extra !== undefined)
      throw new ArgumentError(`Expected no '${extra}' together with a Distribution, which says how the array is distributed`)
    return fit(shape, targets, engines)
  }
  const extents = typeof shape === 'number' ? [shape] : shape
  const named = targets === undefined ? undefined : readTargets(targets, engines)
  const ranks = named?.length ?? ranksNeeded(extents, rest) ?? engines
  return fit(Distribution.from(extents, { ...rest, ranks }), named, engines)
}

/**
 * @throws {ArgumentError} It is no distribution.
 * @throws {ShapeError}    It is one of another shape.
 */
export function requireDistribution(shape: ShapeOrDistribution, distribution: unknown): void {
  if (!(distribution instanceof Distribution)) throw new ArgumentError(expected('a Distribution', 'distribution', distribution))
  const extents = shape instanceof Distribution ? shape.shape : typeof shape === 'number' ? [shape] : shape
  if (!Array.isArray(extents) || distribution.shape.join() !== extents.join())
    throw new ShapeError(`Expected a distribution of shape [${extents}] but received one of [${distribution.shape.join(', ')}]`)
}

function fit(distribution: Distribution, targets: readonly number[] | undefined, engines: number): Placement {
  const { ranks } = distribution
  if (targets !== undefined) {
    const named = readTargets(targets, engines)
    if (named.length !== ranks)
      throw new DistributionError(`Expected ${ranks} targets, one per rank of the distribution, but received ${named.length}: [${named}]`)
    return { distribution, targets: named }
  }
  if (ranks > engines)
    throw new DistributionError(`Expected a distribution over at most ${engines} ranks, the engines, but received one over ${ranks}`)
  return {
    distribution,
    targets: readTargets(
      Array.from({ length: ranks }, (_, k) => k),
      engines,
    ),
  }
}

/** The ranks that the options fix by themselves; undefined when the distribution can use any number. Slips are reported elsewhere. */
function ranksNeeded(shape: unknown, { dist, grid, bounds, indices }: Omit<PlacementOptions, 'targets'>): number | undefined {
  if (Array.isArray(grid)) return product(grid) || undefined
  if (!Array.isArray(shape)) return undefined
  const letters = dist === undefined ? shape.map(() => 'b') : [...dist]
  const fixed = shape.map((_, d) => {
    const letter = letters[d] ?? 'n'
    if (letter === 'n') return 1
    const ends = bounds?.[d]?.length
    return ends === undefined ? indices?.[d]?.length : ends - 1
  })
  return fixed.includes(undefined) ? undefined : product(fixed as number[]) || undefined
}

const dimDataOf = new WeakMap<Distribution, readonly (readonly FullDim[])[]>()

/**
 * Return the dimension dictionaries of every rank: how a distribution travels.
 *
 * Not collective.
 *
 * @returns The same array each time, shape [ranks, ndim].
 */
export function travelling(distribution: Distribution): readonly (readonly FullDim[])[] {
  let all = dimDataOf.get(distribution)
  if (!all) {
    all = Array.from({ length: distribution.ranks }, (_, rank) => distribution.dimData(rank))
    dimDataOf.set(distribution, all)
  }
  return all
}
