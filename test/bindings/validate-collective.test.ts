// @ranks 1 2 3 4 6 7
import fc from 'fast-check'
import { type Communicator, world } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { validateCollective } from '../../bindings/validate-collective.js'
import { type ProtocolOptions, validateGlobal } from '../../protocol/index.js'
import { arraysOn } from '../support/array-cases.js'
import { countCalls } from '../support/counted-calls.js'
import { exportsOf, globalExamples } from '../support/global-examples.js'
import { mpiTest } from '../support/mpi-test.js'
import { mutate, mutation } from '../support/mutations.js'
import { distributions, scattered, sectionOf } from '../support/producers.js'

const seed = Number(process.env.DISTARRAY_TEST_SEED ?? 20251122)

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 6, 7], timeout: 300 }, async (t) => {
  const comm = world()
  const { rank, size } = comm
  /** Every rank makes the same cases, so that all of them go on together whatever a check finds. */
  const sample = <T>(cases: fc.Arbitrary<T>, most: number): T[] => fc.sample(cases, { seed, numRuns: size > 4 ? most / 2 : most })

  await t.test('valid arrays', (t) => {
    for (const [name, distribution] of Object.entries(distributions(size))) {
      const section = sectionOf(distribution, rank)
      const { result, calls } = countCalls(comm, () => validateCollective(comm, section))
      t.same(result, [], name)
      if (!distribution.dist.includes('u')) t.same(calls.names, ['allgather'], `${name}: one allgather`)
    }
    sample(arraysOn(size), 100).forEach(({ exports }, i) => {
      t.same(validateCollective(comm, exports[rank]), [], `random array ${i} of seed ${seed}`)
    })
  })

  await t.test('finds what validateGlobal finds', (t) => {
    const slips = fc
      .tuple(arraysOn(size), fc.array(mutation(), { minLength: 1, maxLength: 3 }))
      .map(([{ exports }, mutations]) => mutate(exports, mutations))
    let found = 0
    sample(slips, 300).forEach(({ mutated, names }, i) => {
      const wanted = validateGlobal(mutated)
      found += Number(wanted.length > 0)
      t.same(validateCollective(comm, mutated[rank]), wanted, `case ${i} of seed ${seed}: ${names.join(', ')}`)
    })
    t.ok(found > 60, `${found} cases have findings`)
    for (const unstructuredSize of ['distinct', 'free'] as const)
      sample(slips, 30).forEach(({ mutated, names }, i) => {
        const options = { unstructuredSize }
        t.same(
          validateCollective(comm, mutated[rank], options),
          validateGlobal(mutated, options),
          `case ${i}, ${unstructuredSize}: ${names.join(', ')}`,
        )
      })
  })

  await t.test('whatever the ranks pass', (t) => {
    const anything = fc.array(fc.anything({ withBigInt: true, withTypedArray: true }), { minLength: size, maxLength: size })
    sample(anything, 60).forEach((values, i) => {
      t.same(validateCollective(comm, values[rank]), validateGlobal(values), `case ${i} of seed ${seed}`)
    })
  })

  await t.test('the examples for as many ranks', (t) => {
    for (const { name, exports, options } of globalExamples)
      if (exports.length === size) t.same(validateCollective(comm, exports[rank], options), validateGlobal(exports, options), name)
    t.same(
      validateCollective(comm, 3)[0]?.ranks,
      Array.from({ length: size }, (_, r) => r),
      'nothing anywhere',
    )
  })

  await t.test('one rank with garbage', (t) => {
    const sections = exportsOf([20], { ranks: size, dist: 'b' })
    const many = { ...sections[0], dim_data: Array.from({ length: 64 }, () => ({})) }
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const thrower = (what: unknown) => ({
      __distarray__(): unknown {
        throw what
      },
    })
    const garbage: [string, unknown][] = [
      ['undefined', undefined],
      ['a function', () => 1],
      ['a revoked proxy', revoked.proxy],
      ['a thrown proxy', thrower(revoked.proxy)],
      ['a thrown symbol', thrower(Symbol('no'))],
      ['64 dictionaries', many],
      ['many unknown keys', Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`key ${i} \ud800 ä`, i]))],
      ['indices that are gone', { ...sections[0], dim_data: [gone()] }],
    ]
    for (const [name, value] of garbage)
      for (let bad = 0; bad < size; bad++) {
        const exports = sections.map((section, r) => (r === bad ? value : section))
        const wanted = validateGlobal(exports)
        t.same(validateCollective(comm, exports[rank]), wanted, `${name} on rank ${bad}`)
        t.ok(
          wanted.some(({ ranks }) => ranks?.includes(bad)),
          `${name} on rank ${bad} is found`,
        )
      }
  })

  await t.test('one rank with options that throw when they are read', (t) => {
    const section = exportsOf([20], { ranks: size, dist: 'b' })[rank]
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const thrower = Object.defineProperty({}, 'cyclicStart', {
      get: () => {
        throw revoked.proxy
      },
      enumerable: true,
    })
    for (const options of [thrower, revoked.proxy, { cyclicStart: revoked.proxy }])
      for (let bad = 0; bad < size; bad++) {
        const attempt = () => validateCollective(comm, section, (rank === bad ? options : {}) as ProtocolOptions)
        t.throws(
          attempt,
          { code: 'ERR_ARGUMENT', message: rank === bad ? /^Expected/ : new RegExp(`^rank ${bad}: Expected`) },
          `rank ${bad}`,
        )
      }
    t.same(validateCollective(comm, section), [], 'and the ranks are still in step')
  })

  await t.test('more dimensions than usual', (t) => {
    const dist = `b${'n'.repeat(63)}`
    for (const ndim of [8, 9, 64]) {
      const exports = exportsOf([size, ...new Array<number>(ndim - 1).fill(1)], { ranks: size, dist: dist.slice(0, ndim) })
      const { calls, result } = countCalls(comm, () => validateCollective(comm, exports[rank]))
      t.same(result, [], `${ndim} dimensions`)
      t.equal(calls.names.length, ndim > 8 ? 2 : 1, `${ndim} dimensions: allgathers`)
    }
  })

  await t.test('indices are counted apart', (t) => {
    const n = 40_000
    const share = n / size
    const lists = Array.from({ length: size }, (_, r) =>
      Int32Array.from({ length: Math.ceil((n - r) / size) }, (_, i) => ((i * size + r) * 7919) % n),
    )
    const check = (name: string, indices: ArrayLike<number | bigint>[], findings: number) => {
      const section = {
        __version__: '0.10.0',
        buffer: new Float32Array(indices[rank]!.length),
        dim_data: [{ dist_type: 'u', size: n, proc_grid_size: size, proc_grid_rank: rank, indices: indices[rank], one_to_one: true }],
      }
      const { calls, result } = countCalls(comm, () => validateCollective(comm, section))
      t.equal(result.length, findings, `${name}: findings`)
      t.ok(calls.received < 8 * (1.2 * share + 100), `${name}: ${calls.received / 8} of ${n} indices here`)
      return result
    }
    check('0 .. n - 1', lists, 0)
    const far = lists.map((list) => BigInt64Array.from(list, (index) => BigInt(index - n / 2) * 2n ** 36n))
    check('sparse and negative ones', far, 0)
    check(
      'all on one rank',
      lists.map((_, r) => (r === size - 1 ? Int32Array.from({ length: n }, (_, i) => 3 * i) : new Int32Array(0))),
      0,
    )
    if (size === 1) return
    far[size - 1]![5] = far[0]![7]!
    const [finding] = check('one twice', far, 1)
    t.equal(finding?.rule, 'DAP-G15', 'its rule')
    t.same(finding?.ranks, [0, size - 1], 'its ranks')
    t.ok(finding?.message.includes(String(far[0]![7])), 'its index')
  })

  await t.test('only one line of the process grid sends indices', (t) => {
    if (size % 2 === 1 || size === 2) return t.ok(true, 'needs 4 or 6 ranks: a line of 2 or 3, twice')
    const half = size / 2
    const distribution = exportsOf([200, 9], {
      ranks: size,
      dist: 'ub',
      grid: [half, 2],
      indices: [scattered(200, half), null],
    })
    const { calls, result } = countCalls(comm, () => validateCollective(comm, distribution[rank]))
    t.same(result, [], 'valid')
    const total = comm.allreduce(Float64Array.of(calls.received), new Float64Array(1), 'sum')[0]!
    t.equal(total, 200 * 8, 'each index is sent once')
  })

  await t.test('a rank without memory leaves no other behind', (t) => {
    const n = 200_000
    const numbers = Array.from({ length: Math.ceil((n - rank) / size) }, (_, i) => ((i * size + rank) * 7919) % n)
    for (const [when, indices] of [
      ['reads its indices', BigInt64Array.from(numbers, BigInt)],
      ['deals its indices', Int32Array.from(numbers)],
    ] as const) {
      const dim = { dist_type: 'u', size: n, proc_grid_size: size, proc_grid_rank: rank, indices, one_to_one: true }
      const section = { __version__: '0.10.0', buffer: new Uint8Array(indices.length), dim_data: [dim] }
      const failing = size - 1
      const validate = () => (rank === failing ? withoutMemory(() => validateCollective(comm, section)) : validateCollective(comm, section))
      if (size > 1 || when === 'reads its indices') t.throws(validate, RangeError, `as it ${when}`)
      t.same(validateCollective(comm, section), [], 'and the next call works')
    }
  })

  await t.test('arguments', (t) => {
    t.throws(() => validateCollective({} as Communicator, 3), { code: 'ERR_ARGUMENT' }, 'no communicator')
    const bad = size - 1
    const options = rank === bad ? ({ unstructuredSize: 'most' } as object) : {}
    t.throws(() => validateCollective(comm, 3, options), { code: 'ERR_ARGUMENT', message: /unstructuredSize/ }, 'one rank has a bad option')
    if (size > 1) {
      const other = rank === bad ? ({ unstructuredSize: 'free' } as const) : {}
      t.throws(() => validateCollective(comm, 3, other), { code: 'ERR_ARGUMENT', message: /same options/ }, 'ranks have different options')
    }
  })

  comm.barrier()
  native().finalize()
})

/** Run `body` on a machine that has no room for long arrays. */
function withoutMemory<T>(body: () => T): T {
  const { Float64Array: original } = globalThis
  globalThis.Float64Array = new Proxy(original, {
    construct(target, args: [number]) {
      if (typeof args[0] === 'number' && args[0] > 20_000) throw new RangeError('Array buffer allocation failed')
      return Reflect.construct(target, args)
    },
  })
  try {
    return body()
  } finally {
    globalThis.Float64Array = original
  }
}

/** An unstructured dictionary whose indices were transferred away. */
function gone(): object {
  const indices = new Int32Array(20)
  structuredClone(indices.buffer, { transfer: [indices.buffer] })
  return { dist_type: 'u', size: 20, proc_grid_size: 1, proc_grid_rank: 0, indices }
}
