import type { ElementType } from './element-type.js'

/** What is known of a received or waiting message. */
export interface Status {
  /** Rank that sent it; null when there was no message: received from nobody, or cancelled. */
  readonly source: number | null
  readonly tag: number
  /** Length in elements of the receive's dtype, rounded down. */
  readonly count: number
  /** Length in bytes. */
  readonly bytes: number
  /** True for a receive that was given up before a message came. */
  readonly cancelled: boolean
}

/** Where the addon stores a status; read at once, so one serves all calls. */
export const rawStatus = new Float64Array(4)

/** The status in {@link rawStatus}. */
export function readStatus(type: ElementType): Status {
  const [source, tag, bytes, cancelled] = rawStatus as unknown as [number, number, number, number]
  return { source: source < 0 ? null : source, tag, count: Math.floor(bytes / type.size), bytes, cancelled: cancelled === 1 }
}
