import { fromDarray } from '../darray.js'
import { fromDask } from '../dask.js'
import type { DmdaArguments } from '../dmda.js'
import { fromDmda } from '../dmda-read.js'
import { type DTensorPlacement, fromDTensor } from '../dtensor.js'
import { fromJax } from '../jax.js'
import type { NeighbourName } from '../neighbours.js'
import type { Partition } from '../partitioned.js'
import { fromPartitioned } from '../partitioned-read.js'
import { fromPetscIndexSets } from '../petsc-index-sets.js'
import { fromPetscLayout } from '../petsc-layout.js'
import { fromScalapack } from '../scalapack.js'
import type { Placement } from '../source.js'
import { fromSubarrays } from '../subarray.js'
import { fromTpetra } from '../tpetra.js'

/** Something that a neighbour may say, read as a distribution. */
export interface ForeignProbe {
  readonly feature: string
  readonly read: () => Placement<unknown>
}

const desc = { DTYPE_: 1, CTXT_: 0, M_: 8, N_: 8, MB_: 2, NB_: 2, RSRC_: 0, CSRC_: 0, LLD_: 4 }
const grid = { ORDER: 'R', NPROW: 2, NPCOL: 2 } as const
const square = { dim: 2, stencil_type: 'DMDA_STENCIL_BOX', M: 8, N: 6, m: 2, n: 2, dof: 1, s: 1, lx: null, ly: null } as const
const none = { bx: 'DM_BOUNDARY_NONE', by: 'DM_BOUNDARY_NONE' } as const

function darray(distrib: 'MPI_DISTRIBUTE_BLOCK' | 'MPI_DISTRIBUTE_CYCLIC', order: 'MPI_ORDER_C' | 'MPI_ORDER_FORTRAN') {
  const lists = { array_of_gsizes: [8, 6], array_of_psizes: [2, 1], array_of_distribs: [distrib, 'MPI_DISTRIBUTE_NONE'] as const }
  const array_of_dargs = ['MPI_DISTRIBUTE_DFLT_DARG', 'MPI_DISTRIBUTE_DFLT_DARG'] as const
  return fromDarray({ size: 2, rank: 0, ndims: 2, ...lists, array_of_dargs, order })
}

function subarrays(...parts: readonly (readonly [start: number, stop: number, low: number, high: number])[]) {
  const one = (size: number, subsize: number, start: number) =>
    ({ ndims: 1, array_of_sizes: [size], array_of_subsizes: [subsize], array_of_starts: [start], order: 'MPI_ORDER_C' }) as const
  return fromSubarrays(
    parts.map(([start, stop, low, high]) => ({
      filetype: one(8, stop - start, start),
      memory: one(stop - start + low + high, stop - start, low),
    })),
  )
}

function dmda(changes: Partial<DmdaArguments>) {
  return fromDmda({ ...square, ...none, ...changes })
}

function partitioned(widths: readonly number[], locations: readonly (readonly string[])[]) {
  let next = 0
  const partitions: Record<string, Partition<string>> = {}
  widths.forEach((width, t) => {
    partitions[`${t}`] = { start: [next], shape: [width], location: locations[t]! }
    next += width
  })
  return fromPartitioned({ shape: [next], partition_tiling: [widths.length], partitions })
}

function dtensor(...placements: DTensorPlacement[]) {
  return fromDTensor({
    shape: [9, 4],
    mesh: [
      [0, 1],
      [2, 3],
    ],
    placements,
  })
}

const shard = (dim: number): DTensorPlacement => ({ placement: 'Shard', dim })
const partial = (reduce_op: string): DTensorPlacement => ({ placement: 'Partial', reduce_op })

function jax(...spec: (string | readonly string[] | null)[]) {
  return fromJax({
    shape: [8, 6],
    mesh: {
      devices: [
        [0, 1],
        [2, 3],
      ],
      axis_names: ['x', 'y'],
    },
    spec,
  })
}

/** What each neighbour may say that needs a thought. */
export const foreignProbes: Readonly<Record<NeighbourName, readonly ForeignProbe[]>> = {
  darray: [
    { feature: 'blocks of the default width', read: () => darray('MPI_DISTRIBUTE_BLOCK', 'MPI_ORDER_C') },
    { feature: 'cyclic, Fortran order', read: () => darray('MPI_DISTRIBUTE_CYCLIC', 'MPI_ORDER_FORTRAN') },
  ],
  subarrays: [
    { feature: 'a part per process, in any order', read: () => subarrays([5, 8, 0, 0], [0, 5, 0, 0]) },
    { feature: 'equal ghosts on both sides', read: () => subarrays([0, 5, 0, 1], [5, 8, 1, 0]) },
    { feature: 'ghosts on one side', read: () => subarrays([0, 5, 0, 1], [5, 8, 0, 0]) },
    { feature: 'ghosts past the ends', read: () => subarrays([0, 5, 1, 0], [5, 8, 0, 1]) },
    { feature: 'parts with gaps', read: () => subarrays([0, 4, 0, 0], [5, 8, 0, 0]) },
  ],
  scalapack: [
    { feature: 'block-cyclic', read: () => fromScalapack({ desc, grid }) },
    { feature: 'column-major process grid', read: () => fromScalapack({ desc, grid: { ...grid, ORDER: 'C' } }) },
    { feature: 'first block on another process', read: () => fromScalapack({ desc: { ...desc, RSRC_: 1 }, grid }) },
    { feature: 'band storage', read: () => fromScalapack({ desc: { ...desc, DTYPE_: 501 }, grid }) },
  ],
  petscLayout: [
    { feature: 'ownership ranges', read: () => fromPetscLayout({ bs: 1, N: 8, range: [0, 3, 8] }) },
    {
      feature: 'ghosts beside the range',
      read: () =>
        fromPetscLayout({
          bs: 1,
          N: 8,
          range: [0, 3, 8],
          ghosts: [
            [3, 4],
            [1, 2],
          ],
        }),
    },
    { feature: 'ghosts elsewhere', read: () => fromPetscLayout({ bs: 1, N: 8, range: [0, 3, 8], ghosts: [[7], []] }) },
    { feature: 'blocks of entries', read: () => fromPetscLayout({ bs: 2, N: 8, range: [0, 4, 8] }) },
  ],
  petscIndexSets: [
    {
      feature: 'any lists',
      read: () =>
        fromPetscIndexSets({
          N: 4,
          range: [0, 2, 4],
          idx: [
            [3, 0],
            [2, 1],
          ],
        }),
    },
    {
      feature: 'any lists, with ghosts',
      read: () =>
        fromPetscIndexSets({
          N: 4,
          range: [0, 2, 4],
          idx: [
            [3, 0],
            [2, 1],
          ],
          indices: [
            [3, 0, 2],
            [2, 1],
          ],
        }),
    },
  ],
  dmda: [
    { feature: 'a box stencil', read: () => dmda({}) },
    { feature: 'a star stencil', read: () => dmda({ stencil_type: 'DMDA_STENCIL_STAR' }) },
    { feature: 'several values per point', read: () => dmda({ dof: 3 }) },
    { feature: 'periodic', read: () => dmda({ bx: 'DM_BOUNDARY_PERIODIC' }) },
    { feature: 'ghosts at the ends', read: () => dmda({ bx: 'DM_BOUNDARY_GHOSTED' }) },
    { feature: 'mirrored', read: () => dmda({ bx: 'DM_BOUNDARY_MIRROR' }) },
    { feature: 'twisted', read: () => dmda({ bx: 'DM_BOUNDARY_TWIST' }) },
  ],
  tpetra: [
    { feature: 'contiguous and uniform', read: () => fromTpetra({ map: { numGlobalElements: 8, indexBase: 0 } }, 3) },
    { feature: 'counted from 1', read: () => fromTpetra({ map: { numGlobalElements: 8, indexBase: 1, numLocalElements: [3, 5] } }) },
    {
      feature: 'overlapping',
      read: () =>
        fromTpetra({
          map: {
            numGlobalElements: 4,
            indexBase: 0,
            elementList: [
              [0, 1],
              [1, 2],
            ],
          },
        }),
    },
    { feature: 'locally replicated', read: () => fromTpetra({ map: { numGlobalElements: 8, indexBase: 0, lg: 'LocallyReplicated' } }, 2) },
    {
      feature: 'lists, with an overlap',
      read: () =>
        fromTpetra({
          map: { numGlobalElements: 2, indexBase: 3, elementList: [[5], [3]] },
          overlap: { numGlobalElements: 3, indexBase: 3, elementList: [[5, 3], [3]] },
        }),
    },
  ],
  dask: [
    { feature: 'any chunks', read: () => fromDask({ shape: [8, 6], chunks: [[5, 3], [6]] }) },
    { feature: 'chunks of unknown extents', read: () => fromDask({ shape: [Number.NaN], chunks: [[Number.NaN, Number.NaN]] }) },
  ],
  partitioned: [
    { feature: 'a part per location', read: () => partitioned([5, 3], [['b'], ['a']]) },
    { feature: 'parts dealt to locations in turn', read: () => partitioned([3, 3, 2], [['a'], ['b'], ['a']]) },
    {
      feature: 'several locations per part',
      read: () =>
        partitioned(
          [5, 3],
          [
            ['a', 'b'],
            ['c', 'd'],
          ],
        ),
    },
    { feature: 'locations in no order', read: () => partitioned([3, 3, 2], [['a'], ['b'], ['b']]) },
  ],
  dtensor: [
    { feature: 'Shard of two dimensions', read: () => dtensor(shard(1), shard(0)) },
    { feature: 'Shard of one dimension twice', read: () => dtensor(shard(0), shard(0)) },
    { feature: 'Shard and Replicate', read: () => dtensor(shard(0), { placement: 'Replicate' }) },
    { feature: 'Shard and Partial', read: () => dtensor(shard(0), partial('sum')) },
    { feature: 'Partial average', read: () => dtensor(shard(0), partial('avg')) },
    { feature: 'Partial and Replicate', read: () => dtensor(partial('sum'), { placement: 'Replicate' }) },
    { feature: '_StridedShard', read: () => dtensor(shard(0), { placement: '_StridedShard', dim: 0 } as unknown as DTensorPlacement) },
  ],
  jax: [
    { feature: 'mesh axes in another order', read: () => jax('y', 'x') },
    { feature: 'several mesh axes for a dimension', read: () => jax(['y', 'x']) },
    { feature: 'mesh axes that split nothing', read: () => jax(null, 'y') },
    { feature: 'dimensions left to JAX', read: () => jax('UNCONSTRAINED') },
  ],
}
