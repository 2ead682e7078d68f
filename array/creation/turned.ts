import { type Elementwise, index, operation, stretch } from '../expression/node.js'

/**
 * Make an expression over one dimension, which reads no array, one over a dimension of several: the others have extent 1.
 *
 * Not collective.
 *
 * @param ndim Number of dimensions of the result.
 * @param dim  The dimension that it becomes.
 */
export function turned(node: Elementwise, ndim: number, dim: number): Elementwise {
  const known = new Map<Elementwise, Elementwise>()
  const turn = (part: Elementwise): Elementwise => {
    let made = known.get(part)
    if (!made) {
      made = turnOne(part)
      known.set(part, made)
    }
    return made
  }
  const turnOne = (part: Elementwise): Elementwise => {
    if (part.shape.length === 0) return part
    const shape = Array.from({ length: ndim }, (_, d) => (d === dim ? (part.shape[0] as number) : 1))
    if (part.kind === 'index') return index(shape, dim)
    if (part.kind !== 'operation') throw new TypeError('Expected an expression that reads no array')
    const made = operation(part.loop, part.operands.map(turn))
    // An operand of fewer elements was stretched.
    return made.shape.length === ndim && made.shape[dim] === shape[dim] ? made : stretch(made, shape)
  }
  return turn(node)
}
