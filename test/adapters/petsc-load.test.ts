// The PETSc adapter where its addon is not built: a typed error with the remedy, whatever is called first.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from '../support/mpi-test.js'

const adapter = new URL('../../adapters/petsc/index.js', import.meta.url).href
const calls = ['initialize()', 'vec({})', "matFromFile('a.mtx')", 'mat({})', 'garbageCleanup()', 'petscVersion()']

for (const call of calls) {
  const script = `
    const petsc = await import(${JSON.stringify(adapter)})
    try { petsc.${call} } catch (error) { console.log(JSON.stringify({ name: error.name, code: error.code, message: error.message, remedies: error.remedies })) }
    petsc.finalize()`
  const job = await runProcess(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 60,
    env: { DISTARRAY_BUILD_TYPE: 'NotBuilt' },
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  })
  const error = JSON.parse(job.output) as Record<string, unknown>
  t.match(error, { name: 'BackendLoadError', code: 'ERR_BACKEND_LOAD', message: /'petsc' cannot be loaded/ }, call)
  t.match(error.remedies, [/distarray setup/], `${call}: says what to do`)
  t.equal(job.code, 0, `${call}: the process goes on`)
}
