import type { DistArray } from '../../array/dist-array.js'
import { isWeakScalar, type WeakScalar } from '../../array/dtypes/weak-scalar.js'
import { isDistError } from '../../protocol/errors.js'
import type { DType } from '../../protocol/index.js'
import type { Random } from '../fuzz/random.js'
import { type NumpyNode, numpyBuilder } from '../support/numpy-builder.js'
import { functionNamed, methodNamed, textNamed } from './functions.js'

/** A value both ways: as the library has it, and as Python. */
export interface Both {
  readonly array: DistArray
  readonly node: NumpyNode
}

/**
 * Operations whose answer is the same to the last bit wherever it is computed, but for complex numbers. Those that tell the sign of a
 * NaN are not among them.
 */
const exact = {
  1: [
    ...['abs', 'negative', 'positive', 'square', 'reciprocal', 'sqrt', 'sign', 'floor', 'ceil', 'trunc', 'round', 'conj', 'real', 'imag'],
    ...['isnan', 'isinf', 'isfinite', 'logicalNot', 'bitwiseInvert'],
  ],
  2: [
    ...['add', 'subtract', 'multiply', 'divide', 'floorDivide', 'remainder', 'fmod', 'gcd', 'lcm', 'maximum', 'minimum', 'fmax', 'fmin'],
    ...['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'logicalAnd', 'logicalOr', 'logicalXor'],
    ...['bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'heaviside', 'nextafter', 'makeComplex'],
  ],
  3: ['where', 'clip'],
} as const
const inexactForComplex = ['abs', 'square', 'reciprocal', 'sqrt', 'sign', 'multiply', 'divide', 'round']
/** Of 0 and -0 they may give either: adding 0 makes both 0. */
const signless = ['maximum', 'minimum', 'fmax', 'fmin', 'clip']
/** Accurate to some ulp: only at the root. */
const near = {
  1: ['exp', 'sin', 'cos', 'tanh', 'atan', 'expm1', 'log1p', 'log', 'cbrt', 'sinh', 'asinh', 'exp2', 'log2'],
  2: ['atan2', 'hypot', 'logaddexp'],
} as const
/** Texts of Python beyond this are not made longer. */
const longest = 3000
const builder = numpyBuilder()

/** Makes random expressions of arrays, both ways. */
export class RandomTree {
  private readonly _random: Random
  private readonly _leaf: () => Both
  /** Every array that was made on the way, to be freed. */
  readonly made: DistArray[] = []
  /** Largest number of units in the last place that the last expression may be off. */
  ulp = 0

  /** @param leaf Chooses an array. */
  constructor(random: Random, leaf: () => Both) {
    this._random = random
    this._leaf = leaf
  }

  /** An expression of that depth at most. */
  expression(depth: number): Both {
    this.ulp = 0
    const root = this.exact(depth)
    if (!this._random.oneIn(4) || isComplex(root.node.dtype)) return root
    const arity = this._random.oneIn(3) ? 2 : 1
    const name = this._random.pick<string>(near[arity])
    const made = this.apply(name, arity === 1 ? [root] : [root, this.exact(2)])
    if (!made) return root
    this.ulp = 4
    return made
  }

  /** A bool expression; undefined where it would be too long. */
  mask(): Both | undefined {
    const real = this.realPart(this._leaf())
    return real && this.apply('greater', [real, 0])
  }

  private exact(depth: number): Both {
    if (depth === 0 || this._random.oneIn(8)) return this._leaf()
    const random = this._random
    if (random.oneIn(10)) return this.cast(this.exact(depth - 1))
    const arity = random.pick([1, 2, 2, 2, 3] as const)
    const name = random.pick<string>(exact[arity])
    const operands: (Both | WeakScalar)[] = Array.from({ length: arity }, () => this.exact(depth - 1))
    if (arity === 2 && random.oneIn(3)) operands[random.below(2)] = random.pick<WeakScalar>([0, 1, 2, -3, 0.5, 7, true])
    return this.apply(name, operands) ?? (operands.find((operand) => !isWeakScalar(operand)) as Both)
  }

  /** Undefined where the operation has no meaning for the operands, or no exact answer. */
  private apply(name: string, operands: readonly (Both | WeakScalar)[]): Both | undefined {
    const nodes = operands.map((operand) => (isWeakScalar(operand) ? operand : operand.node))
    const length = nodes.reduce<number>((sum, node) => sum + (isWeakScalar(node) ? 0 : node.text.length), 0)
    if (length > longest) return undefined
    if (inexactForComplex.includes(name) && nodes.some((node) => (isWeakScalar(node) ? typeof node === 'object' : isComplex(node.dtype))))
      return undefined
    let node: NumpyNode
    try {
      node = builder.op(name, ...nodes)
    } catch (error) {
      if (isDistError(error, 'ERR_DTYPE', 'ERR_ARGUMENT')) return undefined
      throw error
    }
    if (name === 'divide' && isComplex(node.dtype)) return undefined
    // NumPy's own treats bounds without dimensions as Python's numbers, and then NaN as no bound.
    if (name === 'clip') {
      const { dtype } = node
      const [x, low, high] = nodes.map((it) => (isWeakScalar(it) ? builder.constant(it, dtype) : builder.cast(it, dtype)))
      node = builder.op('minimum', builder.op('maximum', x as NumpyNode, low as NumpyNode), high as NumpyNode)
    }
    const call = this._random.pick([functionNamed, methodNamed, textNamed])(name)
    const made = this.keep(call(...operands.map((operand) => (isWeakScalar(operand) ? operand : operand.array))), node)
    return signless.includes(name) && node.dtype.startsWith('float') ? this.apply('add', [made, 0]) : made
  }

  /** To any dtype; C leaves open what floats beyond the range of integers become, so these are bounded before. */
  private cast(value: Both): Both {
    const { dtype } = value.node
    const to = this._random.pick([
      'bool',
      'int8',
      'uint16',
      'int32',
      'int64',
      'uint64',
      'float32',
      'float64',
      'complex64',
      'complex128',
    ] as const)
    let from = value
    if (to.includes('int') && !dtype.includes('int') && dtype !== 'bool') {
      const real = this.realPart(value)
      const [finite, clipped] = [real && this.apply('isfinite', [real]), real && this.apply('clip', [real, 0, 100])]
      const bounded = finite && clipped && this.apply('where', [finite, clipped, 0])
      if (!bounded) return value
      from = bounded
    }
    return this.keep(from.array.astype(to), builder.cast(from.node, to))
  }

  private realPart(value: Both): Both | undefined {
    return isComplex(value.node.dtype) ? this.apply('real', [value]) : value
  }

  private keep(array: DistArray, node: NumpyNode): Both {
    this.made.push(array)
    if (array.dtype !== node.dtype) throw new Error(`Expected dtype ${node.dtype} but received ${array.dtype} for ${node.text}`)
    return { array, node }
  }
}

function isComplex(dtype: DType): boolean {
  return dtype.startsWith('complex')
}
