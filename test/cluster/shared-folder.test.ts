import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { decodeMessage, encodeMessage } from '../../cluster/wire/codec.js'
import { WireError } from '../../cluster/wire/errors.js'
import { SharedFolder } from '../../cluster/wire/shared-folder.js'

const path = mkdtempSync('/dev/shm/distarray-job-')
t.teardown(() => rmSync(path, { recursive: true, force: true }))
const folder = SharedFolder.find(path)!

t.test('large arrays go through a file that is gone when they have arrived', async (t) => {
  const large = Float64Array.from({ length: 100_000 }, (_, i) => i)
  const frames = encodeMessage({ large, small: large.subarray(0, 1000) }, folder.put)
  t.equal(frames.length, 2, 'the small one is in the message')
  const [file] = readdirSync(path)
  t.equal(statSync(join(path, file!)).mode & 0o777, 0o600)
  large[0] = 7
  const received = decodeMessage(frames, { fetch: folder.take }) as { large: Float64Array; small: Float64Array }
  t.strictSame([received.large[0], received.large[99_999], received.large.length, received.small.length], [0, 99_999, 100_000, 1000])
  t.strictSame(readdirSync(path), [])
  t.throws(() => decodeMessage(frames, { fetch: folder.take }), WireError, 'only once')
})

t.test('names and lengths that are not right', async (t) => {
  const name = folder.put(new Uint8Array(200_000))!
  t.throws(() => folder.take(name, 100), WireError)
  t.throws(() => folder.take('../../../etc/passwd', 10), WireError)
  const link = 'a'.repeat(32)
  symlinkSync('/etc/passwd', join(path, link))
  t.throws(() => folder.take(link, statSync('/etc/passwd').size), WireError, 'a symbolic link is not followed')
  t.ok(statSync('/etc/passwd').isFile())
  writeFileSync(join(path, 'other'), '')
  for (const bad of ['', '/tmp', `${path}/..`, '/dev/shm/distarray-job-nowher', '/dev/shm/distarray-job-../../x'])
    t.equal(SharedFolder.find(bad), undefined, bad)
})

t.test('without room for it an array stays in the message', async (t) => {
  const gone = mkdtempSync('/dev/shm/distarray-job-')
  const full = SharedFolder.find(gone)!
  rmSync(gone, { recursive: true })
  const large = new Float64Array(100_000).fill(2)
  const frames = encodeMessage(large, full.put)
  t.equal(frames.length, 2)
  t.strictSame(decodeMessage(frames), large)
})
