/** Ghosts below and above what a process owns. */
export type GhostWidths = readonly [low: number, high: number]

/**
 * Read the ghosts of the processes along a dimension as communication padding.
 *
 * Not collective.
 *
 * @param ghosts Widths of each process, shape [gridSize].
 * @param counts What each process owns, shape [gridSize].
 * @param d      The dimension, for the message.
 * @returns      The width of each cut, shape [gridSize - 1]; or, as a loss, why the protocol has no place for them.
 */
export function cutPadding(ghosts: readonly GhostWidths[], counts: readonly number[], d: number): number[] | string {
  const outside = ghosts[0]![0] + ghosts.at(-1)![1]
  if (outside > 0) return `ghosts at the ends: dimension ${d} has ghosts beyond its ends; 0.10 has no place for them there`
  const widths = ghosts.slice(1).map(([low]) => low)
  const unequal = widths.findIndex((low, cut) => ghosts[cut]![1] !== low)
  if (unequal !== -1)
    return `unequal ghosts: dimension ${d} has ${ghosts[unequal]![1]} and ${widths[unequal]} at the cut after process ${unequal}; communication padding is equal on both sides`
  const wide = widths.findIndex((width, cut) => width > Math.min(counts[cut]!, counts[cut + 1]!))
  if (wide !== -1)
    return `wide ghosts: dimension ${d} has ghosts of ${widths[wide]} at the cut after process ${wide}; communication padding is no wider than what a neighbour owns`
  return widths
}
