import type { DType } from '../protocol/dtype.js'
import type { Complex, Element } from './element.js'
import { floatFormat } from './summary-float.js'

/**
 * Return how the elements of a text are written, each as wide as the widest.
 *
 * Not collective.
 *
 * @param shown Every element that the text shows.
 * @param ndim  Of the array: the only element of a 0-d one stands alone.
 */
export function elementFormat(dtype: DType, shown: readonly Element[], ndim: number): (value: Element) => string {
  if (dtype === 'bool') return (value) => (value ? 'True' : 'False').padStart(ndim === 0 ? 0 : 5)
  if (dtype === 'float32' || dtype === 'float64') {
    const format = floatFormat(shown as number[], dtype === 'float32')
    return (value) => format(value as number)
  }
  if (dtype === 'complex64' || dtype === 'complex128') return complexFormat(shown as Complex[], dtype === 'complex64')
  const width = Math.max(0, ...shown.map((value) => String(value).length))
  return (value) => String(value).padStart(width)
}

function complexFormat(shown: readonly Complex[], single: boolean): (value: Element) => string {
  const re = floatFormat(
    shown.map((value) => value.re),
    single,
  )
  const im = floatFormat(
    shown.map((value) => value.im),
    single,
    true,
  )
  return (value) => {
    const part = im((value as Complex).im)
    const end = part.trimEnd().length
    return `${re((value as Complex).re)}${part.slice(0, end)}j${part.slice(end)}`
  }
}
