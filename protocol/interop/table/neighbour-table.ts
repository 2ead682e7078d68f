import { InteropError } from '../../errors.js'
import { type Neighbour, type NeighbourName, neighbours } from '../neighbours.js'
import type { Placement } from '../source.js'
import { foreignProbes } from './foreign-probes.js'
import { type Probe, probes } from './probes.js'

const entries = Object.entries(neighbours) as [NeighbourName, Neighbour][]

/**
 * Write the section of SPEC.md on neighbours, by trying the mappings on distributions that have one feature each.
 *
 * Not collective.
 *
 * @returns Markdown: a table of what each neighbour takes, what it refuses with the reason, and what comes from each.
 */
export function neighbourTable(): string {
  return [
    ...featureTable(),
    '',
    '### What each cannot take',
    '',
    'Each reason is the one with which the mapping refuses a distribution that was tried.',
    ...entries.flatMap(([name, neighbour]) => [
      '',
      `**${neighbour.title}** (\`${name}\`)`,
      '',
      ...partlyList(neighbour),
      ...reasonList(neighbour),
    ]),
    '',
    '### From neighbours',
    '',
    ...foreignTable(),
  ].join('\n')
}

function featureTable(): string[] {
  const verdicts = probes.map((probe) => [probe.feature, ...entries.map(([, neighbour]) => verdictOf(neighbour, probe).verdict)])
  return markdownTable(['', ...entries.map(([, { title }]) => title)], verdicts)
}

/** Whether a neighbour takes all, some or none of a probe's distributions, and under which condition the refused ones. */
function verdictOf(neighbour: Neighbour, { sources }: Probe): { verdict: 'yes' | 'partly' | 'no'; condition: string } {
  const refused = Object.entries(sources).filter(([, source]) => neighbour.lossesOf(source).length > 0)
  if (refused.length === 0) return { verdict: 'yes', condition: '' }
  const never = refused.filter(([, source]) => neighbour.lossesOf(source, { flatten: true }).length > 0)
  const conditions = [
    ...(never.length > 0 ? [`not ${never.map(([variant]) => variant).join(', ')}`] : []),
    ...(never.length < refused.length ? ['with { flatten: true }'] : []),
  ]
  return { verdict: never.length < Object.keys(sources).length ? 'partly' : 'no', condition: conditions.join('; ') }
}

function partlyList(neighbour: Neighbour): string[] {
  return probes.flatMap((probe) => {
    const { verdict, condition } = verdictOf(neighbour, probe)
    return verdict === 'partly' ? [`- ${probe.feature}, partly: ${escapeCell(condition)}`] : []
  })
}

/** Every loss that some probe shows, without the place where that one has it. */
function reasonList(neighbour: Neighbour): string[] {
  const losses = probes.flatMap(({ sources }) => Object.values(sources).flatMap((source) => neighbour.lossesOf(source)))
  const reasons = losses.map((loss) => `- ${loss.slice(0, loss.indexOf(': '))}: ${escapeCell(loss.slice(loss.indexOf('; ') + 2))}`)
  return [...new Set(reasons)]
}

function foreignTable(): string[] {
  return markdownTable(
    ['from', 'what it says', 'in the protocol'],
    entries.flatMap(([name, { title }]) => foreignProbes[name].map(({ feature, read }) => [title, feature, outcomeOf(read)])),
  )
}

function outcomeOf(read: () => Placement<unknown>): string {
  try {
    return summaryOf(read())
  } catch (error) {
    if (error instanceof InteropError) return `no: ${error.losses.join('. ')}`
    throw error
  }
}

/** A distribution in a few words. */
function summaryOf({ distribution, replicated, partial, processes, order }: Placement<unknown>): string {
  const dimensions = distribution.maps.map((map) => {
    const dim = map.dimData(0)
    if (dim.dist_type === 'c') return `block_size ${dim.block_size}`
    if (dim.dist_type === 'u') return dim.one_to_one ? 'one_to_one' : 'shared indices'
    const counts = Array.from({ length: map.gridSize }, (_, rank) => map.ownCount(rank)).join(' + ')
    const [low, high] = [dim.padding[0], map.localCount(0) - map.ownCount(0)]
    return [counts, low > 0 && `boundary padding ${low}`, high > 0 && `communication padding ${high}`, dim.periodic && 'periodic']
      .filter(Boolean)
      .join(', ')
  })
  const isRenumbered = processes.some((process, rank) => process !== rank)
  return [
    `\`${distribution.dist}\` on ${distribution.gridShape.join(' x ')}: ${dimensions.join('; ')}`,
    ...(replicated.length > 0 ? [`${partial ? `partial (${partial})` : 'replicated'} ${replicated.join(' x ')}`] : []),
    ...(isRenumbered ? [`processes ${processes.join(', ')}`] : []),
    ...(order === 'F' ? ['column-major sections'] : []),
  ].join('; ')
}

/** Lines of a Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`
  return [line(head), `|${head.map(() => ' --- ').join('|')}|`, ...rows.map(line)]
}

/** Keep Markdown from reading *, | and underscores before words; code spans stay as they are. */
function escapeCell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replace(/`[^`]*`|\*|(?<!\w)_+/g, (found) => (found.startsWith('`') ? found : found.replace(/[*_]/g, '\\$&')))
}
