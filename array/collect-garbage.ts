import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/**
 * Have the JavaScript engine look for what is not used any more, now. What waits for that with a FinalizationRegistry hears of it at
 * a later turn of the event loop.
 *
 * Not collective. Takes milliseconds, in proportion to the live JavaScript objects.
 */
export function collectGarbage(): void {
  if (!collect) {
    // Only contexts that are made while the flag is set have the function.
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collect()
}
