import { ArgumentError, expected } from '../errors.js'
import type { PartialOp } from '../extension.js'
import { isCount } from '../integers.js'
import { checkList, checkNumber, checkObject, checkString } from './checks.js'
import { lossesAmong } from './features.js'
import { flattenMesh, type Mesh, meshOfShape, placementOnMesh } from './mesh.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, readSource } from './source.js'

/** Where a tensor is along one dimension of a device mesh. */
export type DTensorPlacement =
  | { readonly placement: 'Shard'; readonly dim: number }
  | { readonly placement: 'Replicate' }
  | { readonly placement: 'Partial'; readonly reduce_op: string }

/** A DTensor's global shape, mesh and placements. */
export interface DTensorLayout {
  readonly shape: readonly number[]
  /** Ranks as nested lists, the `mesh` of a `DeviceMesh`. */
  readonly mesh: Mesh
  /** One per dimension of the mesh. */
  readonly placements: readonly DTensorPlacement[]
}

const target = 'a DTensor'
const reduceOps: readonly [PartialOp, string][] = [
  ['sum', 'sum'],
  ['prod', 'product'],
  ['min', 'min'],
  ['max', 'max'],
]

/** List what a DTensor would lose; nothing is in its way when empty. */
export function dtensorLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    'uneven split': 'Shard splits as torch.chunk does, into ceil(size / processes)',
    'communication padding': 'a shard has no ghosts',
    'boundary padding': 'a shard does not tell padding from other entries',
    periodic: 'a placement does not tell',
    cyclic: 'a shard is one range of indices',
    unstructured: 'a shard is one range of indices',
  })
}

/**
 * Describe a distribution as the mesh and placements of a DTensor.
 *
 * Not collective.
 *
 * @param source A distribution of evenly split block dimensions, replicated or not.
 * @returns      A new layout: a mesh dimension per dimension of the process grid that has several processes, at least one.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: PyTorch, torch.distributed.tensor, "Shard": the torch.chunk(dim) semantic
 */
export function toDTensor(source: InteropSource): DTensorLayout {
  refuseLosses(target, dtensorLosses(source))
  const { distribution, replicated, partial } = readSource(source)
  const split = distribution.gridShape.flatMap((extent, dim) => (extent > 1 ? [{ extent, dim }] : []))
  const mesh = [...split.map(({ extent }) => extent), ...replicated]
  const reduce_op = reduceOps.find(([op]) => op === partial)?.[1]
  const copy: DTensorPlacement = reduce_op === undefined ? { placement: 'Replicate' } : { placement: 'Partial', reduce_op }
  const placements = [...split.map(({ dim }) => ({ placement: 'Shard' as const, dim })), ...replicated.map(() => copy)]
  if (mesh.length === 0) return { shape: distribution.shape, mesh: [0], placements: [{ placement: 'Replicate' }] }
  return { shape: distribution.shape, mesh: meshOfShape(mesh), placements }
}

/**
 * Read a DTensor's mesh and placements as a distribution.
 *
 * Not collective. Mesh dimensions that shard the same dimension split it one after the other, which need not come out even.
 *
 * @returns The placement; `processes` has the ranks of the mesh.
 * @throws {InteropError} A placement other than these, a reduction that the extension does not name, or some mesh
 *   dimensions partial and others replicated.
 * @throws {ArgumentError} Not a mesh, or not a placement per dimension of it.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromDTensor(layout: DTensorLayout): Placement {
  checkObject(layout, 'layout')
  const { shape, mesh, placements } = layout
  const flat = flattenMesh(mesh)
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw new ArgumentError(expected('an array of integers, zero or more,', 'shape', shape))
  checkList(placements, 'placements', checkPlacement)
  if (placements.length !== flat.shape.length)
    throw new ArgumentError(expected(`${flat.shape.length} placements, one per mesh dimension,`, 'placements', placements))
  refuseLosses(protocolTarget, placementLosses(placements, flat.shape))
  const axes: number[][] = shape.map(() => [])
  let partial: PartialOp | undefined
  placements.forEach((placement: DTensorPlacement, axis: number) => {
    if (placement.placement === 'Partial' && flat.shape[axis]! > 1)
      partial = reduceOps.find(([, name]) => name === placement.reduce_op)?.[0]
    if (placement.placement !== 'Shard') return
    const dim = placement.dim < 0 ? placement.dim + shape.length : placement.dim
    if (!axes[dim]) throw new ArgumentError(expected(`a dimension of ${shape.length}`, `placements[${axis}].dim`, placement.dim))
    axes[dim].push(axis)
  })
  return placementOnMesh(shape, flat, axes, partial)
}

function checkPlacement(given: unknown, name: string): void {
  checkObject(given, name)
  const { placement, dim, reduce_op } = given as { readonly [key in 'placement' | 'dim' | 'reduce_op']?: unknown }
  checkString(placement, `${name}.placement`)
  if (placement === 'Shard') checkNumber(dim, `${name}.dim`)
  if (placement === 'Partial') checkString(reduce_op, `${name}.reduce_op`)
}

function placementLosses(placements: readonly DTensorPlacement[], mesh: readonly number[]): string[] {
  const losses = placements.flatMap((given, axis) => {
    if (given.placement === 'Shard' || given.placement === 'Replicate') return []
    if (given.placement !== 'Partial')
      return [
        `placement: mesh dimension ${axis} has ${(given as { placement: unknown }).placement}; only Shard, Replicate and Partial have a meaning here`,
      ]
    if (reduceOps.some(([, name]) => name === given.reduce_op)) return []
    return [
      `partial: mesh dimension ${axis} is combined by ${given.reduce_op}; the extension has ${reduceOps.map(([op]) => op).join(', ')}`,
    ]
  })
  const kinds = placements.flatMap((given, axis) => {
    if (mesh[axis] === 1 || given.placement === 'Shard') return []
    return [given.placement === 'Partial' ? given.reduce_op : given.placement]
  })
  if (new Set(kinds).size > 1)
    losses.push(
      `partial: mesh dimensions have ${[...new Set(kinds)].join(' and ')}; the extension has one meaning for all replicated dimensions`,
    )
  return losses
}
