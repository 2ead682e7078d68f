import { totalmem } from 'node:os'
import { availableMemory } from '../bindings/available-memory.js'
import { collectGarbage } from './collect-garbage.js'
import type { IdRange } from './instruction.js'

/** Bytes per engine that programs may make without being looked at. */
const most = 512 * 2 ** 20
/** Part of the memory that all engines of one machine may come to. */
const part = 8

/** What is kept of an array, to free it when nobody has it. */
interface Tracked {
  readonly ids: IdRange
  readonly bytes: number
}

/** An array that is not registered yet. */
interface New extends Tracked {
  readonly owner: object
}

/** So many arrays are not registered at once. */
const newest = 16

/**
 * Finds the arrays that a program dropped without freeing them. The JavaScript engine would collect them late, or never: it sees
 * handles of a few hundred bytes, not the memory on the engines. So the bytes are counted here, and when they have grown by enough
 * it is asked to collect.
 *
 * What is collected is told at a turn of the event loop; a program that awaits calls gets there. One that runs without ever awaiting
 * has to free what it makes.
 */
export class DroppedArrays {
  private readonly _registry: FinalizationRegistry<Tracked>
  private readonly _collect: () => void
  private readonly _step: number
  /** Bytes per engine of arrays that were not let go of, and the least since the last collection. */
  private _live = 0
  private _least = 0
  private _turn: Promise<void> | undefined
  /** The newest, in a ring. Most arrays are freed soon, and registering them would cost more than the rest of a small one. */
  private readonly _newest: (New | undefined)[] = new Array<undefined>(newest).fill(undefined)
  private _next = 0
  private _willRegister = false

  /**
   * @param release Is told of ids that nobody has any more.
   * @param step    Growth, in bytes per engine, after which garbage is collected. Default: 512 MiB, or less on small machines.
   * @param collect For tests.
   */
  constructor(engines: number, release: (ids: IdRange) => void, step = defaultStep(engines), collect = collectGarbage) {
    this._registry = new FinalizationRegistry((tracked) => {
      this.subtract(tracked.bytes)
      release(tracked.ids)
    })
    this._step = step
    this._collect = collect
  }

  /**
   * Settles when what was found unused has been let go of; undefined when there is nothing to wait for.
   */
  get turn(): Promise<void> | undefined {
    return this._turn
  }

  /**
   * Let go of ids when `owner` is dropped.
   *
   * @param bytes Of the arrays, on each of the engines that have them.
   */
  track(owner: object, ids: IdRange, bytes: number): void {
    const next = this._next
    const replaced = this._newest[next]
    if (replaced) this.register(replaced)
    this._newest[next] = { owner, ids, bytes }
    this._next = (next + 1) % newest
    if (!this._willRegister) {
      this._willRegister = true
      queueMicrotask(() => this.registerAll())
    }
    this._live += bytes
    if (this._live - this._least > this._step && !this._turn) this.collect()
  }

  /** Undo {@link DroppedArrays.track}: the owner let go of them by itself. */
  untrack(owner: object, bytes: number): void {
    if (!this.isNew(owner)) this._registry.unregister(owner)
    this.subtract(bytes)
  }

  /** Whether an owner is among the newest, where it is forgotten. */
  private isNew(owner: object): boolean {
    for (let back = 1; back <= newest; back++) {
      const at = (this._next - back + newest) % newest
      if (this._newest[at]?.owner !== owner) continue
      this._newest[at] = undefined
      if (back === 1) this._next = at
      return true
    }
    return false
  }

  private register({ owner, ids, bytes }: New): void {
    this._registry.register(owner, { ids, bytes }, owner)
  }

  /** What is still there when the program comes to its event loop, or to a collection, may be dropped from now on. */
  private registerAll(): void {
    this._willRegister = false
    for (const [at, owner] of this._newest.entries()) {
      if (owner) this.register(owner)
      this._newest[at] = undefined
    }
    this._next = 0
  }

  private subtract(bytes: number): void {
    this._live -= bytes
    if (this._live < this._least) this._least = this._live
  }

  private collect(): void {
    this.registerAll()
    this._collect()
    // Once for what was scheduled before, once for what that scheduled.
    this._turn = nextTurn()
      .then(nextTurn)
      .then(() => {
        this._turn = undefined
        this._least = this._live
      })
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

let known: number | undefined

/** Engines of other machines are taken to be like this one. */
function defaultStep(engines: number): number {
  known ??= Math.min(availableMemory(), totalmem())
  return Math.min(most, known / part / engines)
}
