import type { SessionId } from '../wire/messages.js'

/*
 * Memory that the main thread of an engine and its monitor share. The main thread writes what it is doing; it reads, and the
 * monitor writes, what is to be broken off. Texts are sent as messages once (`name`), the memory holds their numbers.
 */

/** Sessions that an engine keeps apart here; a later one shares the last place, and is interrupted with those that have it. */
export const places = 256

/** Slots of the integers. */
const at = { version: 0, place: 1, name: 2, user: 3, hold: 4 } as const
/** Slots of the real numbers: two of the whole engine, then `perPlace` of each session. */
const real = { call: 0, since: 1, sessions: 2 } as const
const perPlace = 5
const of = { begun: 0, from: 1, through: 2, bytes: 3, arrays: 4 } as const

/** The main thread in a user's function: not in one, in one, in one that is being broken off. */
const outside = 0
const inside = 1
const breaking = 2

/** Tells the monitor the text of a number: a session's id, the name of a function. */
export interface NameMessage {
  readonly kind: 'session' | 'name'
  readonly number: number
  readonly text: string
}

/** The main thread's and the monitor's view of the same memory. */
class Shared {
  protected readonly integers: Int32Array
  protected readonly reals: Float64Array
  readonly memory: SharedArrayBuffer

  constructor(memory?: SharedArrayBuffer) {
    const realBytes = 8 * (real.sessions + perPlace * places)
    this.memory = memory ?? new SharedArrayBuffer(realBytes + 4 * 8)
    this.reals = new Float64Array(this.memory, 0, realBytes / 8)
    this.integers = new Int32Array(this.memory, realBytes, 8)
  }

  protected slot(place: number, field: number): number {
    return real.sessions + perPlace * place + field
  }
}

/** The main thread's side. */
export class Board extends Shared {
  private readonly _tell: (message: NameMessage) => void
  private readonly _places = new Map<SessionId, number>()
  private readonly _names = new Map<string, number>()

  constructor(tell: (message: NameMessage) => void) {
    super()
    this._tell = tell
  }

  /** A session was opened. */
  open(session: SessionId): void {
    const taken = new Set(this._places.values())
    let place = 1
    while (place < places - 1 && taken.has(place)) place++
    this._places.set(session, place)
    this.reals.fill(0, this.slot(place, 0), this.slot(place + 1, 0))
    this._tell({ kind: 'session', number: place, text: session })
  }

  /** A session was closed. */
  close(session: SessionId): void {
    const place = this._places.get(session)
    if (place === undefined) return
    this._places.delete(session)
    if (![...this._places.values()].includes(place)) this._tell({ kind: 'session', number: place, text: '' })
  }

  /** What a session holds now. */
  holds(session: SessionId, bytes: number, arrays: number): void {
    const place = this._places.get(session) ?? 0
    this.reals[this.slot(place, of.bytes)] = bytes
    this.reals[this.slot(place, of.arrays)] = arrays
  }

  /** A call begins, now. While the monitor holds the engine, wait. */
  begin(session: SessionId, call: number, fn: string): void {
    let name = this._names.get(fn)
    if (name === undefined) {
      name = this._names.size + 1
      this._names.set(fn, name)
      this._tell({ kind: 'name', number: name, text: fn })
    }
    const place = this._places.get(session) ?? 0
    Atomics.add(this.integers, at.version, 1)
    this.integers[at.place] = place
    this.integers[at.name] = name
    this.reals[real.call] = call
    this.reals[real.since] = Date.now()
    this.reals[this.slot(place, of.begun)] = call
    Atomics.add(this.integers, at.version, 1)
    // After the call was told as begun: either the monitor that holds reads it, or this thread sees that it holds.
    while (Atomics.load(this.integers, at.hold) === 1) Atomics.wait(this.integers, at.hold, 1, 1000)
  }

  /** The call has ended. */
  end(): void {
    Atomics.add(this.integers, at.version, 1)
    this.integers[at.place] = 0
    this.integers[at.name] = 0
    this.reals[real.call] = 0
    this.reals[real.since] = Date.now()
    Atomics.add(this.integers, at.version, 1)
  }

  /** Whether the call that has begun was interrupted before it did. */
  get isDropped(): boolean {
    const place = this.integers[at.place]!
    const call = this.reals[real.call]!
    return call >= this.reals[this.slot(place, of.from)]! && call < this.reals[this.slot(place, of.through)]!
  }

  /** From here to {@link leaveUser} the main thread may be broken off by a signal. */
  enterUser(): void {
    Atomics.store(this.integers, at.user, inside)
  }

  /** @returns False when a signal is on its way: it has to be awaited before anything else runs. */
  leaveUser(): boolean {
    return Atomics.compareExchange(this.integers, at.user, inside, outside) !== breaking
  }

  /** Whether a signal is still announced: the monitor takes it back when it meant another call. */
  get isBreaking(): boolean {
    return Atomics.load(this.integers, at.user) === breaking
  }

  /** No user function runs any more: the signal has arrived, or none was on its way. */
  leftUser(): void {
    Atomics.store(this.integers, at.user, outside)
  }
}

/** What the main thread is doing. */
export interface Doing {
  readonly session: SessionId
  /** 0 when idle. */
  readonly call: number
  readonly fn: string
  /** Since it began that, or became idle. */
  readonly seconds: number
}

/** The monitor's side. */
export class BoardView extends Shared {
  private readonly _sessions = new Map<number, SessionId>()
  private readonly _names = new Map<number, string>([[0, '']])

  /** Take in what the main thread told. */
  name({ kind, number, text }: NameMessage): void {
    if (kind === 'name') this._names.set(number, text)
    else if (text === '') this._sessions.delete(number)
    else this._sessions.set(number, text)
  }

  doing(): Doing {
    for (;;) {
      const version = Atomics.load(this.integers, at.version)
      const place = this.integers[at.place]!
      const name = this.integers[at.name]!
      const call = this.reals[real.call]!
      const since = this.reals[real.since]!
      if (version % 2 !== 0 || Atomics.load(this.integers, at.version) !== version) continue
      const seconds = since === 0 ? 0 : Math.max(0, (Date.now() - since) / 1000)
      return { session: this._sessions.get(place) ?? '', call, fn: this._names.get(name) ?? '', seconds }
    }
  }

  /** What every session holds. */
  sessions(): Record<SessionId, { bytes: number; arrays: number }> {
    const held = [...this._sessions].map(([place, session]) => {
      const [bytes, arrays] = [this.reals[this.slot(place, of.bytes)]!, this.reals[this.slot(place, of.arrays)]!]
      return [session, { bytes, arrays }] as const
    })
    return Object.fromEntries(held)
  }

  /** Let no call begin until {@link release}; returns the last call of the session that has begun. */
  hold(session: SessionId): number {
    Atomics.store(this.integers, at.hold, 1)
    Atomics.load(this.integers, at.version)
    return this.reals[this.slot(this.place(session), of.begun)]!
  }

  release(): void {
    if (Atomics.exchange(this.integers, at.hold, 0) === 1) Atomics.notify(this.integers, at.hold)
  }

  /** Have the calls after `begun` up to `through` of a session not run. */
  drop(session: SessionId, begun: number, through: number): void {
    const place = this.place(session)
    this.reals[this.slot(place, of.from)] = begun + 1
    this.reals[this.slot(place, of.through)] = through + 1
  }

  /**
   * Mark the user's function that runs as being broken off; the signal has to follow.
   *
   * @returns False when none runs for this session.
   */
  breakUser(session: SessionId): boolean {
    if (Atomics.compareExchange(this.integers, at.user, inside, breaking) !== inside) return false
    // From here on the main thread does not leave the function by itself, so what it is doing stays.
    if (this.doing().session === session) return true
    Atomics.compareExchange(this.integers, at.user, breaking, inside)
    return false
  }

  private place(session: SessionId): number {
    for (const [place, text] of this._sessions) if (text === session) return place
    return 0
  }
}
