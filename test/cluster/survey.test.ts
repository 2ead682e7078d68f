import t from 'tap'
import { Roster } from '../../cluster/zeromq/roster.js'
import { type Report, Survey } from '../../cluster/zeromq/survey.js'

const status = { host: 'here', pid: 7, sessionBytes: 0, liveBytes: 64, arrays: 2, availableBytes: 1000, uptimeSeconds: 3 }
const nothing = { host: '', pid: 0, sessionBytes: 0, liveBytes: 0, arrays: 0, availableBytes: 0, uptimeSeconds: 0 }

t.test('engines that give no sign are told as silent, not left out', async (t) => {
  const roster = new Roster(3, () => {})
  // The monitors of engines 0 and 1 are there.
  Object.defineProperty(roster, 'monitored', { value: [0, 1] })
  const report = (query: number, engine: number): Report => ({
    type: 'report',
    query,
    position: { engine, session: '', call: 0, fn: '', mpi: '', seconds: 0 },
    status: { ...status, engine },
    sessions: { mine: { bytes: 48, arrays: 1 }, other: { bytes: 16, arrays: 1 } },
  })
  const survey = new Survey(roster)
  let query = 0
  const ask = (answering: readonly number[]) => {
    const asked = survey.statuses('mine')
    query++
    for (const engine of answering) survey.take(engine, report(query, engine))
    if (answering.length < 2) survey.close() // as when time is up
    return asked
  }
  t.strictSame(
    await ask([0, 1]),
    [
      { ...status, engine: 0, sessionBytes: 48 },
      { ...status, engine: 1, sessionBytes: 48 },
      { ...nothing, engine: 2, isSilent: true },
    ],
    'one that never said anything',
  )
  t.strictSame(
    await ask([1]),
    [
      { ...status, engine: 0, sessionBytes: 48, isSilent: true },
      { ...status, engine: 1, sessionBytes: 48 },
      { ...nothing, engine: 2, isSilent: true },
    ],
    'one that is silent now',
  )
})
