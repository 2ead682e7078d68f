import { ArgumentError, expected, UnsupportedError } from '../protocol/errors.js'
import type { SimdNative } from './native-kernels.js'

/** Instruction sets that the kernels are built for, best first. On other processors than x86-64 there is one, `'baseline'`. */
export const simdTargets = ['avx512', 'avx2', 'baseline'] as const
export type SimdTarget = (typeof simdTargets)[number]

/**
 * Let the kernels use no better instruction set than the one named; before the first kernel runs.
 *
 * Not collective.
 *
 * @param core   The addon.
 * @param wanted The value of `DISTARRAY_SIMD`; undefined or empty: the best one that the processor has.
 * @throws {ArgumentError}    It is not the name of an instruction set.
 * @throws {UnsupportedError} This processor lacks it.
 */
export function limitSimd(core: SimdNative, wanted: string | undefined): void {
  if (wanted === undefined || wanted === '') return
  if (!(simdTargets as readonly string[]).includes(wanted))
    throw new ArgumentError(expected(`one of ${simdTargets.join(', ')}`, 'DISTARRAY_SIMD', wanted))
  const available = core.simd_targets()
  if (!available.includes(wanted))
    throw new UnsupportedError(
      `DISTARRAY_SIMD is ${wanted}, which this processor lacks. It has ${available.join(', ')}; without DISTARRAY_SIMD the best is used`,
      { feature: wanted },
    )
  core.simd_limit(wanted)
}
