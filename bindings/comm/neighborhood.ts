import type { CommHandle } from '../handles.js'

/** The edges of a graph communicator, and which part of the caller's buffers belongs to each. */
export interface Edges {
  readonly handle: CommHandle
  /** For each edge to another rank, in MPI's order, the part that goes along it. */
  readonly sends: Float64Array
  /** For each edge from another rank, in MPI's order, the part that it fills. */
  readonly receives: Float64Array
}

/** What an exchange needs to know of a communicator with a topology. */
export interface Neighborhood {
  readonly handle: CommHandle
  readonly sources: readonly (number | null)[]
  readonly destinations: readonly (number | null)[]
  readonly _edges: Edges
}
