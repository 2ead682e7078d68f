// The plug-in for files: right exports pass, wrong ones fail by the right check, and no file does harm.
import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { FileError, FormatError } from '../../bindings/errors.js'
import { checkFiles } from '../../conformance/files/check-files.js'
import { withFile } from '../../conformance/files/open-file.js'
import { isForFiles, writeCases } from '../../conformance/files/write-cases.js'
import { MisuseError } from '../../conformance/misuse.js'
import { type CaseRecord, outcomeOf } from '../../conformance/result.js'
import { loadCases } from '../../conformance/vectors.js'
import { type ExportText, writeExports, writeText } from '../support/export-files.js'
import { descrOf, npyBytes } from '../support/npy-file.js'
import { holds } from '../support/property.js'

const cases = loadCases()
const accepted = cases.filter(isForFiles)
const failures = (records: readonly CaseRecord[]) => records.flatMap(({ results }) => results.filter(({ pass }) => !pass))

t.test('the cases are written for programs to read', (t) => {
  const dir = t.testdir({})
  t.equal(writeCases(dir, cases), accepted.length)
  t.ok(
    accepted.every(({ expect, version }) => expect === 'accept' && version === '0.10.0'),
    'what producers are asked for',
  )
  t.equal(writeCases(dir, cases), accepted.length, 'again, over the old ones')
  t.throws(() => writeCases(join(dir, accepted[0]!.name, 'case.json'), cases), FileError)
  t.end()
})

t.test('right exports of every case pass', (t) => {
  const dir = t.testdir({})
  for (const one of accepted) writeExports(dir, one)
  const records = checkFiles(dir, cases)
  t.same(failures(records), [])
  t.equal(records.length, accepted.length)
  t.ok(records.every((record) => outcomeOf(record) === 'pass'))
  t.ok(
    records.every(({ results }) => results.some(({ check }) => check === 'values') && results.some(({ check }) => check === 'collective')),
  )
  t.end()
})

const victim = accepted.find(({ ranks, features }) => ranks === 3 && features.includes('unstructured') && features.includes('1-d'))!
const block = accepted.find(({ ranks, name }) => ranks === 3 && name.startsWith('block/'))!

type Damage = (text: ExportText, folder: string) => unknown

/** What is done to rank 1 of a case, and the check (and rule) that must tell. */
const damages: [what: string, one: typeof victim, damage: Damage, check: string, message: RegExp, rule?: string][] = [
  ['malformed JSON', victim, () => '{"__version__": ', 'accept', /JSON/],
  ['NaN, which Python writes', victim, (text) => JSON.stringify(text).replace('"offset":0', '"offset":NaN'), 'accept', /JSON/],
  ['an empty file', victim, () => '', 'accept', /JSON/],
  ['a list', victim, () => [], 'local', /dictionary/, 'DAP-E1'],
  ['null', victim, () => null, 'local', /dictionary/, 'DAP-E1'],
  ['a deep list', victim, () => '['.repeat(1e5) + ']'.repeat(1e5), 'local', /dictionary/, 'DAP-E1'],
  ['no buffer', victim, ({ buffer: _, ...text }) => text, 'local', /buffer/, 'DAP-E2'],
  ['a number for buffer', victim, (text) => ({ ...text, buffer: 5 }), 'local', /buffer/, 'DAP-S1'],
  ['no file in buffer', victim, (text) => ({ ...text, buffer: { shape: [1] } }), 'accept', /file name/],
  ['an unknown entry in buffer', victim, (text) => ({ ...text, buffer: { ...text.buffer, order: 'C' } }), 'accept', /order/],
  ['a missing file', victim, (text) => ({ ...text, buffer: 'none.npy' }), 'accept', /none\.npy/],
  ['a way out of the folder', victim, (text) => ({ ...text, buffer: '../../../etc/passwd' }), 'accept', /inside the folder/],
  ['an absolute path', victim, (text) => ({ ...text, buffer: '/etc/passwd' }), 'accept', /inside the folder/],
  ['a path with a zero byte', victim, (text) => ({ ...text, buffer: 'a\0.npy' }), 'accept', /file name/],
  [
    'a link out of the folder',
    victim,
    (text, folder) => {
      symlinkSync('/etc/passwd', join(folder, 'link.npy'))
      return { ...text, buffer: 'link.npy' }
    },
    'accept',
    /not a link out of it/,
  ],
  [
    'a pipe',
    victim,
    (text, folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe.npy')])
      return { ...text, buffer: 'pipe.npy' }
    },
    'accept',
    /regular file/,
  ],
  ['the folder itself', victim, (text) => ({ ...text, buffer: '.' }), 'accept', /regular file/],
  [
    'a file that says it is huge',
    victim,
    (text, folder) => {
      const file = join(folder, 'huge.npy')
      writeFileSync(file, npyBytes({ descr: '|u1', shape: [2 ** 42] }))
      return { ...text, buffer: 'huge.npy' }
    },
    'accept',
    /but 0 follow/,
  ],
  [
    'a sparse file of 4 GiB',
    victim,
    (text, folder) => {
      const bytes = npyBytes({ descr: '|u1', shape: [2 ** 32] })
      const file = join(folder, 'sparse.npy')
      writeFileSync(file, bytes)
      truncateSync(file, bytes.length + 2 ** 32)
      return { ...text, buffer: 'sparse.npy' }
    },
    'accept',
    /at most 2147483648 bytes/,
  ],
  [
    'more JSON than is read',
    victim,
    (text, folder) => {
      writeText(folder, 1, text)
      truncateSync(join(folder, 'rank-1.json'), 2 ** 27)
      return undefined
    },
    'accept',
    /at most 67108864 bytes of JSON/,
  ],
  ['an offset outside the file', victim, (text) => ({ ...text, buffer: { ...text.buffer, offset: 1e6 } }), 'accept', /buffer\.offset/],
  ['a shape that reaches out', block, (text) => ({ ...text, buffer: { ...text.buffer, shape: [1000] } }), 'local', /inside data/, 'DAP-S5'],
  ['strides that reach back', block, (text) => ({ ...text, buffer: { ...text.buffer, strides: [-8] } }), 'local', /inside data/, 'DAP-S5'],
  ['a shape that is none', block, (text) => ({ ...text, buffer: { ...text.buffer, shape: 'all' } }), 'local', /shape/, 'DAP-S3'],
  ['a foreign byte order', block, (text) => ({ ...text, buffer: { ...text.buffer, format: '>d' } }), 'local', /format/, 'DAP-S2'],
  ['dictionaries that are none', victim, (text) => ({ ...text, dim_data: [null] }), 'local', /dim_data\[0\]/, 'DAP-D1'],
  ['a million dictionaries', victim, (text) => ({ ...text, dim_data: new Array(1e6).fill({}) }), 'local', /at most 64/, 'DAP-D1'],
  ['a prototype', victim, (text) => JSON.stringify(text).replace('"size"', '"__proto__"'), 'local', /__proto__/, 'DAP-D3'],
  ['indices that are no integers', victim, (text) => withIndices(text, [0.5]), 'local', /indices/, 'DAP-U1'],
  ['indices beyond 2^53', victim, (text) => withIndices(text, [2 ** 60]), 'local', /indices/, 'DAP-U1'],
  [
    'indices of floats in a file',
    victim,
    (text, folder) => {
      writeFileSync(join(folder, 'i.npy'), npyBytes({ shape: [1], data: new Uint8Array(8) }))
      return withIndices(text, 'i.npy')
    },
    'local',
    /indices/,
    'DAP-U1',
  ],
  [
    'indices in two dimensions',
    victim,
    (text, folder) => {
      writeFileSync(join(folder, 'i.npy'), npyBytes({ descr: '<i4', shape: [1, 1], data: new Uint8Array(4) }))
      return withIndices(text, 'i.npy')
    },
    'accept',
    /one-dimensional/,
  ],
  ['other values', block, zeroed, 'values', /Expected .* but received 0/],
]

function withIndices(text: ExportText, indices: unknown): unknown {
  return { ...text, dim_data: text.dim_data.map((dim) => ({ ...dim, indices })) }
}

function zeroed(text: ExportText, folder: string): ExportText {
  const data = new Uint8Array(1000)
  writeFileSync(join(folder, 'rank-1.npy'), npyBytes({ descr: descrOf.uint8, shape: [data.length], data }))
  return text
}

for (const [what, one, damage, check, message, rule] of damages)
  t.test(what, (t) => {
    const dir = t.testdir({})
    const { folder, texts } = writeExports(dir, one)
    const text = damage(texts[1]!, folder)
    if (text !== undefined) writeText(folder, 1, text)
    const found = failures(checkFiles(dir, [one]))
    t.ok(found.length > 0, 'found')
    t.match(found[0], { check, rank: 1, message, ...(rule === undefined ? {} : { rule }) })
    t.ok(
      found.every((failure) => failure.rank === 1),
      'and nothing said of the other ranks',
    )
    rmSync(join(folder, 'sparse.npy'), { force: true })
    t.end()
  })

t.test('exports that are right by themselves and wrong together', (t) => {
  const dir = t.testdir({})
  const { folder, texts } = writeExports(dir, block)
  writeText(folder, 1, { ...texts[2], buffer: texts[2]!.buffer })
  const found = failures(checkFiles(dir, [block]))
  t.ok(found.some(({ check, rule }) => check === 'collective' && rule?.startsWith('DAP-G')))
  t.end()
})

t.test('ranks too few and ranks too many', (t) => {
  const dir = t.testdir({})
  const { folder } = writeExports(dir, block)
  rmSync(join(folder, 'rank-2.json'))
  t.match(failures(checkFiles(dir, [block])), [{ check: 'accept', rank: 2, message: /rank-2\.json/ }])
  writeExports(dir, block)
  writeText(folder, 3, {})
  t.match(failures(checkFiles(dir, [block])), [{ check: 'accept', message: /there is also rank-3/ }])
  t.end()
})

t.test('what was not run is skipped, what was left out fails', (t) => {
  const dir = t.testdir({})
  writeExports(dir, block)
  const other = accepted.find(({ ranks, name }) => ranks === 3 && name !== block.name)!
  const larger = accepted.find(({ ranks }) => ranks === 4)!
  const records = checkFiles(dir, [block, other, larger])
  t.same(records.map(outcomeOf), ['pass', 'fail', 'skip'])
  t.match(records[2]!.results, [{ skip: /no exports of 4 ranks/ }])
  writeFileSync(join(dir, 'claims.json'), JSON.stringify({ unsupported: other.features.slice(0, 1) }))
  t.equal(outcomeOf(checkFiles(dir, [block, other])[1]!), 'skip')
  t.throws(() => checkFiles(t.testdir({}), [block]), FileError)
  t.throws(() => checkFiles(join(dir, 'none'), [block]), FileError)
  t.end()
})

t.test('claims are checked', (t) => {
  for (const claims of [
    '5',
    '[]',
    '{"dtypes": ["float16"]}',
    '{"distTypes": "b"}',
    '{"unsupported": ["blocks"]}',
    '{"features": []}',
    '{"__proto__": []}',
    '{',
  ]) {
    const dir = t.testdir({ 'claims.json': claims })
    t.throws(() => checkFiles(dir, [block]), claims === '{' ? FormatError : MisuseError, claims)
  }
  const dir = t.testdir({ 'claims.json': t.fixture('symlink', '/etc/passwd') })
  t.throws(() => checkFiles(dir, [block]), { message: /not a link out of it/ })
  t.end()
})

t.test('a file longer than one system call reads is read in pieces', (t) => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i)
  const path = join(t.testdir({}), 'long.bin')
  writeFileSync(path, bytes)
  for (const piece of [1, 7, 50, 1000])
    t.same(
      withFile(path, (file) => file.read(3, 90), piece),
      bytes.slice(3, 93),
    )
  t.throws(() => withFile(path, (file) => file.read(3, 98), 7), { message: /ended after 97/ })
  t.end()
})

t.test('2,000 damaged JSON files: results, never an exception', (t) => {
  const dir = t.testdir({})
  const { folder, texts } = writeExports(dir, victim)
  const whole = JSON.stringify(texts[1])
  const edit = fc.record({
    at: fc.nat(whole.length),
    length: fc.nat(8),
    text: fc.constantFrom('', '"', '0', '-1', '{}', '[', 'null', '1e400', ','),
  })
  holds(
    t,
    'damaged',
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const text = edits.reduce((s, { at, length, text }) => s.slice(0, at) + text + s.slice(at + length), whole)
      writeText(folder, 1, text)
      return checkFiles(dir, [victim]).length === 1
    }),
    { numRuns: 2000 },
  )
  t.end()
})
