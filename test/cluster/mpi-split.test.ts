import t from 'tap'
import { ArrayReference, type CallInstruction, PerEngine } from '../../array/instruction.js'
import { callFor, differs, recipientsOf } from '../../cluster/mpi/split.js'

const call = (args: readonly unknown[], targets?: readonly number[]): CallInstruction => ({
  op: 'call',
  call: 1,
  fn: 'user.1',
  args,
  reply: 'each',
  ...(targets && { targets }),
})

t.test('recipients', async (t) => {
  t.same(recipientsOf({ op: 'free', ids: [1] }, 3), [0, 1, 2], 'all')
  t.same(recipientsOf(call([]), 2), [0, 1], 'all')
  t.same(recipientsOf(call([], [0, 2]), 3), [0, 2], 'targets')
})

t.test('each engine gets its own value, at any depth', async (t) => {
  const shared = { list: [1, 2], reference: new ArrayReference(4) }
  const given = call([new PerEngine(['a', 'b']), [{ deep: new PerEngine([1, [new PerEngine(['x', 'y'])]]) }], shared])
  t.ok(differs(given))
  t.same(callFor(given, 0).args, ['a', [{ deep: 1 }], shared])
  t.same(callFor(given, 1).args, ['b', [{ deep: ['y'] }], shared])
  t.ok(callFor(given, 1).args[2] === shared, 'what does not differ is not copied')
})

t.test('what does not differ', async (t) => {
  t.notOk(differs(call([1, 'a', null, undefined, new Float64Array(2), new Map([[1, 2]]), { a: [1] }])))
})
