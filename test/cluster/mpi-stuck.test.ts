import t from 'tap'
import { type CallsUnderWay, describeStuck } from '../../cluster/mpi/stuck.js'
import type { EnginePosition } from '../../cluster/wire/messages.js'

/** Positions by `[call, MPI function, seconds]`. */
const positions = (...list: [number, string, number][]): EnginePosition[] =>
  list.map(([call, mpi, seconds], engine) => ({ engine, session: 'mpi', call, fn: call === 0 ? '' : `f${call}`, mpi, seconds }))
const calls = (failed: number[] = [], targets: Record<number, number[]> = {}): CallsUnderWay => ({
  failed: new Set(failed),
  targetsOf: (call) => targets[call],
})
/** What is said when nothing changes between two looks. */
const standing = (list: EnginePosition[], known: CallsUnderWay) => describeStuck(list, list, known)

t.test('an engine waits for one that has failed', async (t) => {
  const now = positions([3, 'MPI_Allreduce', 2], [0, '', 2])
  t.equal(standing(now, calls([3])), 'rank 0 is in MPI_Allreduce in f3 since 2.0 s, rank 1 has nothing to do')
  t.equal(standing(now, calls()), undefined, 'nobody is known to have failed: it may still get what it waits for')
  t.ok(standing(positions([3, 'MPI_Allreduce', 12], [0, '', 12]), calls()), 'after a long time it does not')
  t.equal(describeStuck(positions([2, '', 1], [0, '', 1]), now, calls([3])), undefined, 'it has come on since')
  t.equal(describeStuck([], now, calls([3])), undefined, 'the first look')
})

t.test('engines in different calls', async (t) => {
  t.ok(standing(positions([3, 'MPI_Barrier', 11], [5, 'MPI_Bcast', 11]), calls()), 'each waits for the other')
  t.equal(standing(positions([3, 'MPI_Barrier', 11], [5, '', 11]), calls([3])), undefined, 'one computes')
  t.equal(standing(positions([3, 'MPI_Barrier', 11], [3, 'MPI_Bcast', 11]), calls()), undefined, 'one call')
  t.equal(standing(positions([3, '', 11], [0, '', 11]), calls([3])), undefined, 'computing is not waiting')
})

t.test('a call for some engines', async (t) => {
  const now = positions([3, 'MPI_Alltoall', 20], [3, 'MPI_Alltoall', 20], [0, '', 20])
  t.equal(standing(now, calls([], { 3: [0, 1] })), undefined, 'all who are in it wait for each other')
  t.ok(standing(now, calls([], { 3: [0, 1, 2] })), 'one of them has left')
})
