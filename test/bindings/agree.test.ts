// @ranks 1 2 3 4 7
import { agree } from '../../bindings/agree.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { MpiError } from '../../bindings/errors.js'
import { native } from '../../bindings/native.js'
import { ProtocolError, ShapeError } from '../../protocol/errors.js'
import { mpiTest } from '../support/mpi-test.js'

function caught(body: () => unknown): Error {
  try {
    body()
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const { rank, size } = comm

  t.equal(
    agree(comm, () => rank * 10),
    rank * 10,
    'every rank gets its own value',
  )

  await t.test('one rank fails', (t) => {
    for (let failing = 0; failing < size; failing++) {
      const error = caught(() =>
        agree(comm, () => {
          if (rank === failing) throw new ShapeError('3 does not fit 4')
        }),
      )
      t.ok(error instanceof ShapeError, 'the class is the same on every rank')
      t.equal(error.message, rank === failing ? '3 does not fit 4' : `rank ${failing}: 3 does not fit 4`, 'the message names the rank')
    }
  })

  await t.test('every rank fails differently', (t) => {
    const own = rank % 2 === 0 ? new ProtocolError('bad export ä', { rule: 'DAP-B3' }) : new RangeError('mine')
    const error = caught(() =>
      agree(comm, () => {
        throw own
      }),
    )
    t.ok(error instanceof ProtocolError && error.rule === 'DAP-B3', 'the lowest rank wins, with its fields')
    t.equal(error.message, rank === 0 ? 'bad export ä' : 'rank 0: bad export ä', 'message')
    if (rank > 0) t.equal(error.cause, own, 'the own error is the cause')
  })

  await t.test('errors that are not ours', (t) => {
    const failing = size - 1
    const type = caught(() => agree(comm, () => rank === failing && (undefined as unknown as { x: number }).x))
    t.ok(type instanceof TypeError, 'a TypeError is a TypeError everywhere')
    const text = caught(() =>
      agree(comm, () => {
        if (rank === failing) throw Object.assign(new MpiError('x'), { call: 'MPI_Send', errorClass: 1, errorCode: 5n })
      }),
    )
    t.ok(text instanceof MpiError, 'fields that JSON cannot carry do not hang the others')
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const thrown of [proxy, { toString: null }, Symbol('no')]) {
      const fail = (): never => {
        throw thrown
      }
      if (rank === failing)
        try {
          agree(comm, fail)
          t.ok(false, 'nothing was thrown')
        } catch (error) {
          t.ok(error === thrown, 'what was thrown, as it is')
        }
      else t.throws(() => agree(comm, () => 1), new RegExp(`rank ${failing}: `), 'whatever was thrown')
    }
  })

  t.throws(() => agree({} as Communicator, () => 1), { code: 'ERR_ARGUMENT' }, 'no communicator')
  comm.barrier()
  native().finalize()
})
