import type { Complex } from './element.js'

/** Bytes of a brief word: what it is, and up to two numbers. */
export const briefBytes = 24

/** Where the numbers of a brief word begin. */
const head = 8

const codes = { silent: 0, number: 1, boolean: 2, int64: 3, uint64: 4, complex: 5, short: 6, piece: 7, long: 8 } as const

/** What a rank says at first: nothing, one element, or that there is more to come: a short word, a typed array or a long word. */
export type Brief = keyof typeof codes

const names = Object.keys(codes) as readonly Brief[]

/**
 * Write an answer that is one element.
 *
 * Not collective.
 *
 * @param at First byte.
 * @returns  Whether it is one.
 */
export function writeElement(view: DataView, at: number, value: unknown): boolean {
  switch (typeof value) {
    case 'number':
      view.setFloat64(at + head, value)
      return writeBrief(view, at, 'number')
    case 'boolean':
      view.setFloat64(at + head, Number(value))
      return writeBrief(view, at, 'boolean')
    case 'bigint':
      return writeBigInt(view, at, value)
    default:
      return isComplex(value) && writeComplex(view, at, value)
  }
}

/** Write what is no element. Not collective. */
export function writeBrief(view: DataView, at: number, brief: Brief): true {
  view.setUint32(at, codes[brief])
  return true
}

/** Read what a rank says. Not collective. */
export function readBrief(view: DataView, at: number): Brief {
  return names[view.getUint32(at)] as Brief
}

/** Read an answer that is one element. Not collective. */
export function readElement(view: DataView, at: number, brief: Brief): unknown {
  switch (brief) {
    case 'boolean':
      return view.getFloat64(at + head) === 1
    case 'int64':
      return view.getBigInt64(at + head)
    case 'uint64':
      return view.getBigUint64(at + head)
    case 'complex':
      return { re: view.getFloat64(at + head), im: view.getFloat64(at + head + 8) }
    default:
      return view.getFloat64(at + head)
  }
}

function writeBigInt(view: DataView, at: number, value: bigint): boolean {
  if (BigInt.asIntN(64, value) === value) {
    view.setBigInt64(at + head, value)
    return writeBrief(view, at, 'int64')
  }
  if (BigInt.asUintN(64, value) !== value) return false
  view.setBigUint64(at + head, value)
  return writeBrief(view, at, 'uint64')
}

function writeComplex(view: DataView, at: number, { re, im }: Complex): boolean {
  view.setFloat64(at + head, re)
  view.setFloat64(at + head + 8, im)
  return writeBrief(view, at, 'complex')
}

/** A plain object with these two and nothing else, so that it can be told by them. */
function isComplex(value: unknown): value is Complex {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false
  const { re, im } = value as Partial<Complex>
  return typeof re === 'number' && typeof im === 'number' && Object.keys(value).join() === 're,im'
}
