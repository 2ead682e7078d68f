import { checkCollective } from '../bindings/check-collective.js'
import type { Communicator } from '../bindings/communicator.js'
import { Distribution } from '../protocol/distribution.js'
import { ArrayReference, type CallInstruction, type DefineInstruction, PerEngine } from './instruction.js'

/** Most characters of a user's text that are told. */
const longest = 60

/**
 * Tells the other ranks of an SPMD job what this one is about to do, with `DISTARRAY_CHECK=1`: all must do the same, in the same
 * order. Of a user's function all ranks must give the same arrays, and may give it different data.
 */
export class Announcement {
  /** Users' functions by the names that calls use, as the user knows them. */
  private readonly _names = new Map<string, string>()
  private readonly _communicator: Communicator

  /** @param comm All ranks; used for nothing that mixes with functions. */
  constructor(comm: Communicator) {
    this._communicator = comm
  }

  /** Take note of a user's function. Not collective. */
  define({ fn, source }: DefineInstruction): void {
    const name = /^(?:async\s+)?function\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(source)?.[1]
    this._names.set(fn, name ?? shortened(source))
  }

  /**
   * Compare a call over the ranks.
   *
   * Collective over all ranks with `DISTARRAY_CHECK=1`, else not collective.
   *
   * @throws {CollectiveMismatchError} Another rank does something else; on all ranks.
   */
  compare(call: CallInstruction): void {
    checkCollective(this._communicator, () => this.describe(call))
  }

  private describe({ fn, args, out, targets, reply }: CallInstruction): string {
    const isUsers = this._names.has(fn)
    const list = fn === 'session.push' ? Object.keys(args[0] as object) : args.map((it) => (isUsers ? outline(it) : this.exactly(it)))
    const made = out === undefined ? '' : ` -> array ${out.first}`
    const where = targets === undefined ? '' : ` on engines ${targets.join(', ')}`
    return `${this._names.get(fn) ?? fn}(${list.join(', ')})${made}${where}${reply === 'none' ? '' : ', answered'}`
  }

  /** An argument of one of this library's functions. */
  private exactly(argument: unknown): string {
    if (argument instanceof Distribution) return layoutOf(argument)
    if (argument instanceof ArrayReference) return `array ${argument.id}`
    if (argument instanceof PerEngine) return 'sections'
    if (typeof argument === 'string') return this._names.get(argument) ?? shortened(argument)
    if (Array.isArray(argument)) return `[${argument.map((item) => this.exactly(item)).join(', ')}]`
    if (typeof argument !== 'object' || argument === null) return String(argument)
    return shortened(JSON.stringify(argument, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)))
  }
}

/** What all ranks must agree on of a user's data: the arrays in it, and where. */
function outline(argument: unknown): string {
  if (argument instanceof ArrayReference) return `array ${argument.id}`
  if (typeof argument !== 'object' || argument === null || ArrayBuffer.isView(argument)) return 'data'
  if (argument instanceof PerEngine) return outline(argument.values)
  const parts = Array.isArray(argument)
    ? argument.map(outline)
    : Object.entries(argument).map(([name, item]) => `${name}: ${outline(item)}`)
  if (parts.every((part) => part === 'data')) return 'data'
  return Array.isArray(argument) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
}

function layoutOf({ shape, dist, gridShape }: Distribution): string {
  return `[${shape.join(', ')}] '${dist}' grid [${gridShape.join(', ')}]`
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > longest ? `${line.slice(0, longest)}...` : line
}
