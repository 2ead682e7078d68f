import { define } from './define.js'
import type { Operation } from './operation.js'
import { unlessInteger, words } from './rules.js'

export const rounding: readonly Operation[] = define('rounding', 1, [
  ['ceil', 'ceil', unlessInteger(false), 'real numbers or bool'],
  ['floor', 'floor', unlessInteger(false), 'real numbers or bool'],
  ['trunc', 'trunc', unlessInteger(false), 'real numbers or bool'],
  ['round', 'round', unlessInteger(true), words.anything],
])
