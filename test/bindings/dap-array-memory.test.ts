// Who keeps the memory under a DapArray, and until when.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { DapArray } from '../../bindings/dap-array.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { memoryAt } from '../support/memory.js'
import { runProcess } from '../support/mpi-test.js'

const overWhole = (view: Float64Array, indices?: Int32Array) => ({
  __distarray__: () => ({
    __version__: '0.10.0',
    buffer: { data: view, shape: [view.length], strides: [8], format: 'd' },
    dim_data: indices ? [{ dist_type: 'u', size: view.length, proc_grid_size: 1, proc_grid_rank: 0, indices }] : [{}],
  }),
})
const live = () => memoryStatistics().liveBytes

t.test('a freed block lives on in native code until the last holder lets go', (t) => {
  const before = live()
  const block = Block.allocate(800)
  const view = new Float64Array(block.buffer).fill(2.5)
  const first = DapArray.from(overWhole(view))
  const second = DapArray.from(overWhole(view.subarray(50)))
  const { data } = first.describe()
  t.equal(data, block.address)
  block.free()
  t.equal(view.length, 0, 'JavaScript has lost it at once')
  t.equal(live(), before + 800, 'the memory is still in use')
  const other = Block.allocate(800)
  new Float64Array(other.buffer).fill(-1)
  t.not(other.address, data, 'and goes to nobody else')
  t.ok(new Float64Array(memoryAt(data, 800)).every((x) => x === 2.5))
  t.equal(second.describe().data, data + 400n)
  first.free()
  t.equal(live(), before + 1600)
  second.free()
  t.equal(live(), before + 800)
  const next = Block.allocate(800)
  t.equal(next.address, data, 'then it is used again')
  next.free()
  other.free()
  t.equal(live(), before)
  t.end()
})

t.test('the other order: the DapArray first', (t) => {
  const before = live()
  const block = Block.allocate(800)
  const view = new Float64Array(block.buffer)
  DapArray.from(overWhole(view)).free()
  t.equal(view.length, 100)
  t.equal(live(), before + 800)
  block.free()
  t.equal(live(), before)
  t.end()
})

t.test('indices in a block are held as well', (t) => {
  const before = live()
  const block = Block.allocate(8)
  const indices = new Int32Array(block.buffer)
  indices.set([1, 0])
  const dap = DapArray.from(overWhole(new Float64Array(2), indices))
  const address = dap.describe().dims[0]!.indices
  t.equal(address, block.address)
  block.free()
  t.same(Array.from(new Int32Array(memoryAt(address, 8))), [1, 0])
  t.equal(live(), before + 8)
  dap.free()
  t.equal(live(), before)
  t.end()
})

for (const [mode, what] of [
  ['dropped-dap-array', 'a dropped DapArray lets go when it is collected'],
  ['pressure', 'the collector knows how much memory dropped DapArrays hold'],
  ['dropped-everything', 'a DapArray alone keeps a plain ArrayBuffer and a block alive'],
] as const)
  t.test(what, async (t) => {
    const file = fileURLToPath(new URL('./dap-array-child.js', import.meta.url))
    const job = await runProcess(process.execPath, ['--expose-gc', file, mode], { timeout: 60 })
    t.equal(job.code, 0, job.output)
    t.equal(job.output, 'ok\n')
  })
