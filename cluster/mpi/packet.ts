/*
 * Several messages on their way as one: MPI takes some microseconds per message, whatever its length. A packet is a head, which
 * holds the lengths of all frames and the short frames themselves, and the long frames, which travel by themselves, uncopied.
 */

/** A message: its frames, as `encodeMessage` makes them. */
export type Frames = readonly Uint8Array[]

/** Messages that travel together. */
export interface Packet {
  readonly head: Uint8Array
  /** The long frames, in order. */
  readonly bodies: readonly Uint8Array[]
}

/** Length from which on a frame travels by itself. */
export const bodyFrom = 65536

/** Frames start here, so that typed arrays can lie on their memory. */
const alignment = 8

/** Put messages together. The bodies are the messages' own memory. */
export function pack(messages: readonly Frames[]): Packet {
  const numbers = [0, messages.length]
  const short: Uint8Array[] = []
  const bodies: Uint8Array[] = []
  let shortLength = 0
  for (const frames of messages) {
    numbers.push(frames.length)
    for (const frame of frames) {
      numbers.push(frame.length)
      if (frame.length >= bodyFrom) bodies.push(frame)
      else {
        short.push(frame)
        shortLength += aligned(frame.length)
      }
    }
  }
  numbers[0] = numbers.length
  const head = new Uint8Array(8 * numbers.length + shortLength)
  new Float64Array(head.buffer, 0, numbers.length).set(numbers)
  let at = 8 * numbers.length
  for (const frame of short) {
    head.set(frame, at)
    at += aligned(frame.length)
  }
  return { head, bodies }
}

/**
 * Take a packet apart.
 *
 * @param head    Of its own memory; the short frames are views of it.
 * @param receive Gives the next body.
 */
export function unpack(head: Uint8Array, receive: (length: number) => Uint8Array): Frames[] {
  const count = new Float64Array(head.buffer, head.byteOffset, 1)[0]!
  const numbers = new Float64Array(head.buffer, head.byteOffset, count)
  let at = 8 * count
  let next = 2
  return Array.from({ length: numbers[1]! }, () =>
    Array.from({ length: numbers[next++]! }, () => {
      const length = numbers[next++]!
      if (length >= bodyFrom) return receive(length)
      const frame = head.subarray(at, at + length)
      at += aligned(length)
      return frame
    }),
  )
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment
}
