/** One test point of a TAP stream. */
export interface TapPoint {
  ok: boolean
  number: number
  name: string
  skip: boolean
  todo: boolean
  /** Lines of its YAML block. */
  yaml: string[]
}

/**
 * Read a flat TAP 14 stream.
 *
 * @throws {Error} A line that no flat stream has.
 */
export function parseTap(text: string): {
  points: TapPoint[]
  plan: [number, number] | undefined
  comments: string[]
  bail: string | undefined
} {
  const [first, ...lines] = text.split('\n')
  if (first !== 'TAP version 14') throw new Error(`Expected a version line but received ${first}`)
  const points: TapPoint[] = []
  const comments: string[] = []
  let plan: [number, number] | undefined
  let bail: string | undefined
  let inYaml = false
  for (const line of lines) {
    if (inYaml) {
      if (line === '  ...') inYaml = false
      else points.at(-1)!.yaml.push(line)
      continue
    }
    const point = /^(not )?ok (\d+) - (.*?)(?: # (SKIP|TODO)\b.*)?$/.exec(line)
    const range = /^(\d+)\.\.(\d+)$/.exec(line)
    if (point) points.push(pointOf(point))
    else if (line === '  ---') inYaml = true
    else if (range) plan = [Number(range[1]), Number(range[2])]
    else if (line.startsWith('# ')) comments.push(line.slice(2))
    else if (line.startsWith('Bail out!')) bail = line.slice(10)
    else if (line !== '') throw new Error(`Expected TAP but received ${line}`)
  }
  return { points, plan, comments, bail }
}

function pointOf([, not, number, name, directive]: RegExpExecArray): TapPoint {
  return { ok: not === undefined, number: Number(number), name: name!, skip: directive === 'SKIP', todo: directive === 'TODO', yaml: [] }
}
