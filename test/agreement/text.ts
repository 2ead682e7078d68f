import type { FullDim } from '../../protocol/dim-data.js'
import type { Distribution } from '../../protocol/distribution.js'
import type { DimensionCase } from '../support/dimension-arbitraries.js'
import { enumerateRanks } from '../support/distribution-arbitraries.js'

/*
 * What a distribution says, on one line: for each rank its coordinates and, per dimension, the own offset, the own and
 * the held global indices; then for each dimension every global index with its owner and its local index wherever it is
 * held. test/native/protocol/describe_distributions.cc prints the same from the C++ maps.
 */

/** As the TypeScript maps have it. */
export function textOfMaps({ maps, ranks, ...distribution }: Distribution, coordsOf: (rank: number) => number[]): string {
  let text = ''
  for (let rank = 0; rank < ranks; rank++) {
    const coords = coordsOf(rank)
    text += `${rank}${list(coords)}`
    coords.forEach((at, d) => {
      const map = maps[d]!
      const held = Array.from({ length: map.localCount(at) }, (_, i) => map.localToGlobal(at, i))
      const own = Array.from({ length: map.ownCount(at) }, (_, i) => map.localToGlobal(at, map.ownOffset(at) + i))
      text += `${map.ownOffset(at)}${list(own)}${list(held)}`
    })
    text += '|'
  }
  for (const map of maps) {
    const processes = Array.from({ length: map.gridSize }, (_, rank) => rank)
    const held = processes.map((rank) => Array.from({ length: map.localCount(rank) }, (_, i) => map.localToGlobal(rank, i)))
    for (const g of ascending(held.flat())) {
      const where = processes.filter((rank) => map.holds(rank, g)).map((rank) => `,${rank}:${map.globalToLocal(rank, g)}`)
      text += `${g}@${map.ownerOf(g)}${where.join('')};`
    }
    text += '|'
  }
  return distribution.ndim === maps.length ? text : 'another number of dimensions'
}

/** As enumeration of the rules has it; shares nothing with the maps. */
export function textOfEnumeration(dims: readonly DimensionCase[]): string {
  let text = ''
  enumerateRanks(dims).forEach(({ coords, own, held }, rank) => {
    text += `${rank}${list(coords)}`
    own.forEach((indices, d) => {
      const offset = indices.length > 0 ? held[d]!.indexOf(indices[0]!) : ghostsBefore(dims[d]!, coords[d]!)
      text += `${offset}${list(indices)}${list(held[d]!)}`
    })
    text += '|'
  })
  for (const { oracle } of dims) {
    for (const g of ascending(oracle.held.flat())) {
      const owner = oracle.own.findIndex((indices) => indices.includes(g))
      const where = oracle.held.flatMap((indices, rank) => (indices.includes(g) ? [`,${rank}:${indices.indexOf(g)}`] : []))
      text += `${g}@${owner}${where.join('')};`
    }
    text += '|'
  }
  return text
}

/** An empty process has no neighbour's copies. */
function ghostsBefore({ oracle }: DimensionCase, rank: number): number {
  return oracle.held[rank]!.length === 0 ? 0 : Number.NaN
}

/** The dictionaries of every process of every dimension, which only the two kinds of maps know. */
export function textOfDictionaries({ maps }: Distribution): string {
  return maps.map((map) => Array.from({ length: map.gridSize }, (_, rank) => `${dictionary(map.dimData(rank))}|`).join('')).join('')
}

function dictionary(dim: FullDim): string {
  const block = dim.dist_type === 'b' ? dim : undefined
  const numbers = [dim.size, dim.proc_grid_size, dim.proc_grid_rank, dim.dist_type === 'u' ? 0 : dim.start, block?.stop ?? 0]
  const rest = [...(block?.padding ?? [0, 0]), dim.dist_type === 'c' ? dim.block_size : 1]
  const flags = (block?.periodic ? ' periodic' : '') + (dim.dist_type === 'u' && dim.one_to_one ? ' one_to_one' : '')
  return `${dim.dist_type} ${[...numbers, ...rest].join(' ')}${flags}`
}

function list(values: readonly number[]): string {
  return `[${values.join(',')}]`
}

function ascending(values: number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}
