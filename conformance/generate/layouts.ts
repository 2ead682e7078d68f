import type { Layout } from './make-case.js'

/** Strides without gaps, the axes in the given order from slowest to fastest. */
function packed(shape: number[], itemsize: number, order: number[]): { strides: number[]; bytes: number } {
  const strides = new Array<number>(shape.length).fill(0)
  let bytes = itemsize
  for (const d of [...order].reverse()) {
    strides[d] = bytes
    bytes *= shape[d]!
  }
  return { strides, bytes }
}

const forwards = (shape: number[]): number[] => shape.map((_, d) => d)

/** Row-major, inside a larger memory. */
export const inside: Layout = (shape, itemsize) => {
  const { strides, bytes } = packed(shape, itemsize, forwards(shape))
  return { strides, offset: 3 * itemsize, bytes: bytes + 5 * itemsize, features: ['strided'] }
}

/** The first axis fastest, as in Fortran. */
export const columnMajor: Layout = (shape, itemsize) => ({
  ...packed(shape, itemsize, forwards(shape).reverse()),
  features: ['strided'],
})

/** The axes in no order that a C or Fortran program has. */
export const turned: Layout = (shape, itemsize) => ({
  ...packed(shape, itemsize, [...forwards(shape).slice(1), 0]),
  features: ['strided'],
})

/** Every second element of a row-major array. */
export const gaps: Layout = (shape, itemsize) => {
  const { strides, bytes } = packed(shape, itemsize, forwards(shape))
  return { strides: strides.map((stride) => 2 * stride), offset: itemsize, bytes: 2 * bytes + itemsize, features: ['strided'] }
}

/** The left columns of a wider array: rows lie apart, elements of a row do not. */
export const slice: Layout = (shape, itemsize) => {
  const wide = shape.map((extent, d) => (d === shape.length - 1 ? extent + 3 : extent))
  return { ...packed(wide, itemsize, forwards(wide)), features: ['strided'] }
}

/** Backwards along every axis: element (0, ..., 0) is the last in memory. */
export const backwards: Layout = (shape, itemsize) => {
  const { strides, bytes } = packed(shape, itemsize, forwards(shape))
  const isEmpty = shape.includes(0)
  return {
    strides: strides.map((stride) => -stride),
    offset: isEmpty ? 0 : bytes - itemsize,
    bytes,
    features: ['strided', 'negative-strides'],
  }
}

/** Backwards along the first axis only. */
export const flipped: Layout = (shape, itemsize) => {
  const { strides, bytes } = packed(shape, itemsize, forwards(shape))
  const first = strides[0] ?? 0
  return {
    strides: strides.map((stride, d) => (d === 0 ? -stride : stride)),
    offset: shape.includes(0) ? 0 : first * (shape[0]! - 1),
    bytes,
    features: ['strided', 'negative-strides'],
  }
}

/** Row-major, not to be written. */
export const locked: Layout = () => ({ readonly: true, features: ['readonly'] })

/** Column-major, not to be written. */
export const lockedColumnMajor: Layout = (shape, itemsize) => ({
  ...columnMajor(shape, itemsize),
  readonly: true,
  features: ['strided', 'readonly'],
})
