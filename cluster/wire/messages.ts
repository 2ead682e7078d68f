import type { Answer, CallInstruction, Instruction, RemoteFailure } from '../../array/instruction.js'
import type { EngineStatus, SharedPiece } from '../../array/transport.js'
import type { Sealed } from './sealed.js'

/** Version of these messages; client, controller and engine must have the same. */
export const wireVersion = 1

/** Names a client's session with the controller: random, 16 hexadecimal digits. */
export type SessionId = string

/** An instruction as a client hands it over: sealed, with what the controller needs to know to pass it on. */
export interface RoutedInstruction {
  /** Number of the call, 0 for what is no call. */
  readonly call: number
  /** The engines that get it, ascending; all when absent. */
  readonly targets?: readonly number[]
  /** The same for each engine, or one for each target where they differ. */
  readonly parts: Sealed | readonly Sealed[]
  /** Who answers: nobody, the lowest of the targets, or each. */
  readonly reply: CallInstruction['reply']
}

/** From a client to the controller. */
export type ClientMessage =
  /** First of all; answered by welcome or refused. `owner` of launched engines: they end with this session. */
  | { type: 'hello'; wire: number; version: string; session: SessionId }
  /** Instructions for the engines, in order. */
  | { type: 'instructions'; list: readonly RoutedInstruction[] }
  | { type: 'interrupt' }
  | { type: 'status'; query: number }
  /** Give an array a name by which other sessions can have it, also when this one has ended; undefined id takes the name back. Answered by shared. */
  | { type: 'share'; query: number; name: string; id: number | undefined }
  /** Have a shared array under this session's own id. */
  | { type: 'shared'; query: number; name: string; id: number }
  /** End of the session. */
  | { type: 'goodbye' }
  /** End of the cluster, for `distarray cluster stop`, which needs no hello; drop everything of every session, for `clear`. */
  | { type: 'stop' }
  | { type: 'clear'; query: number }

/** From the controller to a client. */
export type ControllerMessage =
  | { type: 'welcome'; engines: number; version: string; uptimeSeconds: number; sharedFolder: string }
  | { type: 'refused'; reason: string }
  | { type: 'answer'; call: number; answer: Answer; earlier: readonly RemoteFailure[] }
  /** `engine` has carried out every call up to this one: what the client holds back to limit what is under way. */
  | { type: 'done'; engine: number; call: number }
  | { type: 'status'; query: number; engines: readonly EngineStatus[]; sessions: number; uptimeSeconds: number }
  | { type: 'shared'; query: number; error?: string; descriptions?: readonly SharedPiece[] }
  | { type: 'cleared'; query: number }
  | { type: 'log'; engine: number; stream: 'stdout' | 'stderr'; text: string }
  | { type: 'progress'; engine: number; call: number; done: number; total: number; message: string }
  | { type: 'engine-lost'; engine: number; reason: string }
  /** Some engines failed in a call of that session while others still wait in it: where each is. The engines cannot be used until a restart. */
  | { type: 'stuck'; session: SessionId; call: number; positions: readonly EnginePosition[] }

/** What an engine is doing. */
export interface EnginePosition {
  readonly engine: number
  readonly session: SessionId
  /** The call under way, 0 when idle. */
  readonly call: number
  /** Its function, by the name the user knows. */
  readonly fn: string
  /** The MPI function it waits in, e.g. `'MPI_Allreduce'`; empty when in none. */
  readonly mpi: string
  readonly seconds: number
}

/** From the controller to an engine. */
export type EngineOrder =
  | { type: 'welcome' }
  | { type: 'refused'; reason: string }
  | { type: 'open'; session: SessionId }
  | { type: 'instructions'; session: SessionId; list: readonly Instruction[] }
  /** Make an array of one session known to another under `id`. */
  | { type: 'share'; from: SessionId; fromId: number; session: SessionId; id: number; query: number }
  | { type: 'close'; session: SessionId }
  | { type: 'exit' }

/** From an engine to the controller. */
export type EngineMessage =
  | { type: 'hello'; wire: number; version: string; engine: number; engines: number; host: string; pid: number }
  | { type: 'answer'; session: SessionId; call: number; answer: Answer; earlier: readonly RemoteFailure[] }
  /** Sent after every 512 calls that asked for no reply, and after one that asked others for it; an answer says the same. */
  | { type: 'done'; session: SessionId; call: number }
  | { type: 'shared'; query: number; error?: string; description?: unknown }
  | { type: 'log'; session: SessionId | ''; stream: 'stdout' | 'stderr'; text: string }
  | { type: 'progress'; session: SessionId; call: number; done: number; total: number; message: string }
  | { type: 'bye' }

/** Between the controller and the monitor of an engine: a thread of the engine that answers while its main thread computes. */
export type MonitorOrder =
  | { type: 'welcome' }
  /** Let no further call begin until the interrupt that follows; answered by held. */
  | { type: 'hold'; query: number; session: SessionId }
  /**
   * Break off the user's function that runs for this session. With `begun`, the last call that any engine has begun, and `through`,
   * the last that was handed out: users' functions of the calls between are not run at all, the same on every engine.
   */
  | { type: 'interrupt'; session: SessionId; begun?: number; through?: number }
  | { type: 'query'; query: number }
  | { type: 'kill' }
export type MonitorMessage =
  | { type: 'monitor'; wire: number; engine: number; pid: number }
  /** The last call of the session that this engine has begun. */
  | { type: 'held'; query: number; begun: number }
  | {
      type: 'report'
      query: number
      position: EnginePosition
      status: EngineStatus
      sessions: Readonly<Record<SessionId, { bytes: number; arrays: number }>>
    }
