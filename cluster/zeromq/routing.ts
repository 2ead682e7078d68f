import { WireError } from '../wire/errors.js'
import type { RoutedInstruction } from '../wire/messages.js'
import { Sealed } from '../wire/sealed.js'

/** Instructions for some engines; for all when `engines` is absent. */
export interface Order {
  readonly engines?: readonly number[]
  readonly parts: readonly Sealed[]
}

/**
 * Sort instructions by the engines that get them: one order for all when none differs, else one for each engine. Each engine gets
 * its own in the order of the list.
 *
 * @throws {WireError} Targets that are no engines, or not one part for each.
 */
export function routeInstructions(list: readonly RoutedInstruction[], engines: number): Order[] {
  if (list.every(({ targets, parts }) => targets === undefined && parts instanceof Sealed))
    return [{ parts: list.map(({ parts }) => parts as Sealed) }]
  const all = Array.from({ length: engines }, (_, engine) => engine)
  const own = all.map((): Sealed[] => [])
  for (const { targets = all, parts } of list) {
    if (targets.at(-1)! >= engines) throw new WireError(`Expected targets below ${engines} but received ${targets.at(-1)}`)
    if (!(parts instanceof Sealed) && parts.length !== targets.length)
      throw new WireError(`Expected ${targets.length} parts, one for each target, but received ${parts.length}`)
    targets.forEach((engine, k) => {
      own[engine]!.push(parts instanceof Sealed ? parts : parts[k]!)
    })
  }
  return all.flatMap((engine) => (own[engine]!.length > 0 ? [{ engines: [engine], parts: own[engine]! }] : []))
}
