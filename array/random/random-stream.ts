import type { InspectOptionsStylized } from 'node:util'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { RandomArrays } from './random-arrays.js'
import { RandomOrders } from './random-orders.js'
import { keyOf } from './seed-sequence.js'

/** All that a stream is: plain, so that it can be saved as JSON and restored. */
export interface RandomState {
  /** Decimal digits. */
  readonly seed: string
  /** Numbers of the streams from the outermost on; [] for the stream of the seed itself. */
  readonly path: readonly number[]
  /** How many arrays it has made. */
  readonly draws: number
  /** How many streams {@link RandomStream.spawn} has made. */
  readonly spawned: number
}

/**
 * A source of random arrays, independent of every other stream.
 *
 * Element i of an array, by its global row-major index, depends on seed, stream, number of the draw and i only: arrays are identical
 * for every number of engines and every distribution, in every mode. Each call that makes an array is one draw. In SPMD every rank
 * must make the same calls, as everywhere.
 */
export class RandomStream extends RandomOrders {
  private _seed: bigint | undefined
  private _path: readonly number[]
  private _draws = 0
  private _spawned = 0
  /** Of seed and path, when first needed. */
  private _key: BigUint64Array | undefined

  private constructor(arrays: RandomArrays, seed: bigint | undefined, path: readonly number[]) {
    super(arrays)
    this._seed = seed
    this._path = path
  }

  /** @internal The stream of a context, whose seed is found when it is first needed. */
  static _over(arrays: RandomArrays): RandomStream {
    return new RandomStream(arrays, undefined, [])
  }

  /**
   * The seed: what was given to {@link RandomStream.withSeed}, or 128 random bits.
   *
   * In SPMD, the first use of a stream that was not given one is collective over all ranks.
   */
  get seed(): bigint {
    this._seed ??= this.arrays.entropy()
    return this._seed
  }

  /** Numbers of the streams from the outermost on; [] for the stream of the seed itself. */
  get path(): readonly number[] {
    return this._path
  }

  /** How many arrays this stream has made. */
  get draws(): number {
    return this._draws
  }

  /**
   * Return the stream of a seed, which has not made any array yet.
   *
   * Not collective.
   *
   * @param seed An integer, zero or more, of any size.
   * @throws {ArgumentError} It is none.
   */
  withSeed(seed: number | bigint): RandomStream {
    return new RandomStream(this.arrays, readSeed(seed), [])
  }

  /**
   * Return stream `n` of this one, which has not made any array yet: the same each time, independent of all others and of what
   * this stream has made.
   *
   * Not collective.
   *
   * @param n An integer, zero or more.
   * @throws {ArgumentError} It is none.
   */
  stream(n: number): RandomStream {
    requireStreamNumber(n)
    return new RandomStream(this.arrays, this.seed, [...this._path, n])
  }

  /**
   * Return the next `n` streams of this one: 0 to n - 1 the first time, and so on. {@link RandomStream.stream} has the same numbers.
   *
   * Not collective.
   *
   * @throws {ArgumentError} `n` is no integer, zero or more.
   */
  spawn(n: number): RandomStream[] {
    if (!Number.isSafeInteger(n) || n < 0) throw new ArgumentError(expected('an integer, zero or more,', 'n', n))
    const streams = Array.from({ length: n }, (_, i) => this.stream(this._spawned + i))
    this._spawned += n
    return streams
  }

  /** All that this stream is: save it, and set it on any stream to go on from there. */
  get state(): RandomState {
    return { seed: String(this.seed), path: this._path, draws: this._draws, spawned: this._spawned }
  }

  set state(state: RandomState) {
    const { seed, path, draws, spawned } = readState(state)
    this._seed = seed
    this._path = path
    this._draws = draws
    this._spawned = spawned
    this._key = undefined
  }

  override toString(): string {
    const seed = this._seed === undefined ? 'not chosen yet' : this._seed
    const path = this._path.length === 0 ? '' : `, stream ${this._path.join('.')}`
    return `RandomStream(seed ${seed}${path}, ${this._draws} draw${this._draws === 1 ? '' : 's'})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, _options: InspectOptionsStylized): string {
    return this.toString()
  }

  protected override takeSource(): BigUint64Array {
    this._key ??= keyOf(this.seed, this._path)
    const [first = 0n, second = 0n] = this._key
    return BigUint64Array.of(first, second, BigInt(this._draws++))
  }
}

function readSeed(seed: unknown): bigint {
  const valid = typeof seed === 'bigint' ? seed >= 0n : Number.isSafeInteger(seed) && (seed as number) >= 0
  if (!valid) throw new ArgumentError(expected('an integer, zero or more (a bigint from 2^53 on),', 'seed', seed))
  return BigInt(seed as number | bigint)
}

function requireStreamNumber(n: unknown): asserts n is number {
  if (!Number.isSafeInteger(n) || (n as number) < 0)
    throw new ArgumentError(expected('an integer, zero or more,', 'the number of a stream', n))
}

function readState(state: RandomState): { seed: bigint; path: readonly number[]; draws: number; spawned: number } {
  const { seed, path, draws, spawned } = state ?? {}
  if (typeof seed !== 'string' || !/^\d+$/.test(seed) || !Array.isArray(path))
    throw new ArgumentError(expected('what the state of a RandomStream was', 'state', state))
  for (const n of [...path, draws, spawned]) requireStreamNumber(n)
  return { seed: BigInt(seed), path: [...path], draws, spawned }
}
