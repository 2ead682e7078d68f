import fc from 'fast-check'
import t from 'tap'
import { bodyFrom, pack, unpack } from '../../cluster/mpi/packet.js'
import { holds } from '../support/property.js'

/** Frames about the lengths where their way changes, filled so that they differ. */
const frame = fc
  .tuple(fc.oneof(fc.nat(40), fc.integer({ min: bodyFrom - 2, max: bodyFrom + 2 })), fc.nat(255))
  .map(([length, seed]) => Uint8Array.from({ length }, (_, i) => seed + i))
const messages = fc.array(fc.array(frame, { minLength: 1, maxLength: 4 }), { maxLength: 6 })

t.test('a packet gives back the messages that were put into it', async (t) => {
  holds(
    t,
    'any messages',
    fc.property(messages, (messages) => {
      const { head, bodies } = pack(messages)
      const coming = [...bodies]
      const out = unpack(head.slice(), (length) => {
        const body = coming.shift()
        if (body?.length !== length) throw new Error(`a body of ${body?.length} bytes was announced with ${length}`)
        return body
      })
      return (
        coming.length === 0 &&
        out.length === messages.length &&
        out.every(
          (frames, m) => frames.length === messages[m]!.length && frames.every((bytes, f) => Buffer.compare(bytes, messages[m]![f]!) === 0),
        )
      )
    }),
  )
})

t.test('long frames are not copied, short ones lie where typed arrays can', async (t) => {
  const long = new Uint8Array(bodyFrom)
  const { head, bodies } = pack([[Uint8Array.of(1, 2, 3), long, new Uint8Array(16)]])
  t.ok(bodies[0] === long, 'the body is the frame itself')
  const [frames] = unpack(head, () => long)
  t.equal(frames![2]!.byteOffset % 8, 0, 'aligned')
})
