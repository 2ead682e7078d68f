import type { DType } from '../protocol/dtype.js'
import { ArrayAssignment } from './array-assignment.js'
import type { DistArray } from './dist-array.js'
import type { CountedDType, FloatedDType, PromotedWith } from './dtypes/operation-result.js'
import { type ArrayOrScalar, type ElementwiseOptions, elementwise } from './lazy/elementwise.js'

/** Where an in-place operation writes. */
export interface InPlaceOptions {
  /** Where it is false the elements stay as they are. */
  readonly where?: ArrayOrScalar
}

/**
 * The part of a distributed array with operators: each is the function of the same name, whose first operand `x` is this array.
 * Operands broadcast together, and nothing is computed until somebody wants values.
 */
export abstract class ArrayOperators<D extends DType = DType> extends ArrayAssignment<D> {
  /** Return `x + other`. */
  add<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('add', [this, other], options)
  }

  /** Return `x - other`. */
  subtract<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('subtract', [this, other], options)
  }

  /** Return `x * other`. */
  multiply<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('multiply', [this, other], options)
  }

  /** Return `x / other`. */
  divide<B extends ArrayOrScalar, R extends DType = FloatedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('divide', [this, other], options)
  }

  /** Return `x / other` rounded down. */
  floorDivide<B extends ArrayOrScalar, R extends DType = CountedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('floorDivide', [this, other], options)
  }

  /** Return what is left after division that rounds down. */
  remainder<B extends ArrayOrScalar, R extends DType = CountedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('remainder', [this, other], options)
  }

  /** Return `x ** other`. */
  pow<B extends ArrayOrScalar, R extends DType = CountedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('pow', [this, other], options)
  }

  /** Return the bits that both have. */
  bitwiseAnd<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('bitwiseAnd', [this, other], options)
  }

  /** Return the bits that one of them has. */
  bitwiseOr<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('bitwiseOr', [this, other], options)
  }

  /** Return the bits that just one of them has. */
  bitwiseXor<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('bitwiseXor', [this, other], options)
  }

  /** Shift bits to the left. */
  bitwiseLeftShift<B extends ArrayOrScalar, R extends DType = CountedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('bitwiseLeftShift', [this, other], options)
  }

  /** Shift bits to the right. */
  bitwiseRightShift<B extends ArrayOrScalar, R extends DType = CountedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('bitwiseRightShift', [this, other], options)
  }

  /** Return the angles of the points (`other`, x) in radians. */
  atan2<B extends ArrayOrScalar, R extends DType = FloatedDType<PromotedWith<D, B>>>(
    other: B,
    options?: ElementwiseOptions<R>,
  ): DistArray<R> {
    return elementwise('atan2', [this, other], options)
  }

  /** Return the greater of two elements; NaN wins. */
  maximum<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('maximum', [this, other], options)
  }

  /** Return the lesser of two elements; NaN wins. */
  minimum<B extends ArrayOrScalar, R extends DType = PromotedWith<D, B>>(other: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('minimum', [this, other], options)
  }

  /** Tell where `x == other`. */
  equal(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('equal', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where `x != other`. */
  notEqual(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('notEqual', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where `x < other`. */
  less(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('less', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where `x <= other`. */
  lessEqual(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('lessEqual', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where `x > other`. */
  greater(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('greater', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where `x >= other`. */
  greaterEqual(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('greaterEqual', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where both are true. */
  logicalAnd(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('logicalAnd', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where one of them is true. */
  logicalOr(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('logicalOr', [this, other], options) as DistArray<'bool'>
  }

  /** Tell where just one of them is true. */
  logicalXor(other: ArrayOrScalar, options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('logicalXor', [this, other], options) as DistArray<'bool'>
  }

  /** Add to this array's elements, in its dtype. See {@link ArrayOperators.add}. */
  addInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('add', other, options)
  }

  /** Subtract from this array's elements, in its dtype. See {@link ArrayOperators.subtract}. */
  subtractInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('subtract', other, options)
  }

  /** Multiply this array's elements, in its dtype. See {@link ArrayOperators.multiply}. */
  multiplyInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('multiply', other, options)
  }

  /** Divide this array's elements, in its dtype. See {@link ArrayOperators.divide}. */
  divideInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('divide', other, options)
  }

  /** Divide, rounding down, this array's elements, in its dtype. See {@link ArrayOperators.floorDivide}. */
  floorDivideInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('floorDivide', other, options)
  }

  /** Keep what is left after division of this array's elements, in its dtype. See {@link ArrayOperators.remainder}. */
  remainderInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('remainder', other, options)
  }

  /** Raise to a power this array's elements, in its dtype. See {@link ArrayOperators.pow}. */
  powInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('pow', other, options)
  }

  /** Keep the common bits of this array's elements, in its dtype. See {@link ArrayOperators.bitwiseAnd}. */
  bitwiseAndInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('bitwiseAnd', other, options)
  }

  /** Set bits of this array's elements, in its dtype. See {@link ArrayOperators.bitwiseOr}. */
  bitwiseOrInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('bitwiseOr', other, options)
  }

  /** Flip bits of this array's elements, in its dtype. See {@link ArrayOperators.bitwiseXor}. */
  bitwiseXorInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('bitwiseXor', other, options)
  }

  /** Shift to the left the bits of this array's elements, in its dtype. See {@link ArrayOperators.bitwiseLeftShift}. */
  bitwiseLeftShiftInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('bitwiseLeftShift', other, options)
  }

  /** Shift to the right the bits of this array's elements, in its dtype. See {@link ArrayOperators.bitwiseRightShift}. */
  bitwiseRightShiftInPlace(other: ArrayOrScalar, options?: InPlaceOptions): this {
    return this.updated('bitwiseRightShift', other, options)
  }

  private updated(name: string, other: ArrayOrScalar, options?: InPlaceOptions): this {
    elementwise(name, [this, other], { ...options, out: this.self })
    return this
  }
}
