import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { Checks } from '../context/program.js'

/** Assertions for a program that runs outside of tap: counts them, and says each failure on standard output. */
export class PlainChecks implements Checks {
  private readonly _path: readonly string[]
  private readonly _counts: { passed: number; failed: number }

  constructor(path: readonly string[] = [], counts = { passed: 0, failed: 0 }) {
    this._path = path
    this._counts = counts
  }

  /** What came of it, e.g. `'120 passed, 0 failed'`. */
  get summary(): string {
    return `${this._counts.passed} passed, ${this._counts.failed} failed`
  }

  ok(value: unknown, name: string): void {
    this.note(name, Boolean(value), () => `received ${String(value)}`)
  }

  equal<T>(actual: T, wanted: T, name: string): void {
    this.note(name, Object.is(actual, wanted), () => `${String(actual)} is not ${String(wanted)}`)
  }

  same(actual: unknown, wanted: unknown, name: string): void {
    this.note(name, isDeepStrictEqual(actual, wanted), () => message(() => assert.deepEqual(actual, wanted)))
  }

  throws(fn: () => unknown, wanted: RegExp | object, name: string): void {
    const failure = message(() => assert.throws(fn, wanted as RegExp))
    this.note(name, failure === '', () => failure)
  }

  async rejects(fn: () => Promise<unknown>, wanted: RegExp | object, name: string): Promise<void> {
    let failure = ''
    await assert.rejects(fn, wanted as RegExp).catch((error) => {
      failure = String(error)
    })
    this.note(name, failure === '', () => failure)
  }

  async test(name: string, body: (t: Checks) => void | Promise<void>): Promise<void> {
    const inner = new PlainChecks([...this._path, name], this._counts)
    try {
      await body(inner)
    } catch (error) {
      inner.note('runs to its end', false, () => (error instanceof Error ? (error.stack ?? error.message) : String(error)))
    }
  }

  private note(name: string, isRight: boolean, why: () => string): void {
    this._counts[isRight ? 'passed' : 'failed']++
    if (!isRight) console.log(`not ok ${[...this._path, name].join(' > ')}: ${why()}`)
  }
}

function message(body: () => void): string {
  try {
    body()
    return ''
  } catch (error) {
    return String(error)
  }
}
