import type { Communicator, DistArrayProducer } from 'distarray'
import type { Triplets } from './perona-malik.js'

/** A vector of a solver library over the memory of a distributed array. */
export interface LibraryVector extends DistArrayProducer {
  /** Where the library has this rank's first entry. */
  readonly address: bigint
  free(): void
}

/** How a solve ended. */
export interface Outcome {
  readonly converged: boolean
  readonly reason: string
  readonly iterations: number
}

/** A matrix and a solver for it, inside one library. */
export interface LinearSystem {
  /** Take an array, or a vector of another library, as a vector of this one. Collective. */
  vector(of: DistArrayProducer): LibraryVector
  /** Collective. */
  solve(b: LibraryVector, x: LibraryVector): Outcome
  /** Euclidean norm of b - A x. Collective. */
  residualNorm(b: DistArrayProducer, x: DistArrayProducer): number
  /** Collective. */
  free(): void
}

/** What the example needs of a solver library. */
export interface SolverLibrary {
  readonly name: string
  readonly method: string
  /** Load and start the library; returns its version, e.g. `'3.18.5'`. Collective. */
  start(): string
  /**
   * Assemble the matrix and prepare its solver. Collective.
   *
   * @param like      An array distributed as the rows.
   * @param tolerance The solver stops when the residual has shrunk by this factor. All eigenvalues of the matrix are at least 1,
   *                  so the error in the answer is no larger than the residual.
   */
  assemble(comm: Communicator, like: DistArrayProducer, entries: Triplets, tolerance: number): LinearSystem
}
