import { codecOf, type Element } from '../../array/element.js'
import {
  type ArrayTypes,
  contiguousStrides,
  type DistArrayExport,
  type DistArrayProducer,
  type Distribution,
  type DType,
  formatOf,
  itemSize,
} from '../../protocol/index.js'

/** Orders in which a producer may keep its elements. */
export const memoryOrders = ['row-major', 'inside a larger buffer', 'column-major', 'with gaps', 'backwards'] as const
export type MemoryOrder = (typeof memoryOrders)[number]

/** A producer that shares no code with LocalArray: plain JavaScript memory, any strides, hand-made dictionaries. */
export class Foreign<D extends DType = DType> implements DistArrayProducer {
  readonly memory: ArrayBuffer
  readonly strides: readonly number[]
  /** Byte of element (0, ..., 0). */
  readonly start: number
  readonly shape: readonly number[]

  constructor(
    readonly distribution: Distribution,
    readonly rank: number,
    readonly dtype: D,
    readonly order: MemoryOrder,
    readonly readonly = false,
  ) {
    this.shape = distribution.localShape(rank)
    const bytes = itemSize(dtype)
    const size = this.shape.reduce((product, extent) => product * extent, 1)
    const rowMajor = contiguousStrides(this.shape, bytes)
    this.memory = new ArrayBuffer((2 * size + 4) * bytes)
    this.strides =
      order === 'column-major'
        ? contiguousStrides([...this.shape].reverse(), bytes).reverse()
        : rowMajor.map((stride) => (order === 'with gaps' ? 2 * stride : order === 'backwards' ? -stride : stride))
    this.start = order === 'row-major' ? 0 : order === 'backwards' ? Math.max(size - 1, 0) * bytes : 3 * bytes
  }

  at(index: readonly number[]): Element<D> {
    return codecOf(this.dtype).read(new DataView(this.memory), this.byteOf(index))
  }

  put(index: readonly number[], value: Element<D>): void {
    codecOf(this.dtype).write(new DataView(this.memory), this.byteOf(index), value)
  }

  __distarray__(): DistArrayExport {
    return {
      __version__: '0.10.0',
      buffer: {
        data: new Uint8Array(this.memory, this.start),
        shape: this.shape,
        strides: this.strides,
        format: formatOf(this.dtype),
        readonly: this.readonly,
      },
      dim_data: this.distribution.dimData(this.rank),
    }
  }

  private byteOf(index: readonly number[]): number {
    return index.reduce((byte, i, d) => byte + i * this.strides[d]!, this.start)
  }
}

/** A one-dimensional export over `data`, written by hand. */
export function blockExport(data: ArrayTypes[DType], size: number, ranks: number, rank: number, start: number): DistArrayProducer {
  const dim = { dist_type: 'b', size, proc_grid_size: ranks, proc_grid_rank: rank, start, stop: start + data.length } as const
  return { __distarray__: () => ({ __version__: '0.10.0', buffer: data, dim_data: [dim] }) }
}
