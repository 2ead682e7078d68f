import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import { isCount, product } from '../integers.js'
import { checkNumbers, checkObject, checkProcesses } from './checks.js'
import type { DmdaArguments } from './dmda.js'
import type { DMBoundaryType } from './dmda-axis.js'
import { boundsOfWidths } from './own-bounds.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import { type Placement, placementOf } from './source.js'

/** One axis as the arguments have it. */
interface GivenAxis {
  readonly name: 'x' | 'y' | 'z'
  readonly points: number
  readonly processes: number
  readonly l: readonly number[] | null | undefined
  readonly boundary: DMBoundaryType
}

/**
 * Read the arguments of `DMDACreate1d`, `2d` or `3d` as a distribution.
 *
 * Not collective. Axes are reversed: x is the last dimension; with `dof` over 1 another follows it, of the values per
 * point. Ghosts at the ends of periodic and ghosted axes become boundary padding, which the protocol counts in the size.
 *
 * @param args The arguments, with numbers of processes instead of PETSC_DECIDE.
 * @returns    The placement of what `DMDAVecGetArray` gives of a local vector.
 * @throws {InteropError} A mirrored or twisted axis, or corners that a star stencil leaves unfilled.
 * @throws {ArgumentError} Arguments that PETSc does not allow.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromDmda(args: DmdaArguments): Placement {
  checkObject(args, 'args')
  const { dim, dof, s } = args
  if (dim !== 1 && dim !== 2 && dim !== 3) throw new ArgumentError(expected('1, 2 or 3', 'dim', dim))
  if (!isCount(dof) || dof === 0) throw new ArgumentError(expected('an integer, at least 1,', 'dof', dof))
  if (!isCount(s)) throw new ArgumentError(expected('an integer, zero or more,', 's', s))
  const axes = axesOf(args).slice(0, dim).reverse()
  checkProcesses(
    axes.map(({ processes }) => processes),
    'the process grid',
  )
  refuseLosses(protocolTarget, axesLosses(axes, args))
  const dims = axes.map((axis) => readAxis(axis, s, dim))
  const components = dof > 1 ? [dof] : []
  const distribution = Distribution.from([...dims.map(({ bounds }) => bounds.at(-1)!), ...components], {
    ranks: product(axes.map(({ processes }) => processes)),
    dist: 'b'.repeat(dim),
    bounds: dims.map(({ bounds }) => bounds),
    padding: dims.map(({ ends }) => ({ communication: s, boundary: [ends, ends] as const })),
    periodic: axes.map(({ boundary }) => boundary === 'DM_BOUNDARY_PERIODIC'),
  })
  return placementOf(distribution, 'C')
}

function axesOf(args: DmdaArguments): GivenAxis[] {
  const { bx, by, bz, M, N, P, m, n, p, lx, ly, lz } = args
  return [
    { name: 'x', points: M, processes: m, l: lx, boundary: bx },
    { name: 'y', points: N!, processes: n!, l: ly, boundary: by! },
    { name: 'z', points: P!, processes: p!, l: lz, boundary: bz! },
  ]
}

function axesLosses(axes: readonly GivenAxis[], { dim, s, stencil_type }: DmdaArguments): string[] {
  const losses = axes.flatMap(({ name, boundary }) => {
    if (boundary === 'DM_BOUNDARY_MIRROR')
      return [`mirror: the ghosts at the ends of axis ${name} mirror the inside; the protocol cannot say so`]
    if (boundary === 'DM_BOUNDARY_TWIST') return [`twist: axis ${name} meets its other end glide-reflected; the protocol cannot say so`]
    return []
  })
  if (stencil_type === 'DMDA_STENCIL_STAR' && dim > 1 && s > 0)
    losses.push(
      'star stencil: ghosts at the corners are never filled, and the protocol cannot say so; pass DMDA_STENCIL_BOX when nobody reads them',
    )
  return losses
}

/** Where the ranges of an axis begin, ghosts at its ends included, and how many those are. */
function readAxis({ name, points, processes, l, boundary }: GivenAxis, s: number, dim: number): { bounds: number[]; ends: number } {
  if (!isCount(processes) || processes === 0 || !isCount(points))
    throw new ArgumentError(expected('numbers of points and processes', `axis ${name}`, [points, processes]))
  if (l !== null && l !== undefined) checkNumbers(l, `l${name}`)
  const widths = l ?? Array.from({ length: processes }, (_, i) => Math.floor(points / processes) + (points % processes > i ? 1 : 0))
  if (widths.length !== processes || widths.some((width) => !isCount(width) || width === 0))
    throw new ArgumentError(expected(`${processes} positive integers`, `l${name}`, [...widths]))
  if (boundsOfWidths(widths).at(-1) !== points)
    throw new ArgumentError(expected(`integers whose sum is ${points}`, `l${name}`, [...widths]))
  const isPeriodic = boundary === 'DM_BOUNDARY_PERIODIC'
  if (!isPeriodic && boundary !== 'DM_BOUNDARY_NONE' && boundary !== 'DM_BOUNDARY_GHOSTED')
    throw new ArgumentError(expected('a DMBoundaryType', `b${name}`, boundary))
  const isCut = processes > 1 || isPeriodic || (dim === 1 && points > 1)
  if (isCut && widths.some((width) => width < s))
    throw new ArgumentError(expected(`integers of at least s, ${s},`, `l${name}`, [...widths]))
  const ends = boundary === 'DM_BOUNDARY_NONE' ? 0 : s
  const last = processes - 1
  return { bounds: boundsOfWidths(widths.map((width, i) => width + (i === 0 ? ends : 0) + (i === last ? ends : 0))), ends }
}
