import { agree } from '../../bindings/agree.js'
import type { DType } from '../../protocol/dtype.js'
import { expected, ShapeError } from '../../protocol/errors.js'
import { lengthOf, typedArrayName } from '../../protocol/memory.js'
import { agreeOn } from '../create.js'
import type { Element } from '../element.js'
import { LocalArray } from '../local-array.js'
import { setFromFunction } from '../set-from-function.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Make an array with one value everywhere; undefined leaves it unset.
 *
 * Collective over the targets.
 *
 * @throws {MemoryError} It does not fit into the memory of a machine; on all ranks, nothing is allocated.
 */
export function createFull(frame: Frame, layout: unknown, dtype: unknown, value: unknown): LocalArray {
  const distribution = readLayout(layout)
  const isZero = Object.is(value, 0) || value === 0n || value === false
  const array = LocalArray._over(frame.communicator, distribution, dtype as DType, isZero)
  if (value === undefined || isZero) return array
  try {
    array.fill(value as Element)
  } catch (error) {
    array.free() // on all targets: the value is the same
    throw error
  }
  return array
}

/**
 * Make an array from a user's function of the global index.
 *
 * Collective over the targets.
 */
export function createFromFunction(frame: Frame, layout: unknown, dtype: unknown, name: unknown): LocalArray {
  const distribution = readLayout(layout)
  // An engine may lack a variable that the function uses.
  const element = agree(frame.communicator, () => frame.userFunction(name) as (...index: number[]) => Element)
  const array = LocalArray.empty(frame.communicator, distribution, dtype as DType)
  return agreeOn(array, () => frame.invoke(() => setFromFunction(array, element)))
}

/**
 * Make an array from its elements.
 *
 * Collective over the targets.
 *
 * @param section This engine's part: a typed array, row-major, ghosts included.
 */
export function createFromSection(frame: Frame, layout: unknown, dtype: unknown, section: unknown): LocalArray {
  const distribution = readLayout(layout)
  const array = LocalArray.empty(frame.communicator, distribution, dtype as DType)
  return agreeOn(array, () => {
    const elements = frame.part(section)
    const { data } = array
    if (typedArrayName(elements) !== typedArrayName(data))
      throw new ShapeError(expected(`a ${typedArrayName(data)}`, `the section of rank ${frame.communicator.rank}`, elements))
    const received = lengthOf(elements as typeof data)
    if (received !== data.length)
      throw new ShapeError(expected(`${data.length} components`, `the section of rank ${frame.communicator.rank}`, received))
    data.set(elements as never) // the same kind of typed array
    frame.dispose(elements as typeof data)
  })
}
