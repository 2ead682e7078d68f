import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { builder } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { compose, type ElementwiseOptions } from '../lazy/elementwise.js'
import { composed } from '../operations/composed.js'

/**
 * Return `sin(pi x) / (pi x)`, 1 at 0.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @throws As `Unary`.
 */
export function sinc(x: ArrayCore, options?: ElementwiseOptions): DistArray {
  return compose('sinc', [x], (it) => composed.sinc(builder, it as Elementwise), options)
}
