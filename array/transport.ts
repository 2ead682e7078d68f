import type {
  Answer,
  ArrayId,
  CallInstruction,
  DefineInstruction,
  FreeInstruction,
  LocalArrayDescription,
  RemoteFailure,
} from './instruction.js'
import type { Session } from './session.js'

/** What a call that asked for a reply comes back with. */
export interface Reply {
  /** One per engine that was asked, ascending. */
  readonly answers: readonly Answer[]
  /** Failures of calls that nobody had asked about, each told once. */
  readonly earlier: readonly RemoteFailure[]
}

/** What one engine says of itself. */
export interface EngineStatus {
  readonly engine: number
  readonly host: string
  readonly pid: number
  /** Bytes of array memory in use by this session, and by all. */
  readonly sessionBytes: number
  readonly liveBytes: number
  readonly arrays: number
  /** Bytes this engine could still allocate: what the machine has left, shared by the engines on it. */
  readonly availableBytes: number
  readonly uptimeSeconds: number
  /** It gave no sign in time, as may happen on a very busy machine: the rest is what it said last, 0 and empty when it never did. */
  readonly isSilent?: true
}

/** What an engine says of its piece of a shared array. */
export interface SharedPiece {
  readonly engine: number
  readonly description: LocalArrayDescription
}

/** What happens on the engines' side without having been asked for; see `Context.on`. */
export interface TransportEvents {
  /** A line that an engine wrote to its console. */
  log: { readonly engine: number; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** How far a long call has come: what a rank-level function reported. */
  progress: { readonly engine: number; readonly call: number; readonly done: number; readonly total: number; readonly message: string }
  /** An engine is gone, and with it every array. */
  'engine-lost': { readonly engine: number; readonly reason: string }
}

/**
 * A way of getting instructions to the engines: in this process (array/direct-transport.ts), by MPI messages or by ZeroMQ
 * (cluster/). One client's session.
 *
 * `send` and `request` take effect in the order they are called. Neither throws for what happens on an engine. Arguments may change
 * when they return, except in SPMD while the session is awaiting something.
 */
export interface Transport {
  readonly mode: 'spmd' | 'mpi' | 'launch' | 'connect'
  /** Number of engines, at least 1; their ranks are 0 .. engines - 1. */
  readonly engines: number
  /** In SPMD the session of this process's own engine, for what can be had without waiting; else undefined. */
  readonly session: Session | undefined
  /** Hand over an instruction that nobody waits for. It leaves at the latest when this turn of the event loop ends. */
  send(instruction: DefineInstruction | CallInstruction | FreeInstruction): void
  /**
   * Hand over a call with `reply: 'first' | 'each'`.
   *
   * @returns Rejects with EngineLostError when an engine is lost before all have answered, with InterruptError when the call was
   *          interrupted and nothing else is known; failures of the function itself are answers.
   */
  request(call: CallInstruction): Promise<Reply>
  /**
   * In SPMD as `request`, at once; else absent.
   *
   * @throws {ContextError} A function returned a promise, which cannot be waited for here: this call's, or one before it.
   */
  requestSync?(call: CallInstruction): Reply
  /** Let other clients of the same engines have an array by a name; without an id the name is taken back. Absent where there can be no other. */
  share?(name: string, id: ArrayId | undefined): Promise<void>
  /**
   * Have an array that another client shares under an id of this session. Absent where there can be no other client.
   *
   * @returns What every engine that holds it says of it, ascending.
   */
  shared?(name: string, id: ArrayId): Promise<readonly SharedPiece[]>
  /** Interrupt what the engines run now. Calls that had not begun are dropped and answered with InterruptError. */
  interrupt(): void
  status(): Promise<readonly EngineStatus[]>
  on<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void
  off<E extends keyof TransportEvents>(event: E, listener: (happened: TransportEvents[E]) => void): void
  /** Have working engines again: start those anew that this client launched, else reconnect. Arrays are gone; functions have to be defined again. */
  restart(): Promise<void>
  /** End the session: its arrays are freed, engines that it launched end. Idempotent. */
  close(): Promise<void>
}
