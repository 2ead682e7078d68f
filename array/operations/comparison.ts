import { isInteger, kindOf } from '../dtypes/kinds.js'
import { type DTypeLike, dtypeOf, resultType } from '../dtypes/result-type.js'
import { rangeOf, sideOf, type WeakScalar, weakKindOf } from '../dtypes/weak-scalar.js'
import type { Element } from '../element.js'
import type { Operation, Resolution } from './operation.js'
import { computeIn, loopOf, onCommonDType, words } from './rules.js'

const mirrored: Readonly<Record<string, string>> = {
  equal: 'equal',
  notEqual: 'notEqual',
  less: 'greater',
  lessEqual: 'greaterEqual',
  greater: 'less',
  greaterEqual: 'lessEqual',
}

/** Operations that hold for every element against a scalar above the range of the dtype, or below it. */
const holdsBeyond = { above: ['less', 'lessEqual', 'notEqual'], below: ['greater', 'greaterEqual', 'notEqual'] }

/**
 * Comparisons with an integer that the dtype does not hold have an answer, so they are not refused: it is told by comparing with the end of
 * the range. `x < 300` of uint8 is `x <= 255`.
 */
function beyondRange(name: string, operands: readonly DTypeLike[]): Resolution | undefined {
  const position = operands.findIndex((operand) => dtypeOf(operand) !== undefined)
  const scalar = operands[1 - position] as WeakScalar
  if (position < 0 || dtypeOf(scalar) !== undefined) return undefined
  const dtype = resultType(...operands)
  if (!isInteger(dtype) || weakKindOf(scalar) !== 'int') return undefined
  const side = sideOf(scalar as number | bigint, dtype)
  if (side === 0) return undefined
  const asked = position === 0 ? name : (mirrored[name] as string)
  const holds = holdsBeyond[side > 0 ? 'above' : 'below'].includes(asked)
  const loop = side > 0 ? (holds ? 'lessEqual' : 'greater') : holds ? 'greaterEqual' : 'less'
  const end = rangeOf(dtype)[side > 0 ? 1 : 0]
  const constant: Element = dtype === 'int64' || dtype === 'uint64' ? end : Number(end)
  return loopOf(
    loop,
    [
      { operand: position, dtype },
      { constant, dtype },
    ],
    'bool',
  )
}

function comparison(name: string, numpy: string, takesComplex: boolean): Operation {
  const find = onCommonDType(name, (dtype) => (takesComplex || kindOf(dtype) !== 'complex' ? computeIn(dtype, 'bool') : undefined))
  const takes = takesComplex ? words.anything : 'real numbers or bool'
  return { name, numpy, arity: 2, family: 'comparison', takes, find: (operands) => beyondRange(name, operands) ?? find(operands) }
}

export const comparisons: readonly Operation[] = [
  comparison('equal', 'equal', true),
  comparison('notEqual', 'not_equal', true),
  comparison('less', 'less', false),
  comparison('lessEqual', 'less_equal', false),
  comparison('greater', 'greater', false),
  comparison('greaterEqual', 'greater_equal', false),
]
