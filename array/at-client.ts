import type { DistArray } from './dist-array.js'
import type { HasHandle } from './handle.js'
import type { LocalArray } from './local-array.js'

/** What a function on the engines is given for an argument. */
export type OnEngine<T> =
  T extends HasHandle<infer E>
    ? E
    : T extends ArrayBufferView | ArrayBuffer | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
      ? T
      : T extends readonly unknown[] | Record<string, unknown>
        ? { [K in keyof T]: OnEngine<T[K]> }
        : T

/** {@link OnEngine} of each argument. */
export type AllOnEngine<A extends readonly unknown[]> = { [K in keyof A]: OnEngine<A[K]> }

type HasArray<T> = T extends LocalArray
  ? true
  : T extends ArrayBufferView | ArrayBuffer | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
    ? false
    : T extends readonly (infer E)[]
      ? HasArray<E>
      : T extends Record<string, unknown>
        ? HasArray<T[keyof T]>
        : false

/**
 * What comes of a function's result: a distributed array of local arrays, undefined of undefined, a structure in which arrays are
 * nested as it is, and one value per engine of anything else.
 */
export type AtClient<R> = unknown extends R
  ? unknown
  : [R] extends [undefined | undefined]
    ? undefined
    : [R] extends [LocalArray<infer D>]
      ? DistArray<D>
      : true extends HasArray<R>
        ? { -readonly [K in keyof R]: AtClient<R[K]> }
        : R[]
