// The NumPy file reader: what it reads, and that anything else is a typed error.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { FileError, FormatError } from '../../bindings/errors.js'
import { readNpy } from '../../conformance/files/npy.js'
import { type DType, dtypes, formatOf, isContiguous, isDistError, itemSize } from '../../protocol/index.js'
import { descrOf, npyBytes } from '../support/npy-file.js'
import { holds } from '../support/property.js'
import { findPython } from '../support/python.js'

const dir = t.testdir({})
const file = join(dir, 'a.npy')
const read = (bytes: Uint8Array, maxBytes?: number) => {
  writeFileSync(file, bytes)
  return readNpy(file, maxBytes)
}
const count = (shape: readonly number[]) => shape.reduce((n, extent) => n * extent, 1)

t.test('every dtype, version, order and shape arrives with its bytes unmoved', (t) => {
  const arrays = fc.record({
    dtype: fc.constantFrom(...dtypes),
    version: fc.constantFrom<[number, number]>([1, 0], [2, 0], [3, 0]),
    fortran: fc.boolean(),
    shape: fc.array(fc.nat(4), { maxLength: 4 }),
    seed: fc.nat(255),
  })
  holds(
    t,
    'read back',
    fc.property(arrays, ({ dtype, version, fortran, shape, seed }) => {
      const size = itemSize(dtype)
      const data = Uint8Array.from({ length: count(shape) * size }, (_, k) => (k * 7 + seed) % 256)
      const buffer = read(npyBytes({ descr: descrOf[dtype], version, fortran, shape, data }))
      const bytes = new Uint8Array(buffer.data.buffer, buffer.data.byteOffset, buffer.data.byteLength)
      const wanted = shape.map((_, d) => size * count(fortran ? shape.slice(0, d) : shape.slice(d + 1)))
      return (
        buffer.format === formatOf(dtype) &&
        Buffer.compare(bytes, data) === 0 &&
        String(buffer.shape) === String(shape) &&
        (shape.includes(0) || String(buffer.strides) === String(wanted)) &&
        (fortran || isContiguous(buffer))
      )
    }),
  )
  t.end()
})

t.test('headers as other programs write them', (t) => {
  const data = new Uint8Array(Float64Array.of(1, 2).buffer)
  for (const header of [
    `{"shape":(2,),"fortran_order":False,"descr":"<f8"}`,
    `{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }`,
    `  { 'fortran_order' : False , 'shape' : ( 2 ) , 'descr' : '<f8' }   `.replace('( 2 )', '( 2 , )'),
  ])
    t.same(read(npyBytes({ header, data })).shape, [2], header)
  t.end()
})

const refusals: [name: string, bytes: Uint8Array, message: RegExp][] = [
  ['an empty file', Buffer.alloc(0), /NUMPY/],
  ['text', Buffer.from('1 2 3'), /NUMPY/],
  ['only the magic', npyBytes({}).subarray(0, 6), /ends before/],
  ['a preamble cut off', npyBytes({ version: [2, 0] }).subarray(0, 11), /ends before/],
  ['a header cut off', npyBytes({}).subarray(0, 40), /ends before/],
  ['version 4', npyBytes({ version: [4, 0] }), /version 1\.0, 2\.0 or 3\.0 but received 4\.0/],
  ['version 1.1', npyBytes({ version: [1, 1] }), /received 1\.1/],
  ['a header of a megabyte', npyBytes({ version: [2, 0], header: ' '.repeat(2 ** 20) }), /at most 10000 bytes/],
  ['big-endian elements', npyBytes({ descr: '>f8', shape: [1], data: new Uint8Array(8) }), /this machine's byte order for descr/],
  ['a byte order that is none', npyBytes({ descr: '|f8', shape: [1], data: new Uint8Array(8) }), /byte order/],
  ['objects', npyBytes({ descr: '|O' }), /13 dtypes/],
  ['strings', npyBytes({ descr: '<U5' }), /13 dtypes/],
  ['float16', npyBytes({ descr: '<f2' }), /13 dtypes/],
  ['a dtype from the prototype', npyBytes({ descr: '<constructor' }), /13 dtypes/],
  ['records', npyBytes({ header: `{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (0,)}` }), /13 dtypes/],
  ['no order', npyBytes({ header: `{'descr': '<f8', 'fortran_order': 1, 'shape': (0,)}` }), /fortran_order/],
  ['a negative extent', npyBytes({ shape: [-1] }), /shape/],
  ['an extent beyond 2^53', npyBytes({ header: `{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740993,)}` }), /shape/],
  ['a product beyond all bounds', npyBytes({ shape: new Array(40).fill(2 ** 40) }), /bytes/],
  ['65 dimensions', npyBytes({ shape: new Array(65).fill(0) }), /64/],
  ['a key missing', npyBytes({ header: `{'descr': '<f8', 'shape': (0,)}` }), /descr, fortran_order and shape/],
  ['a key twice', npyBytes({ header: `{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (0,)}` }), /a new key/],
  ['code', npyBytes({ header: `{'descr': str(1), 'fortran_order': False, 'shape': (0,)}` }), /literal/],
  ['deep nesting', npyBytes({ header: '('.repeat(5000) }), /8 deep/],
  ['something behind the dictionary', npyBytes({ header: `{'descr': '<f8', 'fortran_order': False, 'shape': (0,)} + 1` }), /nothing/],
  ['fewer elements than the shape', npyBytes({ shape: [3], data: new Uint8Array(16) }), /Expected 24 bytes.*but 16 follow/],
  ['more elements than the shape', npyBytes({ shape: [1], data: new Uint8Array(16) }), /Expected 8 bytes.*but 16 follow/],
]

t.test('everything else is a FormatError that says why', (t) => {
  for (const [name, bytes, message] of refusals) {
    t.throws(() => read(bytes), FormatError, name)
    t.throws(() => read(bytes), { message }, name)
  }
  t.throws(() => read(npyBytes({ shape: [2], data: new Uint8Array(16) }), 15), { message: /at most 15 bytes/ })
  t.end()
})

t.test('missing files, folders and pipes are FileErrors', (t) => {
  const pipe = join(dir, 'pipe.npy')
  rmSync(pipe, { force: true })
  execFileSync('mkfifo', [pipe])
  mkdirSync(join(dir, 'folder.npy'), { recursive: true })
  for (const name of ['none.npy', 'folder.npy', 'pipe.npy']) t.throws(() => readNpy(join(dir, name)), FileError, name)
  t.end()
})

t.test('10,000 damaged files: read, or a typed error', (t) => {
  const whole = npyBytes({ shape: [2, 3], data: new Uint8Array(48) })
  const change = fc.record({ at: fc.nat(whole.length - 49), byte: fc.nat(255) })
  holds(
    t,
    'damaged headers',
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(whole.length)), (changes, cut) => {
      const bytes = Buffer.from(whole)
      for (const { at, byte } of changes) bytes[at] = byte
      try {
        read(cut === null ? bytes : bytes.subarray(0, cut))
        return true
      } catch (error) {
        return isDistError(error, 'ERR_FORMAT')
      }
    }),
    { numRuns: 10_000 },
  )
  t.end()
})

const python = findPython('numpy')
t.test("NumPy's own files", { skip: python ? false : 'no Python with NumPy here' }, (t) => {
  const program = `
import sys, numpy as np
for descr in ${JSON.stringify(Object.values(descrOf))}:
    for order in 'CF':
        for version in [(1, 0), (2, 0), (3, 0)]:
            a = np.asarray(np.arange(6).reshape(2, 3) % 2, dtype=descr, order=order)
            with open('%s/%s-%s%d.npy' % (sys.argv[1], descr[1:], order, version[0]), 'wb') as f:
                np.lib.format.write_array(f, a, version=version)
np.save(sys.argv[1] + '/scalar.npy', np.float64(2.5))
np.save(sys.argv[1] + '/foreign.npy', np.arange(3, dtype='>f8'))
`
  execFileSync(python!, ['-W', 'ignore', '-c', program, dir])
  for (const dtype of dtypes) {
    for (const order of ['C', 'F'])
      for (const version of [1, 2, 3]) {
        const buffer = readNpy(join(dir, `${descrOf[dtype].slice(1)}-${order}${version}.npy`))
        const size = itemSize(dtype as DType)
        t.same(
          { ...buffer, data: buffer.data.byteLength },
          { data: 6 * size, shape: [2, 3], strides: order === 'C' ? [3 * size, size] : [size, 2 * size], format: formatOf(dtype) },
        )
      }
  }
  const scalar = readNpy(join(dir, 'scalar.npy'))
  t.same(scalar.shape, [])
  t.equal(new Float64Array(scalar.data.buffer)[0], 2.5)
  t.throws(() => readNpy(join(dir, 'foreign.npy')), { message: /byte order/ })
  t.equal(readFileSync(join(dir, 'scalar.npy')).length, 136, 'as NumPy pads its header')
  t.end()
})
