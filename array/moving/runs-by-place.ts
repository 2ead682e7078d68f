import { IndexRuns } from './index-runs.js'

/** A sequence of local indices per place of a grid dimension; places without any take no memory. */
export class RunsByPlace {
  private readonly _runs = new Map<number, IndexRuns>()

  /** @param _areTiles As for `IndexRuns`. */
  constructor(private readonly _areTiles = false) {}

  /**
   * Put the sequences of one period and of what is left after the last together.
   *
   * @param shift How much further the indices are in the next period.
   */
  static tiled(tile: RunsByPlace, times: number, shift: number, end: RunsByPlace): RunsByPlace {
    const whole = new RunsByPlace()
    for (const place of new Set([...tile._runs.keys(), ...end._runs.keys()]))
      whole._runs.set(place, IndexRuns.tiled(tile.get(place), times, shift, end.get(place)))
    return whole
  }

  /** The sequence of a place, to append to. */
  of(place: number): IndexRuns {
    let runs = this._runs.get(place)
    if (!runs) {
      runs = new IndexRuns(this._areTiles)
      this._runs.set(place, runs)
    }
    return runs
  }

  /** The sequence of a place, if it has any indices. */
  get(place: number): IndexRuns | undefined {
    return this._runs.get(place)
  }
}
