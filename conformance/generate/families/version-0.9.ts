import type { ConformanceCase, JsonObject } from '../../case.js'
import { alias, block, cyclic, evenCounts, type Line, shuffled, unstructured } from '../line.js'
import { makeCase } from '../make-case.js'
import { refuse, validDim } from '../refuse.js'

const ranks = [1, 2, 3, 4, 6]

/** A block dimension as 0.9 writes it: start and stop leave the ghosts out. */
function old(line: Line): Line {
  const last = line.pieces.length - 1
  const pieces = line.pieces.map(({ dim, indices }, p) => {
    const [low, high] = (dim.padding as [number, number] | undefined) ?? [0, 0]
    const start = Number(dim.start) + (p > 0 ? low : 0)
    const stop = Number(dim.stop) - (p < last ? high : 0)
    return { dim: { ...dim, start, stop }, indices }
  })
  return { ...line, pieces }
}

/** The dist_type that 0.9 had for what 0.10 writes as `{}` or a block over one process. */
function none(size: number): Line {
  const line = alias(size)
  return { ...line, features: [], pieces: [{ dim: { dist_type: 'n', size }, indices: line.pieces[0]!.indices }] }
}

/** A key that 0.9 allowed on every dist_type. */
function periodic(line: Line): Line {
  return { ...line, pieces: line.pieces.map(({ dim, indices }) => ({ dim: { ...dim, periodic: true }, indices })) }
}

/** Exports of version 0.9, and other patches of 0.10. */
export function versionCases(): ConformanceCase[] {
  const of = (name: string, about: string, lines: Line[], rules: string[] = []): ConformanceCase =>
    makeCase({
      name: `version/0.9-${name}`,
      about,
      lines,
      rules,
      rule: 'DAP-V3',
      version: '0.9.0',
      required: false,
      features: ['version-0.9'],
    })
  return [
    ...ranks.flatMap((p) => [
      of(`block-${p}`, 'a block dimension of 0.9 without padding reads as in 0.10', [block(evenCounts(3 * p, p))]),
      of(
        `ghosts-${p}`,
        'start and stop of 0.9 leave the ghosts out, which the buffer has',
        [old(block(evenCounts(4 * p, p), { communication: new Array<number>(p - 1).fill(1), boundary: [1, 2] }))],
        ['DAP-B5'],
      ),
      of(`none-${p}`, "dist_type 'n' of 0.9: not distributed", [block(evenCounts(2 * p, p)), none(3)], ['DAP-N1']),
    ]),
    of('periodic-cyclic-2', '0.9 allowed periodic on every dist_type', [periodic(cyclic(7, 2, 2))], ['DAP-D3']),
    of('periodic-unstructured-2', 'as above', [periodic(unstructured(shuffled(6, 2)))], ['DAP-D3']),
    makeCase({
      name: 'version/0.10.1',
      about: 'a later patch of 0.10 means the same',
      lines: [block(evenCounts(5, 2))],
      rules: ['DAP-V2'],
      version: '0.10.1',
      required: false,
      features: ['version-patch'],
    }),
    ...refusals(),
  ]
}

function refusals(): ConformanceCase[] {
  const dim: JsonObject = { dist_type: 'n', size: 4, proc_grid_size: 2 }
  return [
    refuse({
      rule: 'DAP-N1',
      name: 'distributed',
      about: "a dimension of dist_type 'n' over two processes",
      dims: [0, 1].map((p) => [{ ...dim, proc_grid_rank: p }]),
      shapes: [[4], [4]],
      version: '0.9.0',
      features: ['version-0.9'],
    }),
    refuse({
      rule: 'DAP-N2',
      name: 'copies-at-the-ends',
      about: 'the padding of a periodic dimension of 0.9 is copies from the other end, for which 0.10 has no place',
      dims: [[{ ...validDim, padding: [1, 1], periodic: true }]],
      shapes: [[6]],
      version: '0.9.0',
      features: ['version-0.9'],
    }),
  ]
}
