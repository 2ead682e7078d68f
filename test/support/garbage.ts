import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Give this process `globalThis.gc`, as `node --expose-gc` does. */
export function exposeGarbageCollector(): void {
  setFlagsFromString('--expose-gc')
  globalThis.gc ??= runInNewContext('gc') as NonNullable<typeof globalThis.gc>
}
