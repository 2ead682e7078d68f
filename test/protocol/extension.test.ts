import t from 'tap'
import {
  Distribution,
  type Extension,
  exportArray,
  importArray,
  replicaCount,
  requireUnreplicated,
  validate,
} from '../../protocol/index.js'
import { valid } from '../support/bad-exports.js'

const distribution = Distribution.from([4], { ranks: 2 })
const data = new Float64Array(2)

t.test('an extension goes out and comes back', async (t) => {
  const keepAlive = { close() {} }
  const comm = { handle: 7 }
  const extension: Extension = {
    dtype: 'float64',
    device: { type: 1, id: 0 },
    readonly: true,
    keep_alive: keepAlive,
    replicated: [
      { proc_grid_size: 3, proc_grid_rank: 2 },
      { proc_grid_size: 2, proc_grid_rank: 0 },
    ],
    partial: 'sum',
    comm,
  }
  const exported = exportArray({ data, dtype: 'float64', distribution, rank: 1, extension })
  t.strictSame(validate(exported), [])
  const imported = importArray({ __distarray__: () => exported })
  t.strictSame(imported.extension, extension)
  t.equal(imported.extension?.keep_alive, keepAlive)
  t.equal(imported.extension?.comm, comm)
  t.equal(imported.buffer.readonly, true, 'or-ed with what the buffer says')
  t.strictSame(imported.gridShape, [2], 'the grid is that of the dimensions')
  t.equal(replicaCount(imported.extension), 6)
})

t.test('what is left out', async (t) => {
  const imported = importArray({ ...valid, __extension__: {} })
  const none = { dtype: undefined, device: undefined, keep_alive: undefined, comm: undefined, partial: undefined }
  t.strictSame(imported.extension, { ...none, readonly: false, replicated: [] })
  t.notOk(imported.buffer.readonly)
  t.equal(importArray(valid).extension, undefined)
  t.equal(importArray({ ...valid, __extension__: undefined }).extension, undefined)
  t.equal(replicaCount(undefined), 1)
})

t.test('a read-only extension of a bare typed array, or of a broadcast one', async (t) => {
  const bare = importArray({ ...valid, buffer: new Float64Array(4), __extension__: { readonly: true } })
  t.strictSame(bare.buffer.readonly, true)
  const broadcast = { data: new Float64Array(1), shape: [4], strides: [0], format: 'd' }
  t.strictSame(validate({ ...valid, buffer: broadcast, __extension__: { readonly: true } }), [])
  t.match(validate({ ...valid, buffer: broadcast, __extension__: { readonly: false } }), [{ rule: 'DAP-S9' }])
})

t.test('consumers that count each section once', async (t) => {
  const importOf = (extension: Extension) => importArray({ ...valid, __extension__: extension })
  const replicated = [{ proc_grid_size: 3, proc_grid_rank: 1 }]
  t.throws(() => requireUnreplicated(importOf({ replicated }), 'a test'), {
    name: 'UnsupportedError',
    feature: 'replicated dimensions',
    message: /for a test but 3 hold copies of each/,
  })
  t.throws(() => requireUnreplicated(importOf({ replicated, partial: 'prod' }), 'a test'), {
    name: 'UnsupportedError',
    feature: 'partial results',
    message: /3 hold partial results \(prod\) of each; combine them first/,
  })
  const alone = importOf({ replicated: [{ proc_grid_size: 1, proc_grid_rank: 0 }], partial: 'prod' })
  t.equal(requireUnreplicated(alone, 'a test'), alone, 'one replica is the array itself')
})

t.test('exportArray refuses a wrong extension', async (t) => {
  const of = (extension: object) => () => exportArray({ data, dtype: 'float64', distribution, rank: 0, extension })
  t.throws(of({ dtype: 'int8' }), { name: 'ProtocolError', rule: 'DAP-X3' })
  t.throws(of({ partial: 'sum' }), { name: 'ProtocolError', rule: 'DAP-X9' })
  t.throws(of({ colour: 'red' }), { name: 'ProtocolError', rule: 'DAP-X2', message: /^DAP-X2: Expected only dtype, / })
})
