// Print the first `js` block of a Markdown file, or with --expected the `text` block that follows it.
import { readFileSync } from 'node:fs'

const [file, mode] = process.argv.slice(2)
const blocks = [...readFileSync(file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ language, text }))
const first = blocks.findIndex((block) => block.language === 'js')
const block = mode === '--expected' ? blocks.slice(first).find((candidate) => candidate.language === 'text') : blocks[first]
if (first < 0 || !block) throw new Error(`${file} has no such block`)
process.stdout.write(block.text)
