// Whatever a mapping is given, it answers or throws one of this project's errors, before it allocates for huge counts.
import fc from 'fast-check'
import t from 'tap'
import { isDistError } from '../../../protocol/errors.js'
import { Distribution } from '../../../protocol/index.js'
import * as interop from '../../../protocol/interop/index.js'
import { type NeighbourName, neighbours } from '../../../protocol/interop/neighbours.js'
import { holds } from '../../support/property.js'

type Mapping = (...args: never[]) => unknown

const mappings = Object.entries(interop as Readonly<Record<string, unknown>>).filter(
  (entry): entry is [string, Mapping] => /^(to|from)[A-Z]/.test(entry[0]) || entry[0] === 'exportPlace',
)
const readers = new Map(mappings.filter(([name]) => name.startsWith('from')))

/** Whether the call returns or throws an error of ours; any other error is thrown on, for its stack. */
function behaves(mapping: Mapping, ...args: readonly unknown[]): true {
  try {
    Reflect.apply(mapping, undefined, args)
  } catch (error) {
    if (!isDistError(error)) throw error
  }
  return true
}

const block = Distribution.from([8, 6], { ranks: 4, dist: 'bb' })
const line = Distribution.from([9], { ranks: 3, padding: [1] })
const valid: Readonly<Record<string, readonly unknown[]>> = {
  fromDarray: [interop.toDarray(block)],
  fromSubarrays: [interop.toSubarrays(block), interop.toSubarrays(line)],
  fromScalapack: [interop.toScalapack(block)],
  fromPetscLayout: [interop.toPetscLayout(line)],
  fromPetscIndexSets: [interop.toPetscIndexSets(line)],
  fromDmda: [interop.toDmda(block), { ...interop.toDmda(block), lx: null, ly: null }],
  fromTpetra: [
    interop.toTpetra(line),
    { map: { numGlobalElements: 5, indexBase: 1, numLocalElements: [2, 3] } },
    { map: { numGlobalElements: 5, indexBase: 0, lg: 'LocallyReplicated' } },
  ],
  fromDask: [interop.toDask(block)],
  fromPartitioned: [interop.toPartitioned(block)],
  fromDTensor: [interop.toDTensor(block), interop.toDTensor({ distribution: block, replicated: [2], partial: 'sum' })],
  fromJax: [interop.toJax(block), interop.toJax({ distribution: block, replicated: [2] })],
}
const sources = [
  { distribution: block, replicated: [2], partial: 'sum' },
  [0, 1, 2].map((rank) => line.dimData(rank)),
  [0, 1].map((proc_grid_rank) => ({
    dimData: Distribution.from([4], { ranks: 1 }).dimData(0),
    extension: { replicated: [{ proc_grid_size: 2, proc_grid_rank }], partial: 'sum' },
  })),
]

const odd = fc.oneof(
  fc.constantFrom(undefined, null, {}, [], [undefined], [null], '', 'x', -1, 0, 1, 2, 1e9, 2 ** 33, 2 ** 53, NaN, Infinity, 1.5),
  fc.constantFrom<unknown>(Symbol('odd'), 10n, true, Object.create(null), () => 0, new Array(3)),
  fc.anything(),
)

/** Replace what is at a place, which `steps` lead to, with `value`; the rest is shared. */
function mutated(whole: unknown, steps: readonly number[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined || typeof whole !== 'object' || whole === null || whole instanceof Distribution) return value
  const keys = Object.keys(whole)
  if (keys.length === 0) return value
  const key = keys[step % keys.length]!
  const changed = mutated(Reflect.get(whole, key), rest, value)
  return Array.isArray(whole) ? whole.map((entry, i) => (i === Number(key) ? changed : entry)) : { ...whole, [key]: changed }
}

const mutations = fc.array(fc.record({ steps: fc.array(fc.nat(20), { maxLength: 5 }), value: odd }), { minLength: 1, maxLength: 3 })
const mutate = (whole: unknown, changes: readonly { steps: readonly number[]; value: unknown }[]) =>
  changes.reduce((result, { steps, value }) => mutated(result, steps, value), whole)

t.test('every reader has a valid description here', async (t) => {
  t.same(Object.keys(valid).sort(), [...readers.keys()].sort())
  for (const [name, descriptions] of Object.entries(valid))
    for (const description of descriptions) t.doesNotThrow(() => Reflect.apply(readers.get(name)!, undefined, [description, 2]), name)
})

for (const [name, mapping] of mappings)
  t.test(name, async (t) => {
    for (const nothing of [undefined, null, {}, 0, ''])
      t.throws(() => Reflect.apply(mapping, undefined, [nothing]), { code: 'ERR_ARGUMENT' }, String(nothing))
    holds(
      t,
      'takes anything',
      fc.property(odd, odd, odd, (first, second, third) => behaves(mapping, first, second, third)),
      { numRuns: 1000 },
    )
    const inputs = valid[name] ?? sources
    holds(
      t,
      'takes what is nearly valid',
      fc.property(fc.constantFrom(...inputs), mutations, odd, (input, changes, second) => {
        const given = mutate(input, changes)
        return behaves(mapping, given) && behaves(mapping, given, second) && behaves(mapping, input, second)
      }),
      { numRuns: 2000 },
    )
  })

t.test('lossesOf', async (t) => {
  holds(
    t,
    'takes anything',
    fc.property(fc.oneof(odd, fc.constantFrom(...Object.keys(neighbours))), odd, odd, (target, source, options) =>
      behaves(interop.lossesOf, target, source, options),
    ),
    { numRuns: 1000 },
  )
  holds(
    t,
    'takes what is nearly valid',
    fc.property(
      fc.constantFrom(...(Object.keys(neighbours) as NeighbourName[])),
      fc.constantFrom<unknown>(...sources, block),
      mutations,
      odd,
      (target, source, changes, options) =>
        behaves(interop.lossesOf, target, mutate(source, changes)) && behaves(interop.lossesOf, target, source, options),
    ),
    { numRuns: 2000 },
  )
})

t.test('more than 2^20 processes are refused before anything is allocated for them', async (t) => {
  const scalapack = interop.toScalapack(block)
  const { lx: _lx, ly: _ly, ...dmda } = interop.toDmda(block)
  const refused: readonly (readonly [string, ...unknown[]])[] = [
    ['fromScalapack', { ...scalapack, grid: { ORDER: 'R', NPROW: 1e9, NPCOL: 1 } }],
    ['fromScalapack', { ...scalapack, grid: { ORDER: 'R', NPROW: 1e9, NPCOL: 1e9 } }],
    ['fromTpetra', { map: { numGlobalElements: 5, indexBase: 0 } }, 1e9],
    ['fromTpetra', { map: { numGlobalElements: 5, indexBase: 0, lg: 'LocallyReplicated' } }, 1e9],
    ['fromTpetra', { map: { numGlobalElements: 1e9, indexBase: 1, numLocalElements: [1e9] } }],
    ['fromDarray', { ...interop.toDarray(Distribution.from([8], { ranks: 4 })), size: 1e9, array_of_psizes: [1e9] }],
    ['fromDmda', { ...dmda, m: 2 ** 33 }],
    ['fromDmda', { ...dmda, m: 2 ** 11, n: 2 ** 11 }],
    ['fromPartitioned', { shape: [8], partition_tiling: [1e9], partitions: {} }],
    ['fromDask', { shape: [4096, 4096], chunks: [new Array(4096).fill(1), new Array(4096).fill(1)] }],
  ]
  for (const [name, ...args] of refused)
    t.throws(() => Reflect.apply(readers.get(name)!, undefined, args), { code: 'ERR_UNSUPPORTED' }, name)
  const looped: unknown[] = []
  looped.push(looped)
  t.throws(() => Reflect.apply(interop.fromJax, undefined, [{ shape: [], spec: [], mesh: { devices: looped, axis_names: [] } }]), {
    code: 'ERR_ARGUMENT',
  })
})
