// @ranks 1 2 3
import { mat, vec } from '../../adapters/petsc/index.js'
import { matrix, vector } from '../../adapters/trilinos/index.js'
import { LocalArray } from '../../array/local-array.js'
import { self, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Distribution } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { sectionOf } from '../support/producers.js'
import { replicated } from '../support/replicated.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3] }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  const copies = replicated(4, size + 1, rank)
  const partial = replicated(4, size + 1, rank, 'sum')
  const entries = { rows: new Float64Array(0), cols: new Float64Array(0), values: new Float64Array(0) }

  await t.test('what counts each section once refuses copies and partial results', (t) => {
    const own = sectionOf(Distribution.from([4 * size], { ranks: size }), rank)
    const petsc = mat({ like: own, ...entries })
    const trilinos = matrix({ like: own, ...entries })
    const consumers: [string, (x: unknown) => unknown][] = [
      ['LocalArray', (x) => LocalArray.fromDistArray(comm, x)],
      ['a PETSc vector', (x) => vec(x as typeof own)],
      ['a PETSc vector of a copy', (x) => vec(x as typeof own, { copy: true })],
      ['a PETSc matrix', (x) => mat({ like: x as typeof own, ...entries })],
      ['a PETSc operand', (x) => petsc.apply(x as typeof own, own)],
      ['a Trilinos vector', (x) => vector(x as typeof own)],
      ['a Trilinos vector of a copy', (x) => vector(x as typeof own, { copy: true })],
      ['a Trilinos matrix', (x) => matrix({ like: x as typeof own, ...entries })],
      ['a Trilinos operand', (x) => trilinos.apply(own, x as typeof own)],
    ]
    for (const [name, consume] of consumers) {
      t.throws(() => consume(copies), { code: 'ERR_UNSUPPORTED', message: /hold copies of each/ }, `${name}: copies`)
      t.throws(
        () => consume(partial),
        { code: 'ERR_UNSUPPORTED', message: /partial results \(sum\).*reduction/ },
        `${name}: partial results`,
      )
      t.throws(() => consume(rank === size - 1 ? copies : own), { code: 'ERR_UNSUPPORTED' }, `${name}: copies on one rank`)
    }
    petsc.free()
    trilinos.free()
  })

  await t.test('one replica is the array itself', (t) => {
    const array = LocalArray.fromDistArray(self(), replicated(4, 1, 0, 'max'))
    t.same([...array.data], [1, 1, 1, 1], 'imported')
  })

  finalize()
})
