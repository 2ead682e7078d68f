import type { DapArrayHandle, DLPackHandle } from '../../bindings/handles.js'
import { loadAddon } from '../../bindings/load.js'

/** The functions of test/native/dap_producer.cc, a producer and consumer in C++. */
export interface DapProducer {
  make(kind: string): DapArrayHandle
  /** Arrays made here whose memory was let go. */
  released_count(): number
  /** Tensors made here whose deleter was called. */
  deleted_count(): number
  /** Move the struct into a consumer, which lets go with `drop`. */
  take(handle: DapArrayHandle): void
  drop(): void
  peek(address: bigint): number
  poke(address: bigint, value: number): void
  tensor(change: string, versioned: boolean): DLPackHandle
  /** Take a tensor, say what it is, and call its deleter. */
  read(handle: DLPackHandle): {
    versioned: boolean
    flags: number
    data: bigint
    shape: number[]
    strides: number[]
    dtype: [code: number, bits: number, lanes: number]
  }
}

/** Load the addon; it is built with the C++ tests. */
export function dapProducer(): DapProducer {
  return loadAddon<DapProducer>('dap_producer')
}
