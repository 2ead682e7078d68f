import type { AxisIndices } from '../../bindings/gather.js'

/** Numbers per run: start, count, step, repeat, period. */
const width = 5
/** From so many runs on it is asked whether a list would take less memory. */
const fewRuns = 64

/**
 * A sequence of local indices that is built run by run, and takes little memory when it is regular.
 *
 * @remarks A run stands for `count` indices from `start`, `step` apart, and all that `repeat` times, `period` apart. A sequence
 * with so many runs that a list of its indices is shorter becomes a list.
 */
export class IndexRuns {
  private _count = 0
  /** Of the runs, `width` numbers each. */
  private _runs: number[] = []
  private _list: Uint32Array | undefined
  private _tile: { readonly runs: readonly number[]; readonly times: number; readonly shift: number } | undefined

  /** @param isTile Whether it is to be a part of a tiled sequence, which has no lists. */
  constructor(private readonly _isTile = false) {}

  /**
   * Return a tile `times` times, each time `shift` further, and once the end, that much further again.
   *
   * @param tile, end Made with `isTile`, or none.
   */
  static tiled(tile: IndexRuns | undefined, times: number, shift: number, end: IndexRuns | undefined): IndexRuns {
    const whole = new IndexRuns(true)
    whole._count = times * (tile?._count ?? 0) + (end?._count ?? 0)
    if (end) whole._runs = end._runs.map((value, i) => (i % width === 0 ? value + times * shift : value))
    if (tile?._runs.length === width && tile._runs[3] === 1) {
      const [start, count, step] = tile._runs as [number, number, number]
      const repeated = count === 1 ? [start, times, shift, 1, 0] : [start, count, step, times, shift]
      whole._runs = repeated.concat(whole._runs)
    } else if (tile) whole._tile = { runs: tile._runs, times, shift }
    return whole
  }

  /** Number of indices. */
  get count(): number {
    return this._count
  }

  /** Append `count` indices from `start`, `step` apart. */
  add(start: number, count: number, step: number): void {
    if (count === 0) return
    this._count += count
    if (this._list) this.addToList(start, count, step)
    else if (!this.extendLast(start, count, step)) {
      this._runs.push(start, count, count === 1 ? 1 : step, 1, 0)
      if (!this._isTile && this._runs.length > width * fewRuns && this._runs.length * 2 > this._count) this.becomeList()
    }
  }

  /** The sequence as `bindings/gather.ts` takes it. */
  finish(): AxisIndices {
    if (this._list) return this._list.slice(0, this._count)
    if (!this._tile) return Float64Array.from(this._runs)
    const { runs, times, shift } = this._tile
    // A run without indices announces how many runs come how often.
    return Float64Array.from([runs.length / width, 0, shift, times, 0].concat(runs, this._runs))
  }

  /** Make the last run longer, or repeat it once more, when that appends the same indices. */
  private extendLast(start: number, count: number, step: number): boolean {
    const runs = this._runs
    const at = runs.length - width
    if (at < 0) return false
    const lastStart = runs[at]!
    const lastCount = runs[at + 1]!
    const lastStep = runs[at + 2]!
    const repeat = runs[at + 3]!
    if (repeat === 1) {
      const stride = lastCount > 1 ? lastStep : count > 1 ? step : start - lastStart
      if ((count === 1 || step === stride) && start === lastStart + lastCount * stride) {
        runs[at + 1] = lastCount + count
        runs[at + 2] = stride
        return true
      }
    }
    if (count !== lastCount || count === 1 || step !== lastStep) return false
    const period = repeat === 1 ? start - lastStart : runs[at + 4]!
    if (start !== lastStart + repeat * period) return false
    runs[at + 3] = repeat + 1
    runs[at + 4] = period
    return true
  }

  private becomeList(): void {
    const runs = this._runs
    this._list = new Uint32Array(2 * this._count)
    this._runs = []
    this._count = 0
    for (let at = 0; at < runs.length; at += width)
      for (let k = 0; k < runs[at + 3]!; k++) {
        this._count += runs[at + 1]!
        this.addToList(runs[at]! + k * runs[at + 4]!, runs[at + 1]!, runs[at + 2]!)
      }
  }

  /** The indices count already. Local memory has at most 2^32 bytes, so that each fits into 32 bits. */
  private addToList(start: number, count: number, step: number): void {
    let list = this._list!
    if (this._count > list.length) {
      list = new Uint32Array(2 * this._count)
      list.set(this._list!)
      this._list = list
    }
    const first = this._count - count
    for (let i = 0; i < count; i++) list[first + i] = start + i * step
  }
}

/** `{ start, step }` of indices that lie equally far apart; undefined of others. */
export function regularIndices(axis: AxisIndices, count: number): { start: number; step: number } | undefined {
  if (axis instanceof Uint32Array) return undefined
  if (count === 0) return { start: 0, step: 1 }
  if (axis.length !== width || axis[3] !== 1) return undefined
  return { start: axis[0]!, step: axis[2]! }
}
