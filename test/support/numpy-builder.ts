import { type DTypeLike, dtypeOf } from '../../array/dtypes/result-type.js'
import { elementOf, type WeakScalar } from '../../array/dtypes/weak-scalar.js'
import type { Element } from '../../array/element.js'
import type { Builder } from '../../array/operations/composed.js'
import type { Loop } from '../../array/operations/operation.js'
import { resolve } from '../../array/operations/resolve.js'
import { operationNamed } from '../../array/operations/table.js'
import type { DType } from '../../protocol/index.js'

/** A node of an expression that NumPy evaluates. */
export interface NumpyNode {
  readonly dtype: DType
  readonly text: string
}

/** Python for loops that are no function of NumPy by one name. */
const texts: Readonly<Record<string, (args: readonly string[], output: DType) => string>> = {
  frexpMantissa: ([x]) => `np.frexp(${x})[0]`,
  frexpExponent: ([x]) => `np.frexp(${x})[1]`,
  modfFraction: ([x]) => `np.modf(${x})[0]`,
  modfInteger: ([x]) => `np.modf(${x})[1]`,
  makeComplex: ([re, im], output) => `np.stack(np.broadcast_arrays(${re}, ${im}), -1).view('${output}')[..., 0]`,
}

/**
 * Makes Python of operations: each as the loop that it was resolved to, with the casts and constants that go into it.
 *
 * @param onLoop Called with every loop.
 */
export function numpyBuilder(onLoop: (loop: Loop) => void = () => {}): Builder<NumpyNode> {
  return {
    constant: (value, dtype) => ({ dtype, text: constantText(elementOf(value, dtype), dtype) }),
    cast: ({ text }, dtype) => ({ dtype, text: `${text}.astype('${dtype}')` }),
    op: (name, ...operands) => {
      const resolution = resolve(name, operands as readonly DTypeLike[])
      const { dtype } = resolution
      const asText = (position: number, wanted: DType): string => {
        const operand = operands[position] as NumpyNode | WeakScalar
        const own = dtypeOf(operand)
        if (own === undefined) return constantText(elementOf(operand as WeakScalar, wanted), wanted)
        return own === wanted ? (operand as NumpyNode).text : `${(operand as NumpyNode).text}.astype('${wanted}')`
      }
      if (resolution.kind === 'operand') return { dtype, text: asText(resolution.operand, dtype) }
      if (resolution.kind === 'constant')
        return { dtype, text: `np.full(${asText(0, dtype)}.shape, ${constantText(resolution.value, dtype)})` }
      const { loop, args } = resolution
      onLoop(loop)
      const inputs = args.map((arg) => ('constant' in arg ? constantText(arg.constant, arg.dtype) : asText(arg.operand, arg.dtype)))
      const call = texts[loop.name] ?? ((inputs) => `np.${operationNamed(loop.name).numpy}(${inputs.join(', ')})`)
      return { dtype, text: call(inputs, loop.output) }
    },
  }
}

function constantText(value: Element, dtype: DType): string {
  const number = (x: number | bigint | boolean): string =>
    typeof x === 'number' && !Number.isFinite(x)
      ? `float('${x}')`
      : typeof x === 'boolean'
        ? String(Number(x))
        : Object.is(x, -0)
          ? '-0.0'
          : String(x)
  const text = typeof value === 'object' ? `complex(${number(value.re)}, ${number(value.im)})` : number(value)
  return `np.array(${text}, '${dtype}')`
}
