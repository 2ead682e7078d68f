// DLPack with NumPy on the other side, in a Python process: test/bindings/dlpack_numpy.py and test/native/dlpack_numpy.cc.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from '../support/mpi-test.js'

const root = new URL('../../../', import.meta.url)
const at = (path: string) => fileURLToPath(new URL(path, root))
const buildType = process.env.DISTARRAY_BUILD_TYPE ?? 'Release'

t.test('NumPy reads and writes what C++ has, and C++ what NumPy has', async (t) => {
  const args = [at('test/bindings/dlpack_numpy.py'), at(`build/${buildType}/libdlpack_numpy.so`)]
  const job = await runProcess('python3', args, { timeout: 120 })
  t.equal(job.code, 0, job.output)
  t.equal(job.output, 'ok\n')
})
