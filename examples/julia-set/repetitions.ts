import type { LocalArray } from 'distarray'

/**
 * Count for each point z how often z -> z*z + c has to be repeated until |z| > 2; `most` where it does not get there.
 *
 * Runs on the engines, which get its text: it uses nothing from around it.
 *
 * @param x      Real parts, as many points as `y` and `counts` have here.
 * @param counts Is filled.
 * @returns      How much this engine had to do, in repetitions.
 */
export function countRepetitions(
  x: LocalArray<'float64'>,
  y: LocalArray<'float64'>,
  counts: LocalArray<'uint16'>,
  c: { re: number; im: number },
  most: number,
): number {
  let work = 0
  for (let k = 0; k < counts.data.length; k++) {
    let re = x.data[k] as number
    let im = y.data[k] as number
    let count = 0
    while (count < most && re * re + im * im <= 4) {
      const next = re * re - im * im + c.re
      im = 2 * re * im + c.im
      re = next
      count++
    }
    counts.data[k] = count
    work += count
  }
  return work
}
