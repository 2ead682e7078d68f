import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/**
 * Collect garbage until `condition` holds, or for twenty rounds. Returns whether it holds.
 *
 * Finalizers run when the event loop turns, and what a WeakRef gave out lives until then.
 */
export async function collectedUntil(condition: () => boolean): Promise<boolean> {
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  for (let k = 0; k < 20; k++) {
    await turn()
    collect()
    await turn()
    if (condition()) return true
  }
  return false
}
