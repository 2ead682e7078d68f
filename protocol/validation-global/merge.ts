import type { Finding } from '../findings.js'

/**
 * Merge what each rank found in its own export: equal findings become one that names the ranks.
 *
 * Not collective.
 *
 * @param perRank Findings without `ranks`, by rank.
 * @returns       In order of the lowest rank, then as that rank found them.
 */
export function mergeFindings(perRank: readonly (readonly Finding[])[]): Finding[] {
  const merged = new Map<string, { finding: Finding; ranks: number[] }>()
  perRank.forEach((findings, rank) => {
    for (const finding of findings) {
      const key = JSON.stringify([finding.rule, finding.path, finding.message])
      const known = merged.get(key)
      if (!known) merged.set(key, { finding, ranks: [rank] })
      else if (known.ranks.at(-1) !== rank) known.ranks.push(rank)
    }
  })
  return Array.from(merged.values(), ({ finding, ranks }) => ({ ...finding, ranks }))
}
