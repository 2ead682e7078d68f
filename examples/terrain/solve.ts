import { type DistArrayProducer, LocalArray } from 'distarray'
import { measureHandOver } from './hand-over.js'
import type { Triplets } from './perona-malik.js'
import type { LibraryVector, LinearSystem, Outcome, SolverLibrary } from './solver-library.js'

/** What came of solving the system with one library. */
export interface Solution extends Outcome {
  readonly library: SolverLibrary
  readonly system: LinearSystem
  /** The library's vector over the right-hand side. */
  readonly rightHandSide: LibraryVector
  /** The answer, back through the protocol. */
  readonly answer: LocalArray<'float64'>
  /** Seconds to assemble the matrix and prepare the solver. */
  readonly setupSeconds: number
  readonly solveSeconds: number
  /** Bytes copied when the right-hand side and the unknowns went in, and when the answer came out; over all ranks. */
  readonly bytesCopied: { readonly rightHandSide: number; readonly unknowns: number; readonly answer: number }
  free(): void
}

/**
 * Solve the system with `library`: hand the memory of right-hand side and unknowns in, solve, take the answer back.
 *
 * Collective over the communicator of `z`.
 *
 * @param z       The right-hand side as a distributed array.
 * @param through Who hands it over: `z` itself, or another library's vector over the same memory.
 * @param entries This rank's rows of the matrix.
 * @param tolerance The solver stops when the residual has shrunk by this factor.
 */
export function solveWith(
  library: SolverLibrary,
  z: LocalArray<'float64'>,
  through: DistArrayProducer,
  entries: Triplets,
  tolerance: number,
): Solution {
  const { communicator: comm, distribution } = z
  const bytes = z.data.byteLength
  const start = now(z)
  const system = library.assemble(comm, z, entries, tolerance)
  const setupSeconds = now(z) - start

  const unknowns = LocalArray.zeros(comm, distribution)
  const addressOf = (at: { readonly address: bigint }): bigint => at.address
  const b = measureHandOver(comm, z.address, bytes, () => system.vector(through), addressOf)
  const x = measureHandOver(comm, unknowns.address, bytes, () => system.vector(unknowns), addressOf)
  const solveStart = now(z)
  const outcome = system.solve(b.value, x.value)
  const solveSeconds = now(z) - solveStart

  const back = measureHandOver(comm, unknowns.address, bytes, () => LocalArray.fromDistArray(comm, x.value), addressOf)
  return {
    ...outcome,
    library,
    system,
    rightHandSide: b.value,
    answer: back.value as LocalArray<'float64'>,
    setupSeconds,
    solveSeconds,
    bytesCopied: { rightHandSide: b.bytesCopied, unknowns: x.bytesCopied, answer: back.bytesCopied },
    free() {
      back.value.free()
      x.value.free()
      b.value.free()
      unknowns.free()
      system.free()
    },
  }
}

/** Seconds on a clock that all ranks read together. */
function now(array: LocalArray<'float64'>): number {
  array.communicator.barrier()
  return performance.now() / 1000
}
