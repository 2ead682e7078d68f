/** How engines came to their end. */
export interface EngineLoss {
  /** Rank of the engine that was the first to go; -1 when nobody knows. */
  readonly engine: number
  /** In a few words, e.g. `'ended by signal 9 (Killed)'`. */
  readonly reason: string
}

/** How launchers say which rank ended a job; `rank` and what happened are in the groups. */
const reports: readonly { pattern: RegExp; say: (match: RegExpExecArray) => EngineLoss }[] = [
  {
    // Open MPI: mpiexec noticed that process rank 1 with PID 0 on node x exited on signal 9 (Killed).
    pattern: /noticed that process rank (\d+)[^\n]*?exited\s+on\s+signal\s+(\d+)(?:\s+\(([^)\n]*)\))?/,
    say: ([, rank, signal, name]) => ({ engine: Number(rank), reason: `ended by signal ${signal}${name ? ` (${name})` : ''}` }),
  },
  {
    // What an engine itself says before it ends the job.
    pattern: /^\[rank (\d+)\] (ended with exit code \d+)$/m,
    say: ([, rank, what]) => ({ engine: Number(rank), reason: what! }),
  },
  {
    pattern: /MPI_ABORT was invoked on rank (\d+)[\s\S]*?with errorcode (\d+)/,
    say: ([, rank, code]) => ({ engine: Number(rank), reason: `ended with exit code ${code}` }),
  },
  {
    pattern: /Process name: \[\[\d+,\d+\],(\d+)\]\s+Exit code:\s+(\d+)/,
    say: ([, rank, code]) => ({ engine: Number(rank), reason: `ended with exit code ${code}` }),
  },
  {
    pattern: /exited due to process rank (\d+)/,
    say: ([, rank]) => ({ engine: Number(rank), reason: 'ended without being told' }),
  },
  {
    // MPICH: BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES ... PID 123 RUNNING AT x ... EXIT CODE: 9
    pattern: /PID (\d+) RUNNING AT[\s\S]*?EXIT CODE:\s*(\d+)/,
    say: ([, pid, code]) => ({ engine: -1, reason: `process ${pid} ended with exit code ${code}` }),
  },
]

/**
 * Find out from a launcher's standard error which engine ended the job.
 *
 * @param text What it wrote last.
 */
export function whoWasLost(text: string): EngineLoss {
  for (const { pattern, say } of reports) {
    const match = pattern.exec(text)
    if (match !== null) return say(match)
  }
  const last = text.trim().split('\n').at(-1) ?? ''
  return { engine: -1, reason: last === '' ? 'the engines have ended' : `the engines have ended: ${last}` }
}
