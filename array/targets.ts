import { ArgumentError, expected } from '../protocol/errors.js'

/**
 * Return the engines that a list names; all of them without a list.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is not an ascending list of engines.
 */
export function readTargets(targets: readonly number[] | undefined, engines: number): readonly number[] {
  if (targets === undefined) return allTargets(engines)
  const isList =
    Array.isArray(targets) &&
    targets.length > 0 &&
    targets.every(
      (engine, k) => Number.isInteger(engine) && engine >= 0 && engine < engines && (k === 0 || engine > (targets[k - 1] as number)),
    )
  if (!isList) throw new ArgumentError(expected(`an ascending list of engines, from 0 to ${engines - 1},`, 'targets', targets))
  return targets.length === engines ? allTargets(engines) : Object.freeze([...targets])
}

const all = new Map<number, readonly number[]>()

/** Every engine; the same list each time. */
function allTargets(engines: number): readonly number[] {
  let list = all.get(engines)
  if (!list) {
    list = Object.freeze(Array.from({ length: engines }, (_, k) => k))
    all.set(engines, list)
  }
  return list
}

/**
 * Return the engines that a user's function runs on.
 *
 * Not collective.
 *
 * @param wanted  What the user asked for.
 * @param handles Targets of the arrays among the arguments.
 * @returns       Where the arrays are, or all engines when there are none.
 * @throws {ArgumentError} The arrays are on different engines, or not on all that were asked for.
 */
export function targetsOf(
  wanted: readonly number[] | undefined,
  handles: readonly { readonly name: string; readonly targets: readonly number[] }[],
  engines: number,
): readonly number[] {
  const [first] = handles
  if (wanted === undefined) {
    const other = handles.find(({ targets }) => !isSame(targets, first?.targets ?? targets))
    if (first && other)
      throw new ArgumentError(
        `Expected arrays on the same engines but ${first.name} is on [${first.targets}] and ${other.name} on [${other.targets}]; name engines that have both: { targets: [...] }`,
      )
    return first?.targets ?? allTargets(engines)
  }
  const targets = readTargets(wanted, engines)
  const lacking = handles.find((it) => !targets.every((engine) => it.targets.includes(engine)))
  if (lacking)
    throw new ArgumentError(`Expected arrays on the engines [${targets}], the targets, but ${lacking.name} is on [${lacking.targets}]`)
  return targets
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((engine, k) => engine === b[k]))
}

/** `'engines 0-3'`, or a list. */
export function engineList(targets: readonly number[]): string {
  const [first = 0] = targets
  const last = targets.at(-1) ?? 0
  if (targets.length === 1) return `engine ${first}`
  return last - first + 1 === targets.length ? `engines ${first}-${last}` : `engines ${targets.join(', ')}`
}
