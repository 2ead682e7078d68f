import { Distribution } from '../../distribution.js'
import type { InteropSource } from '../source.js'

/** A feature that distributions may have, and distributions that have little else. */
export interface Probe {
  readonly feature: string
  readonly sources: Readonly<Record<string, InteropSource>>
}

const from = Distribution.from
const even = from([12], { ranks: 3 })

/** The rows of the table of neighbours. */
export const probes: readonly Probe[] = [
  { feature: 'blocks of one width', sources: { 'all full': even, 'a shorter last one': from([10], { ranks: 3 }) } },
  {
    feature: 'irregular bounds',
    sources: {
      'any cuts': from([10], { ranks: 3, bounds: [[0, 2, 7, 10]] }),
      'blocks of one width above ceil(size / processes)': from([10], { ranks: 2, bounds: [[0, 6, 10]] }),
    },
  },
  {
    feature: 'empty ranks',
    sources: { 'at the end': from([4], { ranks: 3 }), 'between others': from([4], { ranks: 3, bounds: [[0, 2, 2, 4]] }) },
  },
  {
    feature: 'communication padding',
    sources: {
      'one width': from([12], { ranks: 3, padding: [1] }),
      'a width per cut': from([12], { ranks: 3, padding: [{ communication: [1, 2] }] }),
      'of several dimensions': from([4, 6], { ranks: 4, grid: [2, 2], padding: [1, 1] }),
    },
  },
  {
    feature: 'boundary padding',
    sources: {
      'equal at both ends': from([12], { ranks: 3, padding: [{ communication: 1, boundary: [1, 1] }] }),
      'at one end': from([12], { ranks: 3, padding: [{ boundary: [1, 0] }] }),
    },
  },
  {
    feature: 'periodic',
    sources: {
      'without padding': from([12], { ranks: 3, periodic: [true] }),
      'padded all around': from([12], { ranks: 3, periodic: [true], padding: [{ communication: 1, boundary: [1, 1] }] }),
    },
  },
  { feature: 'cyclic', sources: { 'one index at a time': from([10], { ranks: 3, dist: 'c' }) } },
  { feature: 'block-cyclic', sources: { 'two indices at a time': from([10], { ranks: 2, dist: 'c', blockSizes: [2] }) } },
  {
    feature: 'unstructured',
    sources: {
      'each index on one rank': from([4], {
        ranks: 2,
        dist: 'u',
        indices: [
          [
            [3, 0],
            [2, 1],
          ],
        ],
      }),
      'labels far apart': from([3], { ranks: 2, dist: 'u', indices: [[[70, 7], [700]]] }),
    },
  },
  {
    feature: 'unstructured, shared indices',
    sources: {
      'counted on every rank': from([4], {
        ranks: 2,
        dist: 'u',
        indices: [
          [
            [0, 1],
            [1, 2],
          ],
        ],
      }),
    },
  },
  {
    feature: 'unstructured, negative indices',
    sources: {
      'not -1': from([2], { ranks: 2, dist: 'u', indices: [[[-5], [5]]] }),
      'also -1': from([2], { ranks: 2, dist: 'u', indices: [[[-1], [5]]] }),
    },
  },
  { feature: '2-d process grid', sources: { 'of blocks': from([4, 6], { ranks: 4, grid: [2, 2] }) } },
  { feature: '3-d process grid', sources: { 'of blocks': from([4, 4, 4], { ranks: 8, grid: [2, 2, 2] }) } },
  { feature: '4-d and more', sources: { 'of blocks': from([2, 2, 2, 2], { ranks: 16, grid: [2, 2, 2, 2] }) } },
  { feature: 'block and cyclic dimensions', sources: { 'block by cyclic': from([4, 6], { ranks: 4, dist: 'bc', grid: [2, 2] }) } },
  {
    feature: 'unstructured and other dimensions',
    sources: {
      'unstructured by block': from([4, 6], {
        ranks: 4,
        dist: 'ub',
        grid: [2, 2],
        indices: [
          [
            [3, 0],
            [2, 1],
          ],
        ],
      }),
    },
  },
  { feature: 'size 0', sources: { 'on every rank': from([0], { ranks: 3 }) } },
  { feature: '0-d', sources: { 'one element': from([], { ranks: 1 }) } },
  { feature: 'extents of 2^31 and more', sources: { blocks: from([2 ** 32], { ranks: 2 }) } },
  {
    feature: 'replicated',
    sources: {
      'a whole array on every rank': { distribution: from([12], { ranks: 1 }), replicated: [2] },
      'every section on two ranks': { distribution: even, replicated: [2] },
    },
  },
  { feature: 'partial results', sources: { 'to be summed': { distribution: even, replicated: [2], partial: 'sum' } } },
]
