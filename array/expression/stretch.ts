/** A stretch of a group's operations: what becomes one stage. */
export interface Stretch {
  readonly dims: number
  /** Places of operations, in the order they are computed. */
  readonly steps: readonly number[]
  /** Reductions that are fed here. */
  readonly reductions: readonly number[]
}
