import { engineList } from '../targets.js'
import { shapeText } from './broadcast.js'
import type { ExplainedOperand, ExplainedPlace, Explanation } from './explain.js'

/**
 * Write an explanation for people.
 *
 * Not collective.
 */
export function explanationText(explanation: Explanation): string {
  const { dtype, shape, isComputed, over, operands, passes, temporaries, bytesToMove } = explanation
  const head = `${dtype} ${shapeText(shape)}, ${placeText(explanation)}`
  if (isComputed) return `${head}\nis computed`
  const temporaryBytes = temporaries.map(
    ({ name, dtype, bytes }) => `  ${name}: ${dtype}, ${bytesText(Math.max(...bytes))} per rank at most`,
  )
  return [
    head,
    `reads ${operands.length === 0 ? 'no array' : ''}`.trimEnd(),
    ...operands.map((operand) => operandText(operand, over)),
    ...passes.flatMap(({ shape, operations }, k) => [`pass ${k + 1} over ${shapeText(shape)}`, ...operations.map((it) => `  ${it}`)]),
    ...(temporaries.length === 0 ? ['no temporary arrays'] : ['temporary arrays', ...temporaryBytes]),
    bytesToMove === 0 ? 'nothing moves between engines' : `${bytesText(bytesToMove)} move between engines`,
  ].join('\n')
}

function operandText(operand: ExplainedOperand, over: ExplainedPlace): string {
  const { name, dtype, shape, dist, moves, bytes } = operand
  const array = `  ${name}: ${dtype} ${shapeText(shape)}`
  if (!moves) return `${array}, dist '${dist}', is in place`
  const what = bytes === 0 ? 'is rearranged' : `moves ${bytesText(bytes)}`
  return `${array}, ${what}\n    from ${placeText(operand)}\n    to ${placeText(over)}`
}

function placeText({ dist, gridShape, targets }: ExplainedPlace): string {
  return `dist '${dist}', grid ${shapeText(gridShape)}, ${engineList(targets)}`
}

function bytesText(bytes: number): string {
  return `${bytes} byte${bytes === 1 ? '' : 's'}`
}
