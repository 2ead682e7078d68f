import type { Communicator } from '../../bindings/communicator.js'
import type { AxisIndices } from '../../bindings/gather.js'
import type { Distribution } from '../../protocol/distribution.js'
import { product } from '../../protocol/integers.js'
import type { Need } from './need.js'
import { isMine, type Part, sentDimension, type Wanted } from './plan.js'

/** Bytes of a header entry, and what lists are aligned to. */
const word = 8

/**
 * Tell the owners what this rank needs of them, and plan what this rank has for others, itself among them.
 *
 * Collective over `comm`, whose first ranks are those of the array. For needs with axes that only their ranks know; takes 4 to 8 bytes per
 * index of these on both sides.
 */
export function exchangeRequests(comm: Communicator, source: Distribution, need: Need, wanted: Wanted): Part[] {
  const asked = need.flatMap((axis, d) => (isMine(axis) ? [d] : []))
  // Ranks beyond those of the array have nothing, so nobody asks them.
  const hasNothing = comm.rank >= source.ranks
  const known = need.map((axis, d) => (isMine(axis) || hasNothing ? undefined : sentDimension(source, need, d, comm.rank, comm.size)))
  // Per rank and asked dimension: number of indices, and numbers of their encoding, negative for a list.
  const header = new Float64Array(comm.size * asked.length * 2)
  const counts = new Float64Array(comm.size)
  wanted.parts.forEach(({ rank, shape }, k) => {
    wanted.requests[k]!.forEach((indices, i) => {
      const at = (rank * asked.length + i) * 2
      header[at] = shape[asked[i]!]!
      header[at + 1] = indices instanceof Uint32Array ? -indices.length : indices.length
      counts[rank]! += bytesOf(header[at + 1]!)
    })
  })
  const headers = comm.alltoall(header, new Float64Array(header.length))
  const incoming = Float64Array.from({ length: comm.size }, (_, rank) => {
    let bytes = 0
    for (let i = 0; i < asked.length; i++) bytes += bytesOf(headers[(rank * asked.length + i) * 2 + 1]!)
    return bytes
  })
  const payload = packed(wanted, sum(counts))
  const received = new Uint8Array(sum(incoming))
  comm.alltoallv({ data: payload, counts }, { data: received, counts: incoming })
  const finished = new Map<object, AxisIndices>()
  const parts: Part[] = []
  let from = 0
  for (let rank = 0; rank < comm.size; rank++) {
    const start = from
    from += incoming[rank]!
    if (headers[rank * asked.length * 2] === 0) continue
    let at = start
    let i = 0
    const shape: number[] = []
    const axes: AxisIndices[] = []
    for (const dimension of known) {
      if (dimension) {
        const runs = dimension.runsOf(rank)!
        if (!finished.has(runs)) finished.set(runs, runs.finish())
        shape.push(runs.count)
        axes.push(finished.get(runs)!)
      } else {
        const entry = (rank * asked.length + i++) * 2
        const length = headers[entry + 1]!
        shape.push(headers[entry]!)
        axes.push(length < 0 ? new Uint32Array(received.buffer, at, -length) : new Float64Array(received.buffer, at, length))
        at += bytesOf(length)
      }
    }
    parts.push({ rank, shape, count: product(shape), axes })
  }
  return parts
}

function packed({ requests }: Wanted, bytes: number): Uint8Array {
  const payload = new Uint8Array(bytes)
  let at = 0
  for (const request of requests)
    for (const indices of request) {
      payload.set(new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength), at)
      at += bytesOf(indices instanceof Uint32Array ? -indices.length : indices.length)
    }
  return payload
}

/** Bytes of an encoding of so many numbers, negative for a list. */
function bytesOf(length: number): number {
  return length < 0 ? Math.ceil((-length * Uint32Array.BYTES_PER_ELEMENT) / word) * word : length * word
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0)
}
