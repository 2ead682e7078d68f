import { contiguousStrides } from '../../../protocol/buffer.js'
import { isDistError, type ProtocolError, type RuleId, validate } from '../../../protocol/index.js'
import { right, type Steps } from './base.js'

/**
 * A consumer's first step that does not know some of the rules: it takes what breaks only those.
 *
 * What it then holds does not matter: that it did not refuse is the mistake.
 */
export function withoutRules(...unknown: RuleId[]): Steps['take'] {
  return (exported) => {
    try {
      return right.take(exported)
    } catch (error) {
      if (!isDistError(error, 'ERR_PROTOCOL') || !breaksOnly(exported, unknown)) throw error as ProtocolError
      return {
        dtype: 'uint8',
        memory: new ArrayBuffer(0),
        start: 0,
        shape: [0],
        strides: contiguousStrides([0], 1),
        readonly: false,
        dims: [],
      }
    }
  }
}

function breaksOnly(exported: unknown, unknown: readonly RuleId[]): boolean {
  return validate(exported).every(({ rule, severity }) => severity === 'warning' || unknown.includes(rule))
}
