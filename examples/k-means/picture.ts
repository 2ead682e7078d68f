/** A place in the plane. */
export type Place = readonly [x: number, y: number]

const colours = ['#3a6ea5', '#c44e52', '#55a868', '#8172b2', '#ccb974', '#64b5cd', '#dd8452', '#937860']

/**
 * Draw points in the colour of their centre, and the way each centre has gone, as an SVG document.
 *
 * @param paths Of each centre its places after each step.
 */
export function picture(points: readonly Place[], labels: readonly number[], paths: readonly (readonly Place[])[]): string {
  const reach = Math.max(...points.flat().map(Math.abs))
  const at = ([x, y]: Place): string => `${(300 + (280 * x) / reach).toFixed(1)},${(300 - (280 * y) / reach).toFixed(1)}`
  const colour = (label: number): string => colours[label % colours.length] as string
  const dots = paths.map((_, label) => {
    const own = points.filter((_, i) => labels[i] === label).map((place) => `M${at(place)}h0`)
    return `<path d="${own.join('')}" stroke="${colour(label)}" stroke-width="3" stroke-linecap="round" opacity="0.5"/>`
  })
  const ways = paths.map((path) => {
    const [x, y] = at(path.at(-1) as Place).split(',')
    return `<polyline points="${path.map(at).join(' ')}" fill="none" stroke="#000"/><circle cx="${x}" cy="${y}" r="5"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600">
<rect width="600" height="600" fill="#fff"/>
${[...dots, ...ways].join('\n')}
</svg>
`
}
