import fc from 'fast-check'
import t from 'tap'
import { decodeRecord, encodeRecord, recordLength } from '../../bindings/check/record.js'
import { holds } from '../support/property.js'

const text = fc.string({ unit: 'binary', maxLength: 400 }).filter((text) => !text.includes('\0'))

t.test('short texts come back as they are', async (t) => {
  holds(
    t,
    'texts that fit',
    fc.property(text, (text) => {
      fc.pre(new TextEncoder().encode(text).length <= recordLength)
      return decodeRecord(encodeRecord(text)) === text
    }),
  )
})

t.test('long texts keep their beginning and differ when they differ', async (t) => {
  const long = fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }).filter((text) => !text.includes('\0'))
  holds(
    t,
    'texts that do not fit',
    fc.property(long, fc.nat(), fc.constantFrom('x', 'é', '😀'), (text, at, change) => {
      const record = encodeRecord(text)
      const said = decodeRecord(record)
      const cut = said.lastIndexOf('#')
      const characters = Array.from(text)
      characters[at % characters.length] = change
      const other = characters.join('')
      return (
        record.length === recordLength &&
        text.startsWith(said.slice(0, cut)) &&
        (other === text || decodeRecord(encodeRecord(other)) !== said)
      )
    }),
  )
})
