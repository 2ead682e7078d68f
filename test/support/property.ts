import fc from 'fast-check'
import type { Test } from 'tap'

/**
 * Check a property on random values, as one assertion.
 *
 * A failure prints the seed, the path and the smallest counterexample: pass `{ seed, path }` as options to see it again.
 */
export function holds<T>(t: Test, name: string, property: fc.IProperty<T>, options: fc.Parameters<T> = {}): void {
  t.doesNotThrow(() => fc.assert(property, options), name)
}
