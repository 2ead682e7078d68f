import type { Change } from './case.js'
import { revive, type SpecialSource, setEntry } from './special.js'

/** Apply the changes of a case to an export, in order; returns the changed export, which a change of `[]` replaces. */
export function applyChanges(exported: unknown, changes: readonly Change[], source: SpecialSource): unknown {
  let result = exported
  for (const change of changes) {
    const last = change.path.at(-1)
    if (last === undefined) {
      result = 'remove' in change ? undefined : revive(change.value, source)
      continue
    }
    let target = result as Record<string | number, unknown>
    for (const key of change.path.slice(0, -1)) target = target[key] as Record<string | number, unknown>
    if ('remove' in change) delete target[last]
    else setEntry(target, last, revive(change.value, source))
  }
  return result
}
