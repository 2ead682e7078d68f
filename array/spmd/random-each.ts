import { agree } from '../../bindings/agree.js'
import { type DifferingKernel, fillRandomEach, type RandomParameter } from '../../bindings/random.js'
import { type DType, typedArrayFor } from '../../protocol/dtype.js'
import { agreeOn } from '../create.js'
import type { ArrayReference } from '../instruction.js'
import { LocalArray } from '../local-array.js'
import type { LocalPiece } from '../moving/local-piece.js'
import { checksOf } from '../random/parameters.js'
import { bring } from './bring.js'
import { pieceIndices } from './piece-indices.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/** dtypes that parameters have. */
export type ParameterDType = 'float64' | 'int64' | 'uint64'

/** A parameter of a distribution as it travels: one for all elements, or an array that broadcasts to them. */
export type TravellingParameter =
  | number
  | bigint
  | { readonly reference: ArrayReference; readonly layout: unknown; readonly targets: readonly number[] }

/** Arguments of {@link createRandomEach}. */
export type EachArguments = readonly [
  kernel: DifferingKernel,
  layout: unknown,
  dtype: DType,
  targets: readonly number[],
  source: BigUint64Array,
  parameters: readonly [TravellingParameter, TravellingParameter],
  parameterDType: ParameterDType,
  endpoint: boolean,
]

/**
 * Make an array of random elements whose parameters are arrays, which are brought to where the elements will be.
 *
 * Collective over the targets of the call: the engines of all these arrays.
 *
 * @throws {ArgumentError} A parameter that the distribution has not; on all targets.
 * @throws {MemoryError}   It does not fit into the memory of a machine.
 */
export function createRandomEach(frame: Frame, ...args: readonly unknown[]): (LocalArray | undefined)[] {
  const [kernel, layout, dtype, targets, source, given, parameterDType, endpoint] = args as EachArguments
  const distribution = readLayout(layout)
  const arrays = agree(frame.communicator, () =>
    given.map((parameter) =>
      typeof parameter === 'object' && parameter.targets.includes(frame.engine) ? frame.array(parameter.reference) : undefined,
    ),
  )
  const brought: (LocalPiece | undefined)[] = []
  try {
    for (const [k, parameter] of given.entries()) {
      if (typeof parameter !== 'object') continue
      const from = { distribution: readLayout(parameter.layout), targets: parameter.targets, dtype: parameterDType }
      brought[k] = bring(frame, arrays[k], from, { distribution, targets })
    }
    const comm = frame.among(targets)
    agree(frame.communicator, () => {
      const checks = checksOf(kernel, dtype, endpoint)
      for (const [k, piece] of brought.entries()) for (const value of piece?.data ?? []) checks[k]?.(value as never)
    })
    if (!comm) return [undefined]
    const array = LocalArray.empty(comm, distribution, dtype)
    return [
      agreeOn(array, () => {
        const [first, second] = given.map((parameter, k): RandomParameter => {
          const piece = brought[k]
          if (piece) return { data: piece.data as Float64Array, strides: stridesOf(piece.shape, array.shape.length) }
          const data = new (typedArrayFor(parameterDType))(1)
          data[0] = parameter as never
          return { data: data as Float64Array, strides: array.shape.map(() => 0) }
        }) as [RandomParameter, RandomParameter]
        const pieces = pieceIndices(distribution, comm.rank)
        fillRandomEach({ kernel, source, parameters: [first, second], endpoint }, dtype, distribution.shape, pieces, array.data)
      }),
    ]
  } finally {
    for (const piece of brought) piece?.free()
  }
}

/** Elements per dimension of what is row-major, of an array with `ndim` dimensions; where there is one only it broadcasts. */
function stridesOf(shape: readonly number[], ndim: number): number[] {
  const strides = new Array<number>(ndim).fill(0)
  let next = 1
  for (let d = shape.length - 1; d >= 0; d--) {
    const extent = shape[d] as number
    if (extent !== 1) strides[ndim - shape.length + d] = next
    next *= extent
  }
  return strides
}
