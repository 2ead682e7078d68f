import { isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import t from 'tap'
import { ArrayReference, LocalArrayDescription, PerEngine } from '../../array/instruction.js'
import { decodeMessage, encodeMessage } from '../../cluster/wire/codec.js'
import { WireError } from '../../cluster/wire/errors.js'
import { seal } from '../../cluster/wire/seal.js'
import { Sealed } from '../../cluster/wire/sealed.js'
import { ArgumentError, isDistError, ShapeError } from '../../protocol/errors.js'

/** As it arrives: the frames in memory of their own. */
function received(message: unknown): unknown {
  return decodeMessage(encodeMessage(message).map((frame) => Uint8Array.from(frame)))
}

const typedArrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const

const bytes = fc.uint8Array({ maxLength: 3000 })
const binary = fc.tuple(fc.constantFrom(...typedArrays), bytes, fc.nat(3)).map(([type, content, skip]) => {
  const size = type.BYTES_PER_ELEMENT
  const whole = new type(Uint8Array.from(content.subarray(0, content.length - (content.length % size))).buffer)
  return whole.subarray(Math.min(skip, whole.length))
})

/** Anything that can travel. */
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(
      fc.double(),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.bigInt(),
      fc.string({ unit: 'grapheme' }),
      fc.boolean(),
      fc.constantFrom(null, undefined, -0, Number.NaN, -Infinity, 2n ** 64n, -(2n ** 63n), -(2n ** 63n) - 1n, 0n),
      fc.date({ noInvalidDate: true }),
      binary,
      bytes.map((b) => Buffer.from(b)),
      bytes.map((b) => Uint8Array.from(b).buffer),
      bytes.map((b) => new DataView(Uint8Array.from(b).buffer)),
      fc.nat().map((id) => new ArrayReference(id)),
      fc
        .nat()
        .map(
          (index) =>
            new LocalArrayDescription(index, 'float64', [
              { dist_type: 'b', size: 4, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 4, padding: [0, 0], periodic: false },
            ]),
        ),
      fc.string().map((s) => new RegExp(s.replace(/\W/g, '.'), 'gu')),
      fc.string().map((s) => new RangeError(s)),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 5 }).map((values) => new PerEngine(values)),
    fc.array(tie('value'), { maxLength: 5 }).map((values) => new Set(values)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('\0', '__proto__', 'constructor', '0', 'toString')), tie('value'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}))

t.test('what is sent arrives', async (t) => {
  fc.assert(
    fc.property(anything.value, (value) => isDeepStrictEqual(received(value), value)),
    { numRuns: 2000 },
  )
  t.pass('2000 values')
  // isDeepStrictEqual of Node 20 takes two invalid dates for different ones.
  t.ok(Number.isNaN((received(new Date(Number.NaN)) as Date).getTime()), 'an invalid date')
})

t.test('typed arrays of 1 KiB travel as frames on their own memory, both ways', async (t) => {
  const data = Float64Array.from({ length: 1000 }, (_, i) => i)
  const frames = encodeMessage({ small: data.subarray(0, 127), part: data.subarray(10, 138), all: [data] })
  t.equal(frames.length, 3)
  t.equal(frames[1]!.buffer, data.buffer, 'not copied')
  t.strictSame([frames[1]!.byteOffset, frames[1]!.length], [80, 1024])
  t.equal(frames[2]!.length, 8000)
  const memory = frames.map((frame) => Uint8Array.from(frame))
  const message = decodeMessage(memory) as { small: Float64Array; part: Float64Array; all: [Float64Array] }
  t.equal(message.all[0].buffer, memory[2]!.buffer, 'not copied')
  t.strictSame([message.small.length, message.part[0], message.all[0]], [127, 10, data])

  const shifted = new Uint8Array(8001)
  shifted.set(frames[2]!, 1)
  const unaligned = decodeMessage([frames[0]!, frames[1]!, shifted.subarray(1)]) as typeof message
  t.strictSame(unaligned.all[0], data, 'a frame that is not aligned is copied')
})

t.test('sealed parts hold what was, and can be passed on unopened', async (t) => {
  fc.assert(
    fc.property(anything.value, anything.value, (one, two) =>
      isDeepStrictEqual(received({ list: [seal(one), seal(two)] }), { list: [one, two] }),
    ),
  )
  const data = new Float64Array(500)
  const sealed = seal({ data, deep: { n: 1 } })
  data[0] = 7
  const frames = encodeMessage({ first: new Float64Array(200), list: [sealed, sealed] }).map((frame) => Uint8Array.from(frame))
  const kept = decodeMessage(frames, { keepSealed: true }) as { list: [Sealed, Sealed] }
  t.ok(kept.list[0] instanceof Sealed)
  t.equal(kept.list[1].frames[0], frames[3], 'not copied')
  const expected = { data: new Float64Array(500), deep: { n: 1 } }
  t.strictSame(received({ again: kept.list }), { again: [expected, expected] })
  const nested = new Sealed(encodeMessage([sealed])[0]!.subarray(3), sealed.frames)
  t.throws(() => received(nested), WireError, 'not one in another')
})

t.test('bytes that are put elsewhere are fetched from there', async (t) => {
  const store = new Map<string, Uint8Array>()
  const share = (bytes: Uint8Array) => {
    if (bytes.length < 2000) return undefined
    store.set(`${store.size}`, Uint8Array.from(bytes))
    return `${store.size - 1}`
  }
  const fetch = (name: string, bytes: number) => {
    const found = store.get(name)
    if (found?.length !== bytes) throw new WireError('not there')
    return found
  }
  const message = { some: new Float32Array(400).fill(1), many: new Float32Array(4000).fill(2) }
  const frames = encodeMessage({ sealed: seal(message, share), message }, share)
  t.equal(frames.length, 3, 'both of the small ones')
  t.strictSame(decodeMessage(frames, { fetch }), { sealed: message, message })
  t.throws(() => decodeMessage(frames), WireError, 'by a process that has no share in it')
  store.clear()
  t.throws(() => decodeMessage(frames, { fetch }), WireError, 'when it is gone')
  t.strictSame([seal(message, share).isForOne, seal({ some: message.some }, share).isForOne], [true, false])
})

t.test('errors keep class, message, stack and cause', async (t) => {
  const sent = new ShapeError('two shapes', { cause: new TypeError('inner', { cause: { at: 3 } }) })
  const error = received(sent) as ShapeError
  t.ok(isDistError(error, 'ERR_SHAPE'))
  t.ok(error instanceof ShapeError)
  t.strictSame([error.message, error.stack, error.name], ['two shapes', sent.stack, 'ShapeError'])
  const cause = error.cause as TypeError
  t.ok(cause instanceof TypeError)
  t.strictSame([cause.message, cause.cause], ['inner', { at: 3 }])
  const own = Object.assign(new Error('m'), { name: 'OwnError' })
  t.strictSame([(received(own) as Error).name, received(own) instanceof Error], ['OwnError', true])
})

t.test('values of another realm', async (t) => {
  const value = runInNewContext('({ list: [1, new Map([[1, new Date(5)]])], data: new Float64Array(300), set: new Set([1]), no: null })')
  t.strictSame(received(value), {
    list: [1, new Map([[1, new Date(5)]])],
    data: new Float64Array(300),
    set: new Set([1]),
    no: null,
  })
  t.match(received(runInNewContext('new TypeError("there")')), { name: 'TypeError', message: 'there' })
  t.strictSame(received(Object.assign(Object.create(null), { a: 1 })), { a: 1 })
})

t.test('what cannot travel is named by its place', async (t) => {
  const circle: unknown[] = []
  circle.push(circle)
  class Own {
    readonly x = 1
  }
  for (const [value, message] of [
    [() => 1, /for the value but received a function/],
    [{ args: [1, { f: Math.sin }] }, /for args\[1\]\.f but received a function/],
    [{ s: Symbol('s') }, /for s but received/],
    [[new Own()], /for \[0\] but received an object of type Own/],
    [{ p: Promise.resolve(1) }, /for p but received an object of type Promise/],
    [new WeakMap(), /of type WeakMap/],
    [new SharedArrayBuffer(8), /of type SharedArrayBuffer/],
    [circle, /at most 500 levels for \[0\]\[0\]/],
  ] as const)
    t.throws(() => encodeMessage(value), { constructor: ArgumentError, message }, String(message))
})

t.test('what is no message gives a WireError and nothing else', async (t) => {
  const check = (frames: Uint8Array[]): boolean => {
    try {
      decodeMessage(frames)
      return true
    } catch (error) {
      return error instanceof WireError
    }
  }
  const start = encodeMessage(0)[0]!.subarray(0, 3)
  const after = (...content: number[]) => [Uint8Array.from([...start, ...content])]
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 4 }), check), { numRuns: 2000 })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => check(after(...content))),
    { numRuns: 5000 },
  )
  fc.assert(
    fc.property(
      anything.value,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      (value, changes, cut) => {
        const frames = encodeMessage(value).map((frame) => Uint8Array.from(frame))
        const first = frames[0]!
        for (const [at, byte] of changes) first[at % first.length] = byte
        return (
          check(frames) &&
          check([first.subarray(0, cut % first.length), ...frames.slice(1)]) &&
          check(frames.slice(0, cut % (frames.length + 1)))
        )
      },
    ),
    { numRuns: 5000 },
  )
  for (const [name, content] of Object.entries({
    'a list of 4 billion': [0xdd, 255, 255, 255, 255],
    'a string of 4 GiB': [0xdb, 255, 255, 255, 255],
    'a record definition': [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1],
    'an extension': [0xc7, 1, 0x65, 0],
    'two values': [1, 2],
    nothing: [],
    'a reserved byte': [0xc1],
    'bytes that no typed array has': [0xc4, 1, 0],
    'a hundred thousand levels': new Array(100_000).fill(0x91),
    'an unknown tag': [0x81, 0xa1, 0, 0x91, 0xa1, 0x78],
    'a frame that is missing': [0x81, 0xa1, 0, 0x93, 0xa5, 98, 121, 116, 101, 115, 0xa9, 73, 110, 116, 56, 65, 114, 114, 97, 121, 1],
  }))
    t.throws(() => decodeMessage(after(...content)), WireError, name)
  t.throws(() => decodeMessage([]), WireError)
  t.throws(() => decodeMessage([Uint8Array.of(0xda, 2, 1, 0)]), WireError, 'another version')
  t.equal(({} as Record<string, unknown>).polluted, undefined)
})
