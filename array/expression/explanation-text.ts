import { engineList } from '../targets.js'
import { shapeText } from './broadcast.js'
import type { ExplainedOperand, Explanation } from './explain.js'

/**
 * Write an explanation for people.
 *
 * Not collective.
 */
export function explanationText(explanation: Explanation): string {
  const { dtype, shape, dist, gridShape, targets, isComputed, operands, passes, temporaries, bytesToMove } = explanation
  const head = `${dtype} ${shapeText(shape)}, dist '${dist}', grid ${shapeText(gridShape)}, ${engineList(targets)}`
  if (isComputed) return `${head}\nis computed`
  const temporaryBytes = temporaries.map(
    ({ name, dtype, bytes }) => `  ${name}: ${dtype}, ${bytesText(Math.max(...bytes))} per rank at most`,
  )
  return [
    head,
    `reads ${operands.length === 0 ? 'no array' : ''}`.trimEnd(),
    ...operands.map(operandText),
    ...passes.flatMap(({ shape, operations }, k) => [`pass ${k + 1} over ${shapeText(shape)}`, ...operations.map((it) => `  ${it}`)]),
    ...(temporaries.length === 0 ? ['no temporary arrays'] : ['temporary arrays', ...temporaryBytes]),
    bytesToMove === 0 ? 'nothing moves between engines' : `${bytesText(bytesToMove)} move between engines`,
  ].join('\n')
}

function operandText({ name, dtype, shape, dist, moves, bytes }: ExplainedOperand): string {
  const where = moves ? (bytes === 0 ? 'is rearranged' : `moves ${bytesText(bytes)}`) : 'is in place'
  return `  ${name}: ${dtype} ${shapeText(shape)}, dist '${dist}', ${where}`
}

function bytesText(bytes: number): string {
  return `${bytes} byte${bytes === 1 ? '' : 's'}`
}
