import type { DType } from '../../protocol/dtype.js'

/** An operation for given dtypes: what the native side has a loop for. */
export interface Loop {
  readonly name: string
  readonly inputs: readonly DType[]
  readonly output: DType
  /** Names it everywhere: `add(float64,float64)`; of a cast `astype(from,to)`. */
  readonly key: string
}

const known = new Map<string, Loop>()

/**
 * Return the loop of an operation for given dtypes.
 *
 * Not collective.
 *
 * @returns The same object each time.
 */
export function loopOf(name: string, inputs: readonly DType[], output: DType): Loop {
  const key = `${name}(${inputs.join(',')})`
  return remember(key, name, inputs, output)
}

/**
 * Return the loop that casts from one dtype to another; to the same one it copies.
 *
 * Not collective.
 *
 * @returns The same object each time.
 */
export function castLoop(from: DType, to: DType): Loop {
  return remember(`astype(${from},${to})`, 'astype', [from], to)
}

function remember(key: string, name: string, inputs: readonly DType[], output: DType): Loop {
  let loop = known.get(key)
  if (!loop) {
    loop = Object.freeze({ name, inputs: Object.freeze([...inputs]), output, key })
    known.set(key, loop)
  }
  return loop
}
