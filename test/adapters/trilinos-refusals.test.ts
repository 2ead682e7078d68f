// @ranks 1 2 3 4 7
import { type VectorOptions, vector } from '../../adapters/trilinos/index.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { ArgumentError, DistributionError, ProtocolError, UseAfterFreeError } from '../../protocol/errors.js'
import { Distribution, type DType, exportArray, type TypedArray } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { sectionOf } from '../support/producers.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const { rank, size } = world()
  const last = rank === size - 1
  const even = Distribution.from([4 * size], { ranks: size })
  const good = sectionOf(even, rank)
  const exporting = (data: TypedArray, dtype: DType, readonly = false) => {
    const exported = exportArray({ data, dtype, readonly, distribution: even, rank })
    return { __distarray__: () => exported }
  }

  await t.test('memory that cannot be aliased', (t) => {
    const single = exporting(Float32Array.of(1, 2, 3, 4), 'float32')
    const integers = exporting(BigInt64Array.of(1n, 2n, 3n, 4n), 'int64')
    const fixed = exporting(Float64Array.of(1, 2, 3, 4), 'float64', true)
    const strided = {
      __distarray__: () => ({
        __version__: '0.10.0',
        buffer: { data: Float64Array.of(1, 0, 2, 0, 3, 0, 4, 0), shape: [4], strides: [16], format: 'd' },
        dim_data: even.dimData(rank),
      }),
    }
    const transposed = {
      __distarray__: () => ({
        __version__: '0.10.0',
        buffer: { data: Float64Array.of(1, 3, 2, 4), shape: [2, 2], strides: [8, 16], format: 'd' },
        dim_data: Distribution.from([2 * size, 2], { dist: 'bn', ranks: size }).dimData(rank),
      }),
    }
    const cases = { single, integers, fixed, strided, transposed }
    const wanted = {
      single: { code: 'ERR_DTYPE', message: /float64.*float32.*copy: true/ },
      integers: { code: 'ERR_DTYPE', message: /float64.*int64.*copy: true/ },
      fixed: { code: 'ERR_UNSUPPORTED', feature: 'read-only buffer', message: /copy: true/ },
      strided: { code: 'ERR_UNSUPPORTED', feature: 'strided view', message: /copy: true/ },
      transposed: { code: 'ERR_UNSUPPORTED', feature: 'strided view', message: /copy: true/ },
    }
    for (const [name, producer] of Object.entries(cases)) {
      const expected = wanted[name as keyof typeof cases]
      t.throws(() => vector(producer), expected, `${name}: refused with the reason and the way out`)
      const v = vector(producer, { copy: true })
      t.same([...v.data], [1, 2, 3, 4], `${name}: copied`)
      t.near(v.sum(), 10 * size, 1e-12 * size, `${name}: the copy is a vector`)
      v.free()
    }
    for (const name of ['single', 'fixed', 'strided'] as const) {
      const { code } = wanted[name]
      t.throws(() => vector(last ? cases[name] : good), { code }, `${name} on one rank only: thrown on all`)
    }
    t.throws(() => vector(exporting(new Float64Array(8), 'complex128')), { code: 'ERR_DTYPE' }, 'complex')
    t.throws(
      () => vector(exporting(new Float64Array(8), 'complex128'), { copy: true }),
      { code: 'ERR_DTYPE' },
      'complex cannot be copied either',
    )
  })

  await t.test('ghost entries', (t) => {
    const distribution = Distribution.from([6 * size, 2], { dist: 'bn', ranks: size, padding: [1] })
    const padded = sectionOf(distribution, rank)
    padded.data.forEach((_, k) => {
      padded.data[k] = k
    })
    const [rows] = distribution.localShape(rank)
    const low = rank > 0 ? 1 : 0
    const high = rank < size - 1 ? 1 : 0
    if (size > 1) t.throws(() => vector(padded), { code: 'ERR_UNSUPPORTED', message: /padding.*copy: true/ }, 'are refused')
    const v = vector(padded, { copy: true })
    t.same([...v.data], [...padded.data.subarray(2 * low, 2 * (rows! - high))], 'and left out of the copy')
    t.equal(v.globalSize, 12 * size, 'which has all owned entries')
    v.free()
  })

  await t.test('what is no array of this communicator', (t) => {
    t.throws(() => vector({}), ProtocolError, 'no producer')
    t.throws(() => vector(last ? undefined : good), ProtocolError, 'none on one rank')
    const broken = { __distarray__: () => ({ __version__: '0.10.0', buffer: new Float64Array(3), dim_data: even.dimData(rank) }) }
    t.throws(() => vector(last ? broken : good), ProtocolError, 'an export that breaks a rule on one rank')
    const larger = Distribution.from([4 * (size + 1)], { ranks: size + 1 })
    t.throws(() => vector(sectionOf(larger, rank)), DistributionError, 'a process grid of more ranks')
    const shifted = sectionOf(even, (rank + 1) % size)
    if (size > 1) t.throws(() => vector(shifted), DistributionError, "another rank's section")
    const short = { ...even.dimData(rank)[0]!, stop: 3 }
    const gap = { __distarray__: () => ({ __version__: '0.10.0', buffer: new Float64Array(3), dim_data: [short] }) }
    if (size > 1) t.throws(() => vector(rank === 0 ? gap : good), DistributionError, 'an entry that nobody owns')
    const thrown = {
      __distarray__: () => {
        throw new RangeError('no')
      },
    }
    t.throws(() => vector(last ? thrown : good), ProtocolError, 'a producer that throws on one rank')
  })

  await t.test('sections that are no array together', (t) => {
    if (size === 1) return
    type Dim = { readonly [key: string]: unknown }
    const lent = (n: number, dim: Dim) => ({
      __distarray__: () => ({ __version__: '0.10.0', buffer: new Float64Array(n), dim_data: [dim] }),
    })
    const place = { proc_grid_size: size, proc_grid_rank: rank }
    const block = (start: number, stop: number, more: Dim = {}) =>
      lent(stop - start, { dist_type: 'b', size: 4 * size, ...place, start, stop, ...more })
    const listed = (indices: number[], more: Dim = {}) =>
      lent(indices.length, { dist_type: 'u', size: 4 * size, ...place, indices: Int32Array.from(indices), ...more })
    const [first, after] = [4 * rank, 4 * rank + 4]
    const own = [first + 2, first, first + 3, first + 1]
    const cases = {
      overlap: [block(first, rank === 0 ? 5 : after), /do not meet/],
      gap: [block(first, rank === 0 ? 3 : after), /do not meet/],
      periodic: [block(first, after, { periodic: last }), /different arrays/],
      'two kinds of dimension': [last ? listed(own) : block(first, after), /different arrays/],
      'one_to_one on one rank': [listed(own, { one_to_one: last }), /different arrays/],
      'indices of another rank': [listed(last ? [0, 1, 2, 3] : own), /owned twice/],
      'the same, claimed to be unique': [
        listed(last ? [first, first + 1, first + 2, 1] : own, { one_to_one: true }),
        /Index 1 .*owned twice/,
      ],
      'a label of another rank': [listed(last ? [-7, -8, -9, 3] : own), /Index 3 .*owned twice/],
    } as const
    for (let repeat = 0; repeat < 2; repeat++) {
      const fine = [vector(block(first, after)), vector(listed(own)), vector(listed(own.map((g) => -3 * g)))]
      t.same(
        fine.map((v) => v.globalSize),
        [4 * size, 4 * size, 4 * size],
        'sound ones are vectors, with labels for indices too',
      )
      for (const [name, [producer, message]] of Object.entries(cases))
        t.throws(() => vector(producer), { code: 'ERR_DISTRIBUTION', message }, `${name}: refused on every rank`)
      for (const v of fine) v.free()
    }
  })

  await t.test('arguments', (t) => {
    t.throws(() => vector(good, { cpoy: true } as VectorOptions), { name: 'ArgumentError', message: /'copy'\?/ }, 'an unknown option')
    t.throws(() => vector(good, { comm: 3 } as unknown as VectorOptions), ArgumentError, 'no communicator')
    const v = vector(good)
    t.throws(() => v.norm('3' as '2'), ArgumentError, 'an unknown norm')
    const dealt = vector(sectionOf(Distribution.from([4 * size], { dist: 'c', ranks: size }), rank))
    if (size > 1) {
      t.throws(() => v.dot(dealt), DistributionError, 'an inner product of vectors that are distributed differently')
      t.throws(() => v.axpy(1, dealt), DistributionError, 'axpy of such')
      t.throws(() => v.copyFrom(dealt), DistributionError, 'copyFrom of such')
    }
    const shorter = vector(sectionOf(Distribution.from([3 * size], { ranks: size }), rank))
    t.throws(() => v.dot(shorter), { code: 'ERR_SHAPE' }, 'vectors of different sizes')
    shorter.free()
    const gone = vector(sectionOf(even, rank))
    if (last) gone.free()
    t.throws(() => v.dot(gone), UseAfterFreeError, 'one that is freed on one rank')
    gone.free()
    const other = vector(good, { kind: 'epetra' })
    t.throws(() => v.dot(other), { name: 'ArgumentError', message: /'tpetra'/ }, 'vectors of two kinds')
    other.free()
    dealt.free()
    v.free()
  })

  await t.test('memory that is gone', (t) => {
    const detached = sectionOf(even, rank)
    if (last) structuredClone(detached.data.buffer, { transfer: [detached.data.buffer as ArrayBuffer] })
    t.throws(() => vector(detached), { message: /freed or transferred/ }, 'transferred on one rank: thrown on all')
  })
  finalize()
})
