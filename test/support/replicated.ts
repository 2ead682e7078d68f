import type { DistArrayExport, PartialOp } from '../../protocol/index.js'

/** A producer of ones on every rank: copies, or partial results when `partial` is given. */
export function replicated(n: number, ranks: number, rank: number, partial?: PartialOp): { __distarray__(): DistArrayExport } {
  return {
    __distarray__: () => ({
      __version__: '0.10.0',
      buffer: new Float64Array(n).fill(1),
      dim_data: [{}],
      __extension__: { replicated: [{ proc_grid_size: ranks, proc_grid_rank: rank }], partial },
    }),
  }
}
