// What of an export the C interface can say: the same as importing it where it is valid, and nothing invented where it is not.
import t from 'tap'
import { CaseMemory } from '../../conformance/case-memory.js'
import { rawSection } from '../../conformance/subjects/raw-section.js'
import { loadCases } from '../../conformance/vectors.js'
import { importArray } from '../../protocol/index.js'

const cases = loadCases()

t.test('a valid export reads as its import does', (t) => {
  let compared = 0
  for (const one of cases.filter(({ expect, version }) => expect === 'accept' && version === '0.10.0'))
    for (const [rank, { dim_data, indexType, extension }] of one.sections.entries()) {
      if (dim_data.some((dim) => Object.keys(dim).length === 0) || indexType !== undefined || extension !== undefined) continue
      const exported = new CaseMemory(one, rank).export()
      const { dtype, dimData, buffer } = importArray(exported)
      const raw = rawSection(exported)
      t.same(
        raw && { ...raw, buffer: { ...raw.buffer, data: 0 } },
        { dtype, dimData, buffer: { ...buffer, data: 0 }, extension: undefined },
        one.name,
      )
      t.equal(raw?.buffer.data, (exported as { buffer: { data: unknown } }).buffer.data, 'the same memory')
      compared++
    }
  t.ok(compared > 500, `${compared} sections`)
  t.end()
})

const whole = { dist_type: 'b', size: 3, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 3 }
const section = { data: new Float64Array(3), shape: [3], strides: [8], format: 'd' }
const exported = (dim: object, buffer: object = section, more: object = {}) => ({
  __version__: '0.10.0',
  buffer,
  dim_data: [dim],
  ...more,
})

t.test('what is wrong and can be written in C is kept as it is', (t) => {
  const full = { ...whole, padding: [0, 0], periodic: false }
  for (const wrong of [
    { size: -1 },
    { start: 4 },
    { stop: 2 },
    { proc_grid_rank: 9 },
    { proc_grid_size: 0 },
    { padding: [-1, 7] },
    { periodic: true },
    { dist_type: 'x' },
  ])
    t.same(rawSection(exported({ ...whole, ...wrong }))?.dimData, [{ ...full, ...wrong }])
  const twice = { dist_type: 'u', size: 3, proc_grid_size: 1, proc_grid_rank: 0, indices: Int32Array.of(5, 5, 1) }
  t.same(rawSection(exported(twice))?.dimData, [{ ...twice, one_to_one: false }])
  t.end()
})

t.test('what C cannot say is not made up', (t) => {
  const { size: _, ...unsized } = whole
  for (const dim of [
    unsized,
    {},
    { ...whole, size: '3' },
    { ...whole, size: 2.5 },
    { ...whole, size: Number.NaN },
    { ...whole, size: 3n },
    { ...whole, color: 1 },
    { ...whole, block_size: 1 },
    { ...whole, periodic: 'yes' },
    { ...whole, padding: [1] },
    { ...whole, dist_type: 'bc' },
    { ...whole, dist_type: 'é' },
    { dist_type: 'u', size: 3, proc_grid_size: 1, proc_grid_rank: 0, indices: [0, 1, 2] },
    null,
  ])
    t.equal(rawSection(exported(dim as object)), undefined)
  for (const buffer of [
    { ...section, shape: [-3] },
    { ...section, strides: [] },
    { ...section, format: 'x' },
    { ...section, more: 1 },
    null,
  ])
    t.equal(rawSection(exported(whole, buffer as object)), undefined)
  t.equal(rawSection(exported(whole, section, { __version__: '0.9.0' })), undefined)
  t.equal(rawSection(exported(whole, section, { owner: 1 })), undefined)
  t.equal(rawSection(null), undefined)
  t.end()
})
