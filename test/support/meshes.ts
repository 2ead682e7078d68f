import fc from 'fast-check'
import type { Mesh } from '../../protocol/interop/index.js'

/** A device mesh, its extents, and its devices by row-major place. */
export interface MeshCase {
  shape: number[]
  mesh: Mesh
  devices: number[]
}

/** Meshes of one to three axes whose devices have any different numbers. */
export const meshes: fc.Arbitrary<MeshCase> = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const places = shape.reduce((n, extent) => n * extent, 1)
  return fc
    .uniqueArray(fc.nat(100), { minLength: places, maxLength: places })
    .map((devices) => ({ shape, mesh: nested(devices, shape), devices }))
})

function nested(devices: readonly number[], [extent, ...rest]: readonly number[]): Mesh {
  if (extent === undefined) return devices[0]!
  const stride = devices.length / extent
  return Array.from({ length: extent }, (_, i) => nested(devices.slice(i * stride, (i + 1) * stride), rest))
}

/** The place of each device along each axis. */
export function coordsIn(shape: readonly number[]): number[][] {
  let coords: number[][] = [[]]
  for (const extent of shape) coords = coords.flatMap((coord) => Array.from({ length: extent }, (_, i) => [...coord, i]))
  return coords
}
