import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import type { PartialOp } from '../extension.js'
import { gridCoordsOf, gridRankOf } from '../grid.js'
import { product } from '../integers.js'
import { checkProcesses } from './checks.js'
import type { Placement } from './source.js'

/** An n-d array of devices as nested lists; a device by itself has no dimension. */
export type Mesh = number | readonly Mesh[]

/** Most dimensions of a mesh; lists that hold themselves have more. */
const maxDepth = 64

/** Devices in row-major order, and the extents of their mesh. */
export interface FlatMesh {
  readonly shape: readonly number[]
  readonly devices: readonly number[]
}

/**
 * Read a nested mesh.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Ragged or empty lists, or a device that is there twice.
 * @throws {UnsupportedError} More than 2^20 devices.
 */
export function flattenMesh(mesh: Mesh): FlatMesh {
  const shape: number[] = []
  let level: readonly Mesh[] = [mesh]
  while (level.length > 0 && Array.isArray(level[0])) {
    const lists = level as readonly (readonly Mesh[])[]
    const extent = lists[0]!.length
    if (shape.length === maxDepth) throw new ArgumentError(expected(`lists nested at most ${maxDepth} deep`, 'mesh', mesh))
    if (lists.some((list) => !Array.isArray(list) || list.length !== extent))
      throw new ArgumentError(expected('nested lists of equal lengths', 'mesh', mesh))
    shape.push(extent)
    checkProcesses([lists.length, extent], 'mesh')
    level = lists.flat()
  }
  const devices = level as readonly number[]
  const isMesh = devices.length > 0 && devices.every((device) => Number.isSafeInteger(device)) && new Set(devices).size === devices.length
  if (!isMesh) throw new ArgumentError(expected('different integers', 'mesh', mesh))
  return { shape, devices }
}

/** The mesh of the devices 0, 1, ... in row-major order. */
export function meshOfShape(shape: readonly number[], first = 0): Mesh {
  const [extent, ...rest] = shape
  if (extent === undefined) return first
  return Array.from({ length: extent }, (_, i) => meshOfShape(rest, first + i * product(rest)))
}

/** Which mesh axes split each dimension of an array, the slowest first; the others hold copies. */
export type AxesPerDimension = readonly (readonly number[])[]

/**
 * Place an array on a mesh: each dimension is split into chunks along its axes, one axis after the other.
 *
 * Not collective.
 *
 * @param shape Global extents.
 * @param axes  No axis twice, shape [ndim][axes].
 * @returns     The placement; the axes that split nothing are its replicated dimensions, in their order.
 */
export function placementOnMesh(shape: readonly number[], mesh: FlatMesh, axes: AxesPerDimension, partial?: PartialOp): Placement {
  const grid = axes.map((along) => product(along.map((axis) => mesh.shape[axis]!)))
  const used = new Set(axes.flat())
  const free = mesh.shape.flatMap((extent, axis) => (used.has(axis) || extent === 1 ? [] : [axis]))
  const replicated = free.map((axis) => mesh.shape[axis]!)
  const distribution = Distribution.from(shape, {
    ranks: product(grid),
    bounds: shape.map((extent, d) =>
      chunkBounds(
        extent,
        axes[d]!.map((axis) => mesh.shape[axis]!),
      ),
    ),
  })
  const processes = new Array<number>(mesh.devices.length)
  mesh.devices.forEach((device, place) => {
    const at = gridCoordsOf(place, mesh.shape)
    const coords = axes.map((along) =>
      gridRankOf(
        along.map((axis) => at[axis]!),
        along.map((axis) => mesh.shape[axis]!),
      ),
    )
    processes[gridRankOf([...coords, ...free.map((axis) => at[axis]!)], [...grid, ...replicated])] = device
  })
  return { distribution, replicated, processes, ...(partial && replicated.length > 0 && { partial }) }
}

/** Bounds after splitting into chunks of ceil(extent / n) for each n in turn, as `torch.chunk` does. */
function chunkBounds(extent: number, factors: readonly number[]): number[] {
  return factors.reduce(
    (bounds, n) => [
      0,
      ...bounds.slice(1).flatMap((stop, i) => {
        const start = bounds[i]!
        const width = Math.ceil((stop - start) / n)
        return Array.from({ length: n }, (_, chunk) => Math.min(start + (chunk + 1) * width, stop))
      }),
    ],
    [0, extent],
  )
}
