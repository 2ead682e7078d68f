// @ranks 1
// What the compiler knows of a result's dtype is what it has: `u = u.add(1)` compiles for a variable that began as zeros.
import type { DistArray } from '../../array/dist-array.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { abs, add, angle, exp, floorDivide, sqrt, where } from '../../index.js'
import type { DType } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1] }, async (t) => {
  const ctx = Context.spmd()
  /** The compiler checks the array's type against the dtype that is claimed, and the test what the array has. */
  const claim = <D extends DType>(array: DistArray<NoInfer<D>>, ...dtypes: D[]): void =>
    t.ok(dtypes.includes(array.dtype), `${array.dtype} is one of ${dtypes}`)

  const bool = ctx.ones([2], { dtype: 'bool' })
  const int32 = ctx.ones([2], { dtype: 'int32' })
  const int64 = ctx.ones([2], { dtype: 'int64' })
  const float32 = ctx.ones([2], { dtype: 'float32' })
  const float64 = ctx.ones([2])
  const complex64 = ctx.ones([2], { dtype: 'complex64' })

  let u = ctx.zeros([2])
  u = u.add(1).multiply(u).subtract(0.5).divide(2n).pow(2).maximum(0).clip(null, 3)
  u = sqrt(add(2, u)).exp().negative().abs().round(2).square()
  u = where(u.greater(0), u, 0)
  claim<'float64'>(u, 'float64')

  claim<'int64'>(bool.add(1n), 'int64')
  claim<'bool'>(bool.add(bool), 'bool')
  claim<'bool'>(bool.maximum(true), 'bool')
  claim<'int8'>(bool.floorDivide(bool), 'int8')
  claim<'int8'>(floorDivide(bool, bool), 'int8')
  claim<'int8'>(bool.square(), 'int8')
  claim<'int64' | 'float64'>(bool.add(2), 'int64', 'float64')
  claim<'int32' | 'float64'>(int32.add(2.5), 'int32', 'float64')
  claim<'int32'>(int32.add(true), 'int32')
  claim<'int32'>(int32.bitwiseAnd(3n), 'int32')
  claim<'int64'>(int32.add(int64), 'int64')
  claim<'float64'>(int32.divide(2n), 'float64')
  claim<'float64'>(int32.sqrt(), 'float64')
  claim<'int32'>(int32.round(), 'int32')
  claim<'complex128'>(int32.add({ re: 1, im: 2 }), 'complex128')
  claim<'float64'>(int32.add(float32), 'float64')
  claim<'float32'>(float32.add(0.1), 'float32')
  claim<'float32'>(exp(float32), 'float32')
  claim<'complex64'>(float32.multiply({ re: 0, im: 1 }), 'complex64')
  claim<'complex128'>(complex64.add(float64), 'complex128')
  claim<'float32'>(abs(complex64), 'float32')
  claim<'float32'>(complex64.real(), 'float32')
  claim<'float32'>(angle(complex64), 'float32')
  claim<'float64'>(angle(int32), 'float64')
  using out = ctx.zeros([2], { dtype: 'float32' })
  claim<'float32'>(int32.add(1, { out }), 'float32')

  const several: readonly DistArray[] = [int32, float64]
  const total: DistArray = several.reduce((a, b) => a.add(b))
  claim<DType>(total, 'float64')

  for (const array of [bool, int32, int64, float32, float64, complex64]) array.free()
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})
