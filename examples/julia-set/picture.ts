import { png } from './png.js'

/** What one way of distributing the points took. */
export interface Balance {
  readonly name: string
  /** Repetitions by engine. */
  readonly work: readonly number[]
}

/** The work of the busiest engine over the average: 1 when all have the same, and the factor by which the others wait. */
export function imbalance({ work }: Balance): number {
  return (Math.max(...work) * work.length) / work.reduce((a, b) => a + b, 0)
}

/**
 * Draw the set, and under it how the work was spread, as an SVG document.
 *
 * @param shape  Rows and columns.
 * @param counts Of all points, row by row.
 * @param most   The count of points that belong to the set.
 */
export function picture(shape: readonly [number, number], counts: Uint16Array, most: number, balances: readonly Balance[]): string {
  const [rows, columns] = shape
  const rgb = new Uint8Array(3 * counts.length)
  for (const [k, count] of counts.entries()) rgb.set(colour(count, most), 3 * k)
  const image = png(columns, rgb).toString('base64')
  const height = (640 * rows) / columns
  const parts = balances.map((balance, k) => bars(balance, 20 + 310 * k, height + 40))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 ${height + 220}" font-family="system-ui, sans-serif" font-size="13">
<rect width="660" height="${height + 220}" fill="#fff"/>
<image x="10" y="10" width="640" height="${height}" href="data:image/png;base64,${image}"/>
${parts.join('\n')}
</svg>
`
}

/** Dark blue to white by the square root of the count, black in the set. */
function colour(count: number, most: number): [number, number, number] {
  if (count === most) return [0, 0, 0]
  const light = Math.sqrt(count / most)
  return [255 * light ** 1.5, 255 * light, 90 + 165 * light]
}

function bars(balance: Balance, x: number, y: number): string {
  const { name, work } = balance
  const top = Math.max(...work)
  const width = 300 / work.length
  const drawn = work.map((count, rank) => {
    const height = (120 * count) / top
    return `<rect x="${x + rank * width}" y="${y + 140 - height}" width="${width - 4}" height="${height}" fill="#3a6ea5"/>`
  })
  return `<text x="${x}" y="${y + 8}">${name}: the busiest engine has ${imbalance(balance).toFixed(2)} times the average</text>
${drawn.join('\n')}
<text x="${x}" y="${y + 158}" fill="#555">work of engine 0 to ${work.length - 1}</text>`
}
