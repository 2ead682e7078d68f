import { define } from './define.js'
import type { Operation } from './operation.js'
import { bits, countedIntegers, words } from './rules.js'

export const bitwise: readonly Operation[] = [
  ...define('bitwise', 1, [['bitwiseInvert', 'invert', bits, words.bits]]),
  ...define('bitwise', 2, [
    ['bitwiseAnd', 'bitwise_and', bits, words.bits],
    ['bitwiseOr', 'bitwise_or', bits, words.bits],
    ['bitwiseXor', 'bitwise_xor', bits, words.bits],
    ['bitwiseLeftShift', 'left_shift', countedIntegers, words.integers],
    ['bitwiseRightShift', 'right_shift', countedIntegers, words.integers],
  ]),
]
