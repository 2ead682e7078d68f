import type { Context, DistArray } from 'distarray'

/** Options on shares: one of each for every element. */
export interface Market {
  /** Price of the share now, in any currency. */
  readonly spot: DistArray
  /** Price at which it may be bought or sold, in the same currency. */
  readonly strike: DistArray
  /** Years until then. */
  readonly years: DistArray
  /** Interest without risk, per year. */
  readonly rate: number
  /** Standard deviation of the logarithm of the price after a year. */
  readonly volatility: number
}

/**
 * Return the prices of European call and put options.
 *
 * @see source: F. Black and M. Scholes, "The Pricing of Options and Corporate Liabilities" (1973), equations 13 and 26.
 */
export function priced(ctx: Context, { spot, strike, years, rate, volatility }: Market): { call: DistArray; put: DistArray } {
  const normal = (x: DistArray): DistArray => ctx.expr`0.5 + 0.5 * erf(${x} * ${Math.SQRT1_2})`
  const spread = ctx.expr`${volatility} * sqrt(${years})`
  const d1 = ctx.expr`(log(${spot} / ${strike}) + (${rate} + ${volatility}**2 / 2) * ${years}) / ${spread}`
  const d2 = ctx.expr`${d1} - ${spread}`
  const owed = ctx.expr`${strike} * exp(-${rate} * ${years})`
  const call = ctx.expr`${spot} * ${normal(d1)} - ${owed} * ${normal(d2)}`
  const put = ctx.expr`${owed} * (1 - ${normal(d2)}) - ${spot} * (1 - ${normal(d1)})`
  return { call, put }
}
