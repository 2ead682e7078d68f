import type { Solution } from './solve.js'
import { formatTable } from './table.js'

const header = ['library', 'method', 'unknowns', 'ranks', 'iterations', 'residual*', 'set-up s', 'solve s', 'b in', 'x in', 'x out']

/**
 * Report both solutions as a table.
 *
 * Collective over the communicator of the answers: the residuals are computed here.
 */
export function reportSolutions([first, second]: readonly [Solution, Solution], normOfB: number): string {
  const row = (own: Solution, other: Solution): string[] => {
    const { communicator, distribution } = own.answer
    const residual = other.system.residualNorm(own.rightHandSide, own.answer) / normOfB
    const { rightHandSide, unknowns, answer } = own.bytesCopied
    return [
      own.library.name,
      own.library.method,
      String(distribution.size),
      String(communicator.size),
      String(own.iterations),
      residual.toExponential(1),
      own.setupSeconds.toFixed(2),
      own.solveSeconds.toFixed(2),
      ...[rightHandSide, unknowns, answer].map(String),
    ]
  }
  const table = formatTable(header, [row(first, second), row(second, first)])
  return `${table}
* |b - A x| / |b|, computed with the matrix of the other library
b in, x in, x out: bytes copied when the right-hand side and the unknowns went in and the answer came out`
}
