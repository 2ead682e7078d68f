import { DistributionError, expected } from '../errors.js'
import { isCount } from '../integers.js'
import type { BlockBounds } from './block-bounds.js'

/** Padding of a block dimension: a number is the width of every communication padding. */
export type PaddingOption =
  | number
  | {
      /** Width of the communication padding on both sides of every cut, or of each cut, shape [gridSize - 1]. Default 0. */
      readonly communication?: number | readonly number[]
      /** Width at the low end of the first process and at the high end of the last; part of what they own. Default [0, 0]. */
      readonly boundary?: readonly [number, number]
    }

const optionKeys = ['communication', 'boundary']

/**
 * The padding of a block dimension: a width per cut between neighbours, and two at the ends.
 *
 * @remarks One width for all cuts takes no memory per process. At a cut to an empty process it is 0: there is nothing to copy.
 */
export class BlockPadding {
  readonly boundary: readonly [number, number]
  readonly #bounds: BlockBounds
  readonly #width: number
  /** A width per cut, where they differ. */
  readonly #widths: Float64Array | undefined

  /**
   * @throws {DistributionError} Not a padding, or wider than what a neighbour owns: use fewer processes or a narrower padding.
   */
  constructor(bounds: BlockBounds, option: PaddingOption) {
    const { communication = 0, boundary = [0, 0] } = typeof option === 'number' ? { communication: option } : checkOption(option)
    this.#bounds = bounds
    this.boundary = checkBoundary(bounds, boundary)
    if (typeof communication === 'number') {
      this.#width = checkWidth(bounds, communication)
      this.#widths = undefined
    } else {
      const widths = checkWidths(bounds, communication)
      this.#width = widths.reduce((a, b) => Math.max(a, b), 0)
      this.#widths = widths.every((width, cut) => width === uniformAt(bounds, this.#width, cut)) ? undefined : widths
    }
  }

  /** Width on both sides of the cut between process `cut` and the next; 0 at the ends of the grid. */
  at(cut: number): number {
    if (cut < 0 || cut >= this.#bounds.gridSize - 1) return 0
    return this.#widths ? this.#widths[cut]! : uniformAt(this.#bounds, this.#width, cut)
  }

  /**
   * Tell whether all widths are equal, over equal bounds.
   *
   * Not collective.
   */
  equals(other: BlockPadding): boolean {
    if (this.boundary[0] !== other.boundary[0] || this.boundary[1] !== other.boundary[1] || this.#width !== other.#width) return false
    if (!this.#widths || !other.#widths) return this.#widths === other.#widths
    return this.#widths.every((width, cut) => width === other.#widths?.[cut])
  }
}

function uniformAt(bounds: BlockBounds, width: number, cut: number): number {
  return bounds.count(cut) > 0 && bounds.count(cut + 1) > 0 ? width : 0
}

function checkOption(option: Exclude<PaddingOption, number>): Exclude<PaddingOption, number> {
  if (typeof option !== 'object' || option === null || Object.keys(option).some((key) => !optionKeys.includes(key)))
    throw new DistributionError(expected('a width or { communication, boundary }', 'padding', option))
  return option
}

function checkBoundary(bounds: BlockBounds, boundary: readonly [number, number]): readonly [number, number] {
  if (!Array.isArray(boundary) || boundary.length !== 2 || !boundary.every(isCount))
    throw new DistributionError(expected('a pair of integers, zero or more,', 'padding.boundary', boundary))
  const [low, high] = boundary
  const last = bounds.gridSize - 1
  const fits = last === 0 ? low + high <= bounds.count(0) : low <= bounds.count(0) && high <= bounds.count(last)
  if (!fits)
    throw new DistributionError(
      `Expected boundary padding within what the first and the last process own, ${bounds.count(0)} and ${bounds.count(last)} entries, but received [${low}, ${high}]`,
    )
  return [low, high]
}

function checkWidth(bounds: BlockBounds, width: number): number {
  if (!isCount(width)) throw new DistributionError(expected('an integer, zero or more,', 'padding', width))
  if (width === 0 || bounds.gridSize === 1) return 0
  const { processes, rank, count, hasGap } = bounds.occupied()
  if (processes < 2) return 0
  if (count < width) throw tooWide(width, rank, count)
  if (hasGap)
    throw new DistributionError('Expected no empty process between others in a padded dimension; give each its width, or move the bounds')
  return width
}

function checkWidths(bounds: BlockBounds, widths: readonly number[]): Float64Array {
  if (!Array.isArray(widths) || widths.length !== bounds.gridSize - 1 || !widths.every(isCount))
    throw new DistributionError(expected(`${bounds.gridSize - 1} widths, one per cut,`, 'padding.communication', widths))
  widths.forEach((width, cut) => {
    for (const rank of [cut, cut + 1]) if (bounds.count(rank) < width) throw tooWide(width, rank, bounds.count(rank))
  })
  return Float64Array.from(widths)
}

function tooWide(width: number, rank: number, count: number): DistributionError {
  return new DistributionError(
    `Expected communication padding no wider than what the neighbours own but received ${width} beside process ${rank}, which owns ${count}; use fewer processes or a narrower padding`,
  )
}
