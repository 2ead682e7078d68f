import { writeFileSync } from 'node:fs'

const [dims, centres] = [8, 16]

/** Random numbers in [0, 1), the same at each run. */
function generator(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Write what all parties read, as float64: `spot`, `strike` and `years` of options, and `points` around 16 places in 8 dimensions, with
 * `centres` near these.
 */
export function writeInputs(folder: string, options: number, points: number): void {
  const random = generator()
  const write = (name: string, length: number, value: (i: number) => number): Float64Array => {
    const values = Float64Array.from({ length }, (_, i) => value(i))
    writeFileSync(`${folder}/${name}`, values)
    return values
  }
  write('spot', options, () => 5 + 25 * random())
  write('strike', options, () => 1 + 99 * random())
  write('years', options, () => 0.25 + 9.75 * random())
  const middles = write('centres', centres * dims, () => 10 * random())
  let place = 0
  write('points', points * dims, (i) => {
    if (i % dims === 0) place = Math.floor(centres * random())
    return (middles[place * dims + (i % dims)] as number) + 8 * (random() + random() - 1)
  })
}
