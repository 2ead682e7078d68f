import { PerEngine } from '../array/instruction.js'
import { availableMemory } from '../bindings/available-memory.js'
import { MemoryError } from '../bindings/errors.js'

/** Bytes of arguments from which on it is worth counting them. */
const bulky = 2 ** 16
/** Bytes of arguments that an engine may have before it says that it has carried out some; it says so after every `doneBytes`. */
export const mostBulk = 2 ** 26
export const doneBytes = 2 ** 20
/** Bytes of arguments that may wait here, whatever memory is left. */
const mostUnchecked = 2 ** 28
/** Bytes that waiting arguments leave to everything else on the machine. */
const reserve = 2 ** 28

/**
 * Return the bytes of the typed arrays among arguments, and one level below them. The engine counts the same, so what is further
 * down may be missing, but nothing may be in excess.
 *
 * Not collective.
 *
 * @param place Which of the targets it is for, where the arguments differ.
 */
export function bulkOf(args: readonly unknown[], place = 0): number {
  let bytes = 0
  for (const argument of args) bytes += bytesOf(argument, place, 2)
  return bytes
}

/**
 * Return {@link bulkOf} for each of `targets` targets; undefined when all of it together is not worth counting.
 *
 * Not collective.
 */
export function bulkFor(args: readonly unknown[], targets: number): readonly number[] | undefined {
  const differs = args.some((argument) => argument instanceof PerEngine)
  const first = bulkOf(args)
  const bulk = Array.from({ length: targets }, (_, place) => (differs && place > 0 ? bulkOf(args, place) : first))
  return totalOf(bulk) < bulky ? undefined : bulk
}

/** Bytes for all targets together. */
export function totalOf(bulk: readonly number[] | undefined): number {
  return bulk === undefined ? 0 : bulk.reduce((total, bytes) => total + bytes, 0)
}

function bytesOf(value: unknown, place: number, levels: number): number {
  if (typeof value !== 'object' || value === null || levels === 0) return 0
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (value instanceof PerEngine) return bytesOf(value.values[place], place, levels)
  let bytes = 0
  if (Array.isArray(value)) for (const item of value) bytes += bytesOf(item, place, levels - 1)
  else if (Object.getPrototypeOf(value) === Object.prototype)
    for (const item of Object.values(value)) bytes += bytesOf(item, place, levels - 1)
  return bytes
}

/**
 * Make sure that arguments can wait in this process until engines take them.
 *
 * Not collective.
 *
 * @param waiting Bytes that wait already.
 * @param bytes   Bytes of one more call.
 * @throws {MemoryError} The machine has no memory left for that; nothing was sent.
 */
export function requireRoom(waiting: number, bytes: number): void {
  if (waiting + bytes <= mostUnchecked || availableMemory() >= bytes + reserve) return
  const mebibytes = (count: number): string => `${Math.ceil(count / 2 ** 20)} MiB`
  const message =
    `Expected arguments that this machine has memory for but ${mebibytes(bytes)} were given while ${mebibytes(waiting)} wait for the engines; ` +
    'let them catch up now and then: await ctx.sync()'
  throw Object.assign(new MemoryError(message), { bytes })
}
