// One rank of bench/validate. usage under mpiexec: measure.js <blocks | int32 | int64 | shared> <elements or indices in all>
import { finalize, LocalArray, validateCollective, world } from '../../index.js'
import { countCalls } from '../../test/support/counted-calls.js'
import { median, quantile } from '../support/statistics.js'

const [kind = 'blocks', count = '1e8'] = process.argv.slice(2)
const total = Number(count)
const comm = world()
const { rank, size } = comm

if (kind === 'blocks') blocks()
else unstructured()
finalize()

/** Metadata only: the elements are never looked at. */
function blocks(): void {
  const edge = Math.round(Math.sqrt(total))
  const array = LocalArray.zeros(comm, { shape: [edge, edge], dist: 'bb', grid: [size, 1] })
  const exported = array.__distarray__()
  const { calls } = countCalls(comm, () => validateCollective(comm, exported))
  const { microseconds, findings } = time(2000, () => validateCollective(comm, exported))
  if (rank === 0) {
    console.log(`block x block, ${edge} x ${edge} elements: ${calls.names.join(', ')}; ${findings} findings`)
    console.log(`  median ${(median(microseconds) / 1e3).toFixed(3)} ms (90 %: ${(quantile(microseconds, 0.9) / 1e3).toFixed(3)} ms)`)
  }
  array.free()
}

/** Indices in no order, on one rank each; with 'shared' the last rank also has one of the first rank's. */
function unstructured(): void {
  const own = Math.floor((total - rank + size - 1) / size)
  // A prime step scatters 0 .. total - 1 over the ranks, each index once.
  const indexAt = (i: number) => ((i * size + rank) * 7919) % total
  const indices =
    kind === 'int64'
      ? BigInt64Array.from({ length: own }, (_, i) => BigInt(indexAt(i) - total / 2) * 2n ** 29n)
      : Int32Array.from({ length: own }, (_, i) => indexAt(i))
  if (kind === 'shared' && rank === size - 1) indices[own - 1] = 0
  const dim = { dist_type: 'u', size: total, proc_grid_size: size, proc_grid_rank: rank, indices, one_to_one: true }
  const exported = { __version__: '0.10.0', buffer: new Uint8Array(own), dim_data: [dim] }
  const before = process.resourceUsage().maxRSS
  const { calls } = countCalls(comm, () => validateCollective(comm, exported))
  const after = process.resourceUsage().maxRSS
  const { microseconds, findings } = time(5, () => validateCollective(comm, exported))
  const facts = comm.allgather(Float64Array.of(before, after, calls.received), new Float64Array(3 * size))
  if (rank > 0) return
  const about = { int32: '32-bit, dense', int64: '64-bit, sparse and negative', shared: '32-bit, one on two ranks' }[kind]
  console.log(`unstructured, ${total} indices in all, ${about}: ${findings} findings`)
  console.log(`  median ${(median(microseconds) / 1e6).toFixed(3)} s (slowest ${(Math.max(...microseconds) / 1e6).toFixed(3)} s)`)
  for (let r = 0; r < size; r++) {
    const [start, peak, received] = facts.subarray(3 * r, 3 * r + 3) as unknown as [number, number, number]
    const share = ((100 * received) / (8 * total)).toFixed(1)
    console.log(
      `  rank ${r}: counts ${received / 8} indices, ${share} % of all; peak memory ${megabytes(start)} MB before, ${megabytes(peak)} MB after`,
    )
  }
}

/** Times of `rounds` calls, after one to warm up; all ranks start together. */
function time(rounds: number, body: () => { length: number }): { microseconds: number[]; findings: number } {
  let findings = body().length
  const microseconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    comm.barrier()
    const start = process.hrtime.bigint()
    findings = body().length
    microseconds.push(Number(process.hrtime.bigint() - start) / 1e3)
  }
  return { microseconds, findings }
}

function megabytes(kilobytes: number): string {
  return (kilobytes / 1e3).toFixed(0)
}
