import type { Test } from 'tap'

const empty = new Set(['meta', 'link', 'br', 'img', 'rect', '!doctype'])

/** Check that every element of a page is closed where it must be, and that no attribute is left open. */
export function checkWellFormed(t: Test, page: string): void {
  const open: string[] = []
  const wrong: string[] = []
  for (const [tag, close, name, attributes] of page.matchAll(/<(\/?)([a-z!][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi)) {
    const word = name!.toLowerCase()
    if (close) {
      if (open.pop() !== word) wrong.push(tag)
    } else if (!empty.has(word) && !attributes!.endsWith('/')) open.push(word)
  }
  t.same(open, [], 'every element is closed')
  t.same(wrong.slice(0, 5), [], 'in order')
  t.notMatch(page.replace(/<(\/?)([a-z!][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi, ''), /[<>]/, 'no loose brackets')
}
