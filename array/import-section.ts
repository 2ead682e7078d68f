import { agree } from '../bindings/agree.js'
import { allgatherObjects } from '../bindings/allgather-objects.js'
import type { Communicator } from '../bindings/communicator.js'
import type { FullDim } from '../protocol/dim-data.js'
import { Distribution } from '../protocol/distribution.js'
import type { DType } from '../protocol/dtype.js'
import { DistributionError, DTypeError } from '../protocol/errors.js'
import { requireUnreplicated } from '../protocol/extension.js'
import { type ImportedArray, importArray } from '../protocol/import.js'
import type { ProtocolOptions } from '../protocol/options.js'
import { Section } from './section.js'

/** What every rank needs to know of the others' sections. */
interface Description {
  readonly version: string
  readonly dtype: DType
  readonly dimData: readonly FullDim[]
}

/**
 * Import one section per rank and put the distribution of the whole array together.
 *
 * Collective over `comm`.
 *
 * @returns Elements over the producer's memory; `imported` keeps the producer alive.
 * @param options Readings of the protocol's ambiguities; the same on every rank.
 * @throws {ProtocolError}     An export breaks a rule of the protocol.
 * @throws {UnsupportedError}  Other ranks hold copies of a section, or partial results.
 * @throws {DTypeError}        The sections have different dtypes.
 * @throws {DistributionError} The sections are not one array over the ranks of `comm` in row-major order of the process grid.
 */
export function importSection(
  comm: Communicator,
  producer: unknown,
  options?: ProtocolOptions,
): { distribution: Distribution; section: Section<DType>; imported: ImportedArray } {
  const imported = agree(comm, () => requireUnreplicated(importArray(producer, options), 'a LocalArray'))
  const descriptions = allgatherObjects<Description>(comm, {
    version: imported.version,
    dtype: imported.dtype,
    dimData: imported.dimData,
  })
  // All ranks have the same descriptions now, so all come to the same conclusion.
  const first = descriptions[0]!
  for (const [rank, { version, dtype }] of descriptions.entries()) {
    if (dtype !== first.dtype)
      throw new DTypeError(`Expected one dtype on all ranks but rank 0 has ${first.dtype} and rank ${rank} has ${dtype}`)
    if (version !== first.version)
      throw new DistributionError(`Expected one version on all ranks but rank 0 exports ${first.version} and rank ${rank} ${version}`)
  }
  const distribution = Distribution.fromDimDataPerRank(descriptions.map(({ dimData }) => dimData))
  return { distribution, section: new Section(imported.dtype, imported.buffer), imported }
}
