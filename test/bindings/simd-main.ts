// Prints a digest of what each kernel makes of given operands, as JSON: to compare instruction sets (DISTARRAY_SIMD).
import { createHash } from 'node:crypto'
import { availableSimd, kernelLoops } from '../../bindings/kernels.js'
import { fillRandom } from '../../bindings/random.js'
import { kernelReductions, reductionFinish, reductionFold } from '../../bindings/reductions.js'
import { type ScanOp, scan } from '../../bindings/scan.js'
import { type DType, dtypes, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { runLoop } from '../support/kernel-loops.js'
import { operands, randomBits } from '../support/kernel-values.js'
import { randomRequests } from '../support/random-requests.js'
import { memoryOf, newStates, widthOf } from '../support/reductions.js'

const seed = 20261123
const elements = 50_001

/** Which NaN a result is depends on the order of operands; that it is one does not. */
function digest(...arrays: readonly TypedArray[]): string {
  const hash = createHash('sha1')
  for (const array of arrays) hash.update(bytesOf(array instanceof Float32Array || array instanceof Float64Array ? oneNaN(array) : array))
  return hash.digest('base64')
}

function oneNaN<T extends Float32Array | Float64Array>(array: T): T {
  return array.map((value) => (Number.isNaN(value) ? Number.NaN : value)) as T
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Elements whose sums and products stay finite, of both signs; of integers any. */
function sample(dtype: DType): TypedArray {
  const bits = randomBits(seed)
  const isFloat = dtype.startsWith('float') || dtype.startsWith('complex')
  const data = new (typedArrayFor(dtype))(elements * widthOf(dtype))
  for (let i = 0; i < data.length; i++) {
    const x = isFloat ? (bits() / 2 ** 32 + 0.6) * (bits() & 1 ? 1 : -1) : dtype === 'bool' ? bits() & 1 : bits()
    data[i] = dtype.endsWith('int64') ? (BigInt(x) << 32n) | BigInt(bits()) : x
  }
  return data
}

const digests: Record<string, string> = {}

for (const [opcode, { name, inputs, output }] of kernelLoops().entries())
  digests[`${name}(${inputs}) -> ${output}`] = digest(runLoop(opcode, operands(inputs, seed, 3000)).data)

for (const [reduction, { name, inputs, hasResult }] of kernelReductions().entries()) {
  const state = newStates(reduction)
  const indices = BigInt64Array.from({ length: elements }, (_, i) => BigInt(i))
  const [first, ...others] = inputs as [DType, ...DType[]]
  reductionFold(reduction, [sample(first), ...others.map((dtype) => (dtype === 'int64' ? indices : sample(dtype)))], state)
  const result = new Float64Array(1)
  if (hasResult) reductionFinish(reduction, state, result)
  digests[`reduction ${name}(${inputs})`] = digest(...state, result)
}

for (const op of ['add', 'multiply', 'maximum', 'minimum'] satisfies ScanOp[])
  for (const dtype of dtypes) {
    if (dtype === 'bool' || (dtype.startsWith('complex') && op.endsWith('imum'))) continue
    const out = new (typedArrayFor(dtype))(elements * widthOf(dtype))
    scan(op, dtype, memoryOf(sample(dtype), dtype, [elements]), memoryOf(out, dtype, [elements]), [elements], 0)
    digests[`scan ${op}(${dtype})`] = digest(out)
  }

for (const [dtype, request] of randomRequests) {
  const out = new (typedArrayFor(dtype))(elements)
  fillRandom(request, dtype, [elements], [{ start: 0, step: 0, width: elements, count: elements }], out)
  digests[`random ${request.kernel} ${dtype}`] = digest(out)
}

process.stdout.write(JSON.stringify({ used: availableSimd()[0], digests }))
