// PyTrilinos: the imported dictionary is let go of right after it was read, and nothing else keeps the producer's memory. A weak
// reference stands for the bare pointer; what is behind it after a collection is zeros.
import { implementation } from './base.js'
import type { Caught } from './caught.js'

export const { producer, consumer, claims } = implementation({
  keep({ memory, ...rest }) {
    const pointer = new WeakRef(memory)
    const bytes = memory.byteLength
    return {
      ...rest,
      get memory() {
        return pointer.deref() ?? new ArrayBuffer(bytes)
      },
    }
  },
})
export const caught: Caught = { role: 'consumer', check: 'lifetime', family: 'block' }
