import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { writeNpy } from '../../examples/terrain/npy.js'

const folder = mkdtempSync(join(tmpdir(), 'distarray-npy-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

t.test('a file has the bytes of NumPy format 1.0', (t) => {
  for (const [name, shape, dictionary] of [
    ['matrix', [2, 3], "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"],
    ['vector', [6], "{'descr': '<f8', 'fortran_order': False, 'shape': (6,), }"],
  ] as const) {
    const path = join(folder, `${name}.npy`)
    // A view that starts inside its buffer must not drag the rest along.
    const values = Float64Array.of(9, 0, 1.5, -2, Number.MAX_VALUE, Number.NaN, 5, 9).subarray(1, 7)
    writeNpy(path, values, shape)
    const bytes = readFileSync(path)
    t.equal(bytes.subarray(0, 8).toString('latin1'), '\x93NUMPY\x01\x00')
    const start = 10 + bytes.readUInt16LE(8)
    t.equal(start % 64, 0, 'data is aligned')
    t.equal(bytes.subarray(10, start).toString('latin1').trimEnd(), dictionary)
    t.equal(bytes[start - 1], 10, 'the header ends in a newline')
    t.same(new Float64Array(new Uint8Array(bytes.subarray(start)).buffer), values.slice())
  }
  t.end()
})

t.test('NumPy reads it back', (t) => {
  const path = join(folder, 'numpy.npy')
  writeNpy(
    path,
    Float64Array.from({ length: 12 }, (_, k) => k / 8),
    [3, 4],
  )
  const program =
    'import sys\ntry:\n import numpy\nexcept ImportError:\n print("absent"); sys.exit()\na = numpy.load(sys.argv[1]); print(a.dtype, a.shape, a.ravel().tolist())'
  const { stdout, error } = spawnSync('python3', ['-c', program, path], { encoding: 'utf8' })
  if (error || stdout.trim() === 'absent') {
    t.comment('python3 with numpy is not here; the test of the bytes above stands alone')
  } else t.equal(stdout.trim(), 'float64 (3, 4) [0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0, 1.125, 1.25, 1.375]')
  t.end()
})
