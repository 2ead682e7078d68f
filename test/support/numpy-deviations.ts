/** Special cases in which NumPy does not give what the standard says. */
export interface KnownDeviation {
  readonly name: string
  /** Conditions of the rows, as in the data. */
  readonly when: readonly string[]
  readonly why: string
}

export const numpyDeviations: readonly KnownDeviation[] = [
  {
    name: 'expm1',
    when: [
      '+infinity, +0',
      '-infinity, finite',
      '-infinity, +infinity',
      '+infinity, +infinity',
      '-infinity, NaN',
      '+infinity, NaN',
      'NaN, +0',
    ],
    why: 'of complex numbers it is composed of real functions, without a thought for infinities',
  },
  {
    name: 'sign',
    when: ['NaN, any', 'any, NaN'],
    why: 'before NumPy 2 the sign of a complex number is that of its real part; since then that of an infinite number with a NaN is 0 or 1',
  },
]
