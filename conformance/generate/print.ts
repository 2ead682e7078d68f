import type { ConformanceCase } from '../case.js'

/** Print cases as JSON that is compact and still reads well: a line per fact, a line per section. */
export function printCases(cases: readonly ConformanceCase[]): string {
  return `[\n${cases.map(printCase).join(',\n')}\n]\n`
}

function printCase(one: ConformanceCase): string {
  const lines = Object.entries(one).map(([key, value]) => {
    if (key !== 'sections') return `    ${JSON.stringify(key)}: ${inLine(value)}`
    return `    "sections": [\n${one.sections.map((section) => `      ${inLine(section)}`).join(',\n')}\n    ]`
  })
  return `  {\n${lines.join(',\n')}\n  }`
}

/** As `JSON.stringify`, with a space after commas and colons. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${inLine(item)}`).join(', ')} }`
}
