import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { Distribution } from '../../protocol/distribution.js'
import { itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { type Placement, place } from '../placement.js'
import type { ArraySource, Node } from './node.js'
import { placementOf } from './placed.js'
import { elementsToMove } from './transfer-size.js'

/** What happens to an operand before it is used. */
export interface OperandPlacement {
  readonly action: 'stay' | 'move'
  /** Bytes that travel between ranks: 0 when it stays, or when every rank has what it needs in another arrangement. */
  readonly bytes: number
}

/** Where the result of an expression goes, and what that takes. */
export interface ResultPlacement extends Placement {
  /** In the order of the arrays. */
  readonly operands: readonly OperandPlacement[]
  /** Of all operands together. */
  readonly bytes: number
}

/** What is asked of {@link placeResult} besides the operands. */
export interface ResultOptions {
  /** Number of engines of the context. */
  readonly engines: number
  /** The distribution that the result must have, as that of an array it is written to. */
  readonly distribution?: Distribution | undefined
  /** Where the result must be; then nothing is decided. */
  readonly placement?: Placement | undefined
  /** What is placed: where no array has the shape of the result, it goes to where parts of it were asked to be. */
  readonly node?: Node | undefined
  /** The engines of the result when there is no operand. Default: as `place`. */
  readonly targets?: readonly number[] | undefined
}

const stays: OperandPlacement = Object.freeze({ action: 'stay', bytes: 0 })

/**
 * Decide the distribution of a result, so that as few bytes as possible have to travel: that of one of the arrays that have its shape;
 * of equally good ones, the first's. Without such an array it is distributed as the expression's parts were asked to be, or as a new array.
 *
 * Not collective.
 *
 * @param shape   Of the result; every array broadcasts to it.
 * @param sources The arrays that are read.
 * @throws {DistributionError} The distribution that was asked for is not over the ranks of the arrays.
 */
export function placeResult(shape: readonly number[], sources: readonly ArraySource[], options: ResultOptions): ResultPlacement {
  const [first] = sources
  // What programs do all the time: arrays that are placed alike.
  if (
    first &&
    !options.distribution &&
    !options.placement &&
    isSameList(first.shape, shape) &&
    sources.every((source) => isAlike(source, first))
  )
    return { distribution: first.distribution, targets: first.targets, operands: sources.map(() => stays), bytes: 0 }
  const targets = allTargets(sources) ?? options.targets
  let best: ResultPlacement | undefined
  for (const placement of candidates(shape, sources, targets, options)) {
    const operands = sources.map((source) => placeOperand(source, placement))
    const bytes = operands.reduce((sum, operand) => sum + operand.bytes, 0)
    if (!best || bytes < best.bytes) best = { ...placement, operands, bytes }
  }
  return best as ResultPlacement
}

/** Where the result can be: where the arrays of its shape are, or else as a new array. */
function candidates(
  shape: readonly number[],
  sources: readonly ArraySource[],
  targets: readonly number[] | undefined,
  { distribution, placement, node, engines }: ResultOptions,
): Placement[] {
  if (placement) return [placement]
  if (distribution) return [place(distribution, targets && targets.length === distribution.ranks ? { targets } : {}, engines)]
  const found: Placement[] = []
  for (const source of sources)
    if (isSameList(source.shape, shape) && !found.some((other) => isSamePlace(other, source)))
      found.push({ distribution: source.distribution, targets: source.targets })
  if (found.length > 0) return found
  return [(node && placementOf(node)) ?? place(shape, targets ? { targets } : {}, engines)]
}

/**
 * Tell whether every rank already has what it needs of an array, where it needs it.
 *
 * Not collective.
 *
 * @param result What the array's shape broadcasts to.
 */
export function isInPlace({ distribution, targets, shape }: ArraySource, result: Distribution): boolean {
  if (distribution === result) return true
  // A copy on each of the engines.
  if (distribution.ranks === 1 && targets.length > 1) return product(shape) === 1
  if (distribution.ranks !== result.ranks) return false
  const extra = result.ndim - distribution.ndim
  return result.maps.every((map, d) => {
    const own = distribution.maps[d - extra]
    return own?.size === map.size ? own.equals(map) || (isWhole(own) && isWhole(map)) : map.gridSize === 1 && (own?.gridSize ?? 1) === 1
  })
}

/** Whether one process has the whole dimension, in the order of the indices. */
function isWhole(map: DimensionMap): boolean {
  return map.gridSize === 1 && map.distType !== 'u' && map.localCount(0) === map.size
}

/**
 * Tell what has to happen to an array so that a result can be computed.
 *
 * Not collective.
 *
 * @param result Where the result is, to whose shape the array broadcasts.
 */
export function placeOperand(source: ArraySource, { distribution, targets }: Placement): OperandPlacement {
  const isThere = isSameList(source.targets, targets)
  if (isThere && isInPlace(source, distribution)) return stays
  const places = isThere ? undefined : targets.map((engine) => source.targets.indexOf(engine))
  return { action: 'move', bytes: elementsToMove(source.distribution, distribution, places) * itemSize(source.dtype) }
}

/** Whether two arrays are on the same engines in the same way. */
export function isSamePlace(a: Placement, b: Placement): boolean {
  return isSameList(a.targets, b.targets) && a.distribution.equals(b.distribution)
}

function isAlike(a: ArraySource, b: ArraySource): boolean {
  return a.distribution === b.distribution && a.targets === b.targets
}

/** The engines of the arrays: those of one of them where these are all. */
function allTargets(sources: readonly ArraySource[]): readonly number[] | undefined {
  let all = sources[0]?.targets
  for (const { targets } of sources) {
    if (!all || targets === all) continue
    const known = all
    const extra = targets.filter((engine) => !known.includes(engine))
    if (extra.length > 0) all = extra.length === targets.length - known.length ? targets : [...known, ...extra].sort((a, b) => a - b)
  }
  return all
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((extent, d) => extent === b[d]))
}
