/** An operator between two operands: the operation it stands for, and how tightly it binds. */
export interface Infix {
  readonly operation: string
  readonly power: number
  /** How tightly the operand on its right must bind. */
  readonly right: number
}

/** Powers as in Python: comparisons bind less tightly than & | ^, and a power tighter than the sign before it. */
const power = { comparison: 1, or: 2, xor: 3, and: 4, shift: 5, sum: 6, product: 7, sign: 8, power: 9 } as const

const left = (operation: string, binds: number): Infix => ({ operation, power: binds, right: binds + 1 })

/** What stands between operands. */
export const infixes: ReadonlyMap<string, Infix> = new Map([
  ['<', left('less', power.comparison)],
  ['<=', left('lessEqual', power.comparison)],
  ['>', left('greater', power.comparison)],
  ['>=', left('greaterEqual', power.comparison)],
  ['==', left('equal', power.comparison)],
  ['!=', left('notEqual', power.comparison)],
  ['|', left('bitwiseOr', power.or)],
  ['^', left('bitwiseXor', power.xor)],
  ['&', left('bitwiseAnd', power.and)],
  ['<<', left('bitwiseLeftShift', power.shift)],
  ['>>', left('bitwiseRightShift', power.shift)],
  ['+', left('add', power.sum)],
  ['-', left('subtract', power.sum)],
  ['*', left('multiply', power.product)],
  ['/', left('divide', power.product)],
  ['//', left('floorDivide', power.product)],
  ['%', left('remainder', power.product)],
  // From right to left, and `2 ** -1` needs no parentheses.
  ['**', { operation: 'pow', power: power.power, right: power.sign }],
])

/** What stands before an operand. */
export const prefixes: ReadonlyMap<string, string> = new Map([
  ['-', 'negative'],
  ['+', 'positive'],
  ['~', 'bitwiseInvert'],
])

/** How tightly the operand of a sign must bind. */
export const prefixPower = power.sign

export const comparisonPower = power.comparison
