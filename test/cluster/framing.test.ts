import fc from 'fast-check'
import t from 'tap'
import { WireError } from '../../cluster/wire/errors.js'
import { FrameReader, joinFrames } from '../../cluster/wire/framing.js'

const limit = 200_000
const frame = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.nat(limit).map((length) => new Uint8Array(length).map((_, i) => i * 7)),
)
const messages = fc.array(fc.array(frame, { minLength: 1, maxLength: 5 }), { maxLength: 6 })

t.test('messages come out as they went in, however the stream is cut', async () => {
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 20 }), (sent, cuts) => {
      const bytes = Buffer.concat(sent.flatMap(joinFrames))
      const received: Uint8Array[][] = []
      const reader = new FrameReader(limit, (frames) => received.push(frames))
      for (let at = 0, k = 0; at < bytes.length; k++) {
        const end = at + (cuts[k % cuts.length] as number)
        reader.push(bytes.subarray(at, end))
        at = end
      }
      return (
        received.length === sent.length &&
        received.every((frames, m) => frames.length === sent[m]!.length && frames.every((f, k) => Buffer.compare(f, sent[m]![k]!) === 0))
      )
    }),
    { numRuns: 300 },
  )
})

t.test('what is no message, or too long, is refused before memory is taken for it', async (t) => {
  const refused = (bytes: Uint8Array, message: RegExp): void => {
    const reader = new FrameReader(limit, () => t.fail('there is no message'))
    t.throws(() => reader.push(bytes), { constructor: WireError, message })
  }
  refused(Buffer.from('GET / HTTP/1.0\r\n\r\n'), /Expected 1 to 1048576 frames/)
  refused(Buffer.alloc(4), /Expected 1 to 1048576 frames but received 0/)
  const [first] = joinFrames([new Uint8Array(limit + 1)]) as [Uint8Array]
  refused(first.subarray(0, 12), /Expected at most 200000 bytes in one piece but the message has one of 200001/)
})
