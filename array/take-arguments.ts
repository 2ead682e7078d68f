import { allgatherObjects } from '../bindings/allgather-objects.js'
import { inPlace } from '../bindings/comm/buffer.js'
import type { Communicator } from '../bindings/communicator.js'
import type { ArrayTable, Made } from './array-table.js'
import { failureOf, PoisonedError } from './failure.js'
import { ArrayReference, type CallInstruction, type RemoteFailure } from './instruction.js'
import type { LocalArray } from './local-array.js'
import { decodeArgument } from './plain.js'

/** The call whose arguments are read. */
interface Taking {
  readonly call: CallInstruction
  /** This engine's place among the targets. */
  readonly place: number
  /** The targets. */
  readonly communicator: Communicator
  readonly arrays: ArrayTable
  /** Whether typed arrays have to be copied, because their memory is the client's. */
  readonly copies: boolean
}

/**
 * Put arrays and this engine's parts into the places of what stands for them, for a function that may communicate.
 *
 * Collective over the targets the first time that an array is used which a user's function made. That function may have failed on
 * some targets only; they could not take part in what the others begin, so all have to fail.
 *
 * @throws {PoisonedError} An array is missing because an earlier call failed, here or on another target.
 * @throws {ArgumentError} An array is not on this engine.
 */
export function takeArguments(args: readonly unknown[], { call, place, communicator, arrays, copies }: Taking): unknown[] {
  const ready = readyArrays(args, arrays)
  if (ready) return ready
  const unsure = new Set<Made>()
  let problem: { error: unknown; made: Made | undefined } | undefined
  const taken = args.map((argument) =>
    decodeArgument(argument, {
      place,
      copies,
      array: ({ id }) => {
        // All arrays are looked at even after a problem: which are unsure has to be the same on all targets.
        const made = arrays.unsure(id)
        if (made) unsure.add(made)
        try {
          return arrays.get(id)
        } catch (error) {
          problem ??= { error, made }
          return undefined
        }
      },
    }),
  )
  if (unsure.size > 0) agreeOn(communicator, unsure, problem && { ...problem, call: call.call })
  else if (problem) throw problem.error
  return taken
}

/** The arrays, when the arguments are nothing but arrays that are here for certain: what most calls are given. */
function readyArrays(args: readonly unknown[], arrays: ArrayTable): LocalArray[] | undefined {
  const found: LocalArray[] = []
  for (const argument of args) {
    const array = argument instanceof ArrayReference ? arrays.certain(argument.id) : undefined
    if (!array) return undefined
    found.push(array)
  }
  return found
}

/** What one target found wrong. */
interface Complaint {
  readonly failure: RemoteFailure
  /** First id of the call that failed; undefined when the fault is another. */
  readonly first: number | undefined
}

/** Let all targets go on, or all fail with what the lowest found wrong. */
function agreeOn(
  comm: Communicator,
  unsure: ReadonlySet<Made>,
  problem: { error: unknown; made: Made | undefined; call: number } | undefined,
): void {
  const failing = comm.allreduce(inPlace, Int32Array.of(problem ? comm.rank : comm.size), 'min')[0]!
  if (failing === comm.size) {
    // Other engines may have been targets of the call that made it: with them it stays unsure.
    for (const made of unsure) if (made.communicator === comm) made.isAgreed = true
    return
  }
  const complaint: Complaint | undefined = problem && {
    failure: failureOf(problem.error, problem.call, comm.rank),
    first: problem.made?.first,
  }
  const { failure, first } = allgatherObjects(comm, complaint)[failing]!
  for (const made of unsure)
    if (made.first === first && made.communicator === comm) {
      made.failure ??= failure
      made.isAgreed = true
    }
  throw new PoisonedError(failure)
}
