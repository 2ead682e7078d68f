import type { EnginePosition } from '../wire/messages.js'

/** Seconds that an engine waits in MPI after which it waits in vain: where another is known to have failed, and where not. */
const afterFailure = 1
const otherwise = 10

/** What is known of the calls under way. */
export interface CallsUnderWay {
  /** Calls that an engine has failed in. */
  readonly failed: ReadonlySet<number>
  /** The engines that a call is for, all of them when undefined. */
  targetsOf(call: number): readonly number[] | undefined
}

/**
 * Find engines that wait in vain: in MPI, in a call which all the others have left, and so they did before.
 *
 * Not collective.
 *
 * @param before What all engines were doing some time ago.
 * @param now    What they are doing.
 * @returns      Where each is, in words; undefined when none waits in vain. A deadlock within one call, which all engines are in, is
 *               not told from work.
 */
export function describeStuck(before: readonly EnginePosition[], now: readonly EnginePosition[], calls: CallsUnderWay): string | undefined {
  const isStanding = (engine: number) => before[engine]?.call === now[engine]!.call && before[engine]?.mpi === now[engine]!.mpi
  for (const call of new Set(now.map((position) => position.call))) {
    if (call === 0) continue
    const needed = calls.failed.has(call) ? afterFailure : otherwise
    const members = (calls.targetsOf(call) ?? now.map(({ engine }) => engine)).map((engine) => now[engine]!)
    const waiting = members.filter((position) => position.call === call)
    const others = members.filter((position) => position.call !== call)
    if (
      others.length > 0 &&
      members.every(({ engine }) => isStanding(engine)) &&
      waiting.every(({ mpi, seconds }) => mpi !== '' && seconds >= needed) &&
      others.every((other) => other.call === 0 || (other.call > call && other.mpi !== ''))
    )
      return now.map(describe).join(', ')
  }
  return undefined
}

function describe({ engine, call, fn, mpi, seconds }: EnginePosition): string {
  if (call === 0) return `rank ${engine} has nothing to do`
  return `rank ${engine} is in ${mpi === '' ? '' : `${mpi} in `}${fn} since ${seconds.toFixed(1)} s`
}
