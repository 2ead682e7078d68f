// What is assumed of the kernels' states is what the kernels have.
import t from 'tap'
import { stateOf } from '../../array/reductions/states.js'
import { kernelReductions } from '../../bindings/reductions.js'

for (const { name, inputs, state, hasResult } of kernelReductions())
  t.same(stateOf(name, inputs[0] ?? 'bool'), hasResult ? ['float64'] : state, `${name}(${inputs})`)

t.throws(() => stateOf('median', 'float64'), /median/)
