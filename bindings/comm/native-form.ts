import type { CoreNative } from '../native.js'

/** A native function by name, blocking (`R` is void) or non-blocking (`R` is a request handle). */
export type NativeForm<Name extends keyof CoreNative, R> = CoreNative[Name] extends (...args: infer Args) => unknown
  ? (...args: Args) => R
  : never
