/**
 * Return the candidate nearest to a mistyped word, or undefined when none is within two edits.
 *
 * @param word       What was typed.
 * @param candidates What could have been meant.
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((name) => ({ name, edits: editDistance(word, name) })).sort((a, b) => a.edits - b.edits)
  const best = ranked[0]
  return best !== undefined && best.edits <= 2 && best.edits < best.name.length ? best.name : undefined
}

/** Insertions, deletions and substitutions that turn `a` into `b`. Source: Wagner and Fischer 1974. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
