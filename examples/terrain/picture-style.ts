/** Sizes, in pixels of the picture. */
export const layout = { panelWidth: 540, gap: 74, headroom: 30 } as const

/** Fonts that every renderer has, one of them at least. */
export const font = 'Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif'

export const ink = { title: '#1f2933', text: '#3e4c59', faint: '#9aa5b1', grid: '#e4e7eb' } as const

/** Elevation from the foot of the hill to the rim of the crater, low to high. */
export const elevationColours = ['#2f5d50', '#5b8c5a', '#a3b86c', '#e5d68a', '#d9a55b', '#b5703c', '#8a4b2d', '#efe6dc']

/** One colour per rank, repeated when there are more ranks; neighbours differ. */
export const rankColours = ['#4c78a8', '#f2a541', '#54a24b', '#b279a2', '#e45756', '#72b7b2', '#9d755d', '#8f9bb3']

export const profileColours = { before: '#9aa5b1', after: '#c2410c' } as const
