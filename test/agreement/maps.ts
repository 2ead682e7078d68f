import fc from 'fast-check'
import { anyDimension, type DimensionCase, sharedUnstructured } from '../support/dimension-arbitraries.js'
import { type DistributionCase, distributions } from '../support/distribution-arbitraries.js'
import { runNative } from './native.js'
import { textOfDictionaries, textOfEnumeration, textOfMaps } from './text.js'

/** One distribution on which the three do not agree, or what they agree on. */
export interface Disagreement {
  /** Number of the distribution among those of the seed. */
  readonly index: number
  readonly input: string
  readonly typescript: string
  readonly cpp: string
  readonly enumeration: string
}

const dimension = fc.oneof({ weight: 5, arbitrary: anyDimension(7, 3) }, sharedUnstructured(4, 3))

/**
 * Compare the TypeScript maps, the C++ maps and enumeration on random distributions of up to four dimensions.
 *
 * Not collective.
 *
 * @returns The first disagreement, or undefined.
 */
export function disagreementOnMaps(runs: number, seed: number): Disagreement | undefined {
  const batch = 5000 // bounds the memory; fast-check gives the same values for the same seed
  for (let start = 0; start < runs; start += batch) {
    const count = Math.min(batch, runs - start)
    const found = compareBatch(fc.sample(distributions(4, dimension), { numRuns: count, seed: seed + start }), start)
    if (found) return found
  }
  return undefined
}

function compareBatch(cases: DistributionCase[], start: number): Disagreement | undefined {
  const inputs = cases.map(({ dims }) => [dims.length, ...dims.flatMap(inputOf)].join(' '))
  const lines = runNative('describe_distributions', inputs)
  for (let i = 0; i < cases.length; i++) {
    const { distribution, dims } = cases[i]!
    const typescript = `${textOfMaps(distribution, (rank) => distribution.coordsOf(rank))}\t${textOfDictionaries(distribution)}`
    const enumeration = textOfEnumeration(dims)
    const cpp = lines[i]!
    if (cpp !== typescript || enumeration !== typescript.split('\t')[0])
      return { index: start + i, input: inputs[i]!, typescript, cpp, enumeration }
  }
  return undefined
}

/** A dimension as describe_distributions.cc reads it. */
function inputOf({ letter, processes, oracle, bounds, padding, periodic, blockSize, indices }: DimensionCase): (string | number)[] {
  if (letter === 'c') return ['c', oracle.size, processes, blockSize!]
  if (letter === 'u') return ['u', oracle.size, processes, ...indices!.flatMap((list) => [list.length, ...list])]
  const edges = bounds ?? [oracle.size]
  const { communication, boundary } = padding!
  return ['b', processes, edges.length, ...edges, communication.length, ...communication, ...boundary, periodic ? 1 : 0]
}
