import type { DType } from '../../protocol/dtype.js'
import type { Complex } from '../element.js'
import type { ResultType } from './promotion-table.js'

/** What has a dtype. */
interface Typed<D extends DType = DType> {
  readonly dtype: D
}

type FloatingDType = 'float32' | 'float64' | 'complex64' | 'complex128'

/** The dtype of an array of dtype `D` with an operand: an array, a scalar, which takes its precision from the array, or none. */
export type PromotedWith<D extends DType, B> =
  B extends Typed<infer E>
    ? ResultType<D, E>
    : B extends boolean | null | undefined
      ? D
      : B extends bigint
        ? IntegerWith<D>
        : B extends number
          ? NumberWith<D>
          : B extends Complex
            ? ComplexWith<D>
            : DType

type IntegerWith<D extends DType> = D extends 'bool' ? 'int64' : D

/** A number with a fraction makes floats of integers, and the compiler does not know which it is. */
type NumberWith<D extends DType> = D extends FloatingDType ? D : IntegerWith<D> | 'float64'

type ComplexWith<D extends DType> = D extends 'float32' | 'complex64' ? 'complex64' : 'complex128'

/** The dtype of two operands, of which one is an array. */
export type Promoted<A, B> = A extends Typed<infer D> ? PromotedWith<D, B> : B extends Typed<infer E> ? PromotedWith<E, A> : DType

/** What takes part in arithmetic as: bool as the smallest integer. */
export type CountedDType<D extends DType> = D extends 'bool' ? 'int8' : D

/** What functions give that have floating-point results: float64 for integers and bool. */
export type FloatedDType<D extends DType> = D extends FloatingDType ? D : 'float64'

/** The dtype of the real and imaginary parts; of what is not complex, the dtype itself. */
export type RealDType<D extends DType> = D extends 'complex64' ? 'float32' : D extends 'complex128' ? 'float64' : D

/** The dtype of a function's result by that of its operands, by what kind of function it is. */
export interface ResultKinds<D extends DType> {
  readonly any: DType
  readonly bool: 'bool'
  readonly same: D
  readonly counted: CountedDType<D>
  readonly float: FloatedDType<D>
  readonly real: RealDType<D>
  readonly realFloat: RealDType<FloatedDType<D>>
}
