import { ArgumentError, expected } from '../errors.js'
import { isCount } from '../integers.js'
import { checkList, checkObject, checkString } from './checks.js'
import { lossesAmong } from './features.js'
import { flattenMesh, type Mesh, meshOfShape, placementOnMesh } from './mesh.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, readSource } from './source.js'

/** An entry of a `PartitionSpec`: the mesh axes that split a dimension, the slowest first; null for none. */
export type PartitionSpecEntry = string | readonly string[] | null

/** A JAX array's shape and `NamedSharding`. */
export interface JaxSharding {
  readonly shape: readonly number[]
  readonly mesh: {
    /** Device numbers as nested lists. */
    readonly devices: Mesh
    readonly axis_names: readonly string[]
  }
  /** A `PartitionSpec`; dimensions past its end are not split. */
  readonly spec: readonly PartitionSpecEntry[]
}

const target = 'a JAX named sharding'

/** List what a JAX named sharding would lose; nothing is in its way when empty. */
export function jaxLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    'unequal counts': 'JAX shards are equal: pad the dimension to a multiple of its processes',
    'communication padding': 'shards do not overlap',
    'boundary padding': 'a shard does not tell padding from other entries',
    periodic: 'a sharding does not tell',
    cyclic: 'a shard is one range of indices',
    unstructured: 'a shard is one range of indices',
    partial: 'a sharding says nothing of values',
  })
}

/**
 * Describe a distribution as a JAX mesh and partition spec.
 *
 * Not collective.
 *
 * @param source A distribution whose dimensions are split into equal blocks, replicated or not.
 * @returns      A new sharding: mesh axes `d0`, `d1`, ... for the dimensions that are split, then `r0`, ... for replicated ones;
 *   one axis `r0` of one device where there is none.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: JAX documentation of jax.sharding.NamedSharding and PartitionSpec
 */
export function toJax(source: InteropSource): JaxSharding {
  refuseLosses(target, jaxLosses(source))
  const { distribution, replicated } = readSource(source)
  const split = distribution.gridShape.flatMap((extent, d) => (extent > 1 ? [{ extent, name: `d${d}` }] : []))
  const copies = replicated.map((extent, r) => ({ extent, name: `r${r}` }))
  const axes = [...split, ...copies]
  if (axes.length === 0) axes.push({ extent: 1, name: 'r0' })
  return {
    shape: distribution.shape,
    mesh: { devices: meshOfShape(axes.map(({ extent }) => extent)), axis_names: axes.map(({ name }) => name) },
    spec: distribution.gridShape.map((extent, d) => (extent > 1 ? `d${d}` : null)),
  }
}

/**
 * Read a JAX mesh and partition spec as a distribution.
 *
 * Not collective.
 *
 * @returns The placement; `processes` has the devices, and mesh axes that split nothing are replicated dimensions.
 * @throws {InteropError} A dimension that JAX is free to split.
 * @throws {ArgumentError} A sharding that JAX does not allow: unknown or repeated axes, or unequal shards.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromJax(sharding: JaxSharding): Placement {
  checkObject(sharding, 'sharding')
  const { shape, mesh, spec } = sharding
  checkObject(mesh, 'mesh')
  const flat = flattenMesh(mesh.devices)
  const names = mesh.axis_names
  checkList(names, 'axis_names', checkString)
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw new ArgumentError(expected('an array of integers, zero or more,', 'shape', shape))
  if (names.length !== flat.shape.length || new Set(names).size !== names.length)
    throw new ArgumentError(expected(`${flat.shape.length} different names, one per mesh axis,`, 'axis_names', names))
  checkList(spec, 'spec', checkEntry)
  if (spec.length > shape.length) throw new ArgumentError(expected(`at most ${shape.length} entries, one per dimension,`, 'spec', spec))
  refuseLosses(
    protocolTarget,
    spec.flatMap((entry, d) =>
      entry === 'UNCONSTRAINED' && !names.includes(entry) ? [`unconstrained: how dimension ${d} is split is left to JAX`] : [],
    ),
  )
  const axes = shape.map((_, d) => namesOf(spec[d]).map((name) => axisOf(name, names)))
  if (new Set(axes.flat()).size !== axes.flat().length) throw new ArgumentError(expected('no mesh axis twice', 'spec', spec))
  shape.forEach((extent, d) => {
    const shards = axes[d]!.reduce((n, axis) => n * flat.shape[axis]!, 1)
    if (extent % shards !== 0) throw new ArgumentError(expected(`a multiple of ${shards}, its number of shards,`, `shape[${d}]`, extent))
  })
  return placementOnMesh(shape, flat, axes)
}

function checkEntry(entry: unknown, name: string): void {
  if (entry !== null && typeof entry !== 'string') checkList(entry, name, checkString)
}

function namesOf(entry: PartitionSpecEntry | undefined): readonly string[] {
  if (entry === null || entry === undefined) return []
  return typeof entry === 'string' ? [entry] : entry
}

function axisOf(name: string, names: readonly string[]): number {
  const axis = names.indexOf(name)
  if (axis === -1) throw new ArgumentError(expected(`one of the mesh axes ${names.join(', ')}`, 'spec', name))
  return axis
}
