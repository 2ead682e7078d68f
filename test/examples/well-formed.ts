/**
 * Find the first thing that keeps a small XML document (elements, attributes in double quotes, text) from being well-formed.
 *
 * @returns The name of the tag that does not match, a character that should have been escaped, or undefined.
 */
export function unbalancedTag(xml: string): string | undefined {
  const open: string[] = []
  const tag = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g
  let end = 0
  for (const match of xml.matchAll(tag)) {
    const stray = strayCharacter(xml.slice(end, match.index)) ?? strayCharacter(match[3] as string)
    if (stray) return stray
    end = match.index + match[0].length
    const [, closing, name, , empty] = match
    if (closing) {
      if (open.pop() !== name) return name
    } else if (!empty) open.push(name as string)
  }
  return strayCharacter(xml.slice(end)) ?? open.pop()
}

function strayCharacter(text: string): string | undefined {
  return /<|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.exec(text)?.[0]
}
