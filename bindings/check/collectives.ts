import { dtypeOfCode } from '../comm/element-type.js'
import { opOfCode } from '../comm/op.js'
import type { MpiNative } from '../native-mpi.js'
import { hashOf } from './record.js'

/*
 * How each collective is told to the other ranks: by its name, and those arguments that must be the same on all ranks. Lengths that
 * may differ between ranks, displacements and buffers are left out.
 */

/** The collectives that exist as a blocking and a non-blocking form. */
export type TwoForms = Extract<
  keyof MpiNative,
  | 'barrier'
  | 'bcast'
  | 'gather'
  | 'scatter'
  | 'allgather'
  | 'alltoall'
  | 'allreduce'
  | 'scan'
  | 'exscan'
  | 'reduce'
  | 'reduce_scatter_block'
  | 'reduce_scatter'
  | 'gatherv'
  | 'scatterv'
  | 'allgatherv'
  | 'alltoallv'
  | 'neighbor_allgather'
  | 'neighbor_allgatherv'
  | 'neighbor_alltoallv'
>

/** What an argument of the addon stands for, by position after the communicator; the others do not matter. */
type Terms = Readonly<Record<number, 'count' | 'counts' | 'dtype' | 'op' | 'root'>>

/** The arguments of collectives, as in bindings/native-mpi.ts. */
export const twoForms: Readonly<Record<TwoForms, Terms>> = {
  barrier: {},
  bcast: { 1: 'count', 2: 'dtype', 3: 'root' },
  gather: { 2: 'count', 3: 'dtype', 4: 'root' },
  scatter: { 2: 'count', 3: 'dtype', 4: 'root' },
  allgather: { 2: 'count', 3: 'dtype' },
  alltoall: { 2: 'count', 3: 'dtype' },
  allreduce: { 2: 'count', 3: 'dtype', 4: 'op' },
  scan: { 2: 'count', 3: 'dtype', 4: 'op' },
  exscan: { 2: 'count', 3: 'dtype', 4: 'op' },
  reduce: { 2: 'count', 3: 'dtype', 4: 'op', 5: 'root' },
  reduce_scatter_block: { 2: 'count', 3: 'dtype', 4: 'op' },
  reduce_scatter: { 2: 'counts', 3: 'dtype', 4: 'op' },
  gatherv: { 5: 'dtype', 6: 'root' },
  scatterv: { 5: 'dtype', 6: 'root' },
  allgatherv: { 3: 'counts', 5: 'dtype' },
  alltoallv: { 6: 'dtype' },
  neighbor_allgather: { 2: 'count', 3: 'dtype' },
  neighbor_allgatherv: { 6: 'dtype' },
  neighbor_alltoallv: { 6: 'dtype' },
}

/** The text of a call: `bcast(10 float64, root 0)`. */
export function tellCall(name: string, terms: Terms, args: readonly unknown[]): string {
  return `${camelCase(name)}(${Object.entries(terms)
    .map(([position, term]) => say[term](args[Number(position)]))
    .join(' ')})`
}

const say: Record<Terms[number], (value: unknown) => string> = {
  count: (value) => String(value),
  counts: (value) => {
    const counts = value as Float64Array
    const text = counts.join(',')
    return counts.length <= 8 ? `counts ${text}` : `${counts.length} counts #${hashOf(text)}`
  },
  dtype: (value) => dtypeOfCode(value as number),
  op: (value) => `op ${opOfCode(value as number)}`,
  root: (value) => `root ${value}`,
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
