/**
 * Rewrite the data of an SVG path in less than half the characters: steps from point to point, in tenths of a pixel.
 *
 * Not collective.
 *
 * @param data Path data. Only paths of moves, lines and closings (`M`, `L`, `Z`) with commas are rewritten; others come back as they are.
 * @returns    The same path, every point rounded to a tenth; rounding does not add up along the path.
 */
export function shortenPath(data: string): string {
  if (!/^(?:[ML]-?[\d.]+(?:e-?\d+)?,-?[\d.]+(?:e-?\d+)?|Z)+$/.test(data)) return data
  let out = ''
  let last: readonly [number, number] = [0, 0] // in tenths
  for (const [, command, x, y] of data.matchAll(/([MLZ])(?:([^,MLZ]+),([^MLZ]+))?/g)) {
    if (command === 'Z') {
      out += 'Z'
      continue
    }
    const point = [Math.round(Number(x) * 10), Math.round(Number(y) * 10)] as const
    if (command === 'M') out += `M${tenths(point[0])},${tenths(point[1])}l`
    else out += join(out, tenths(point[0] - last[0])) + join('0', tenths(point[1] - last[1]))
    last = point
  }
  return out.replace(/l(?=[MZ]|$)/g, '')
}

/** A number of tenths in decimal, without a zero before the point. */
function tenths(n: number): string {
  return String(n / 10).replace(/^(-?)0\./, '$1.')
}

/** `number`, after a space where it would run into the number before. */
function join(before: string, number: string): string {
  return /\d$/.test(before) && !number.startsWith('-') ? ` ${number}` : number
}
