import t from 'tap'
import { drawPicture } from '../../examples/terrain/picture.js'
import { refine } from '../../examples/terrain/refine.js'
import { readVolcano } from '../../examples/terrain/volcano.js'
import { unbalancedTag } from './well-formed.js'

const grid = refine(readVolcano(), 1)
const values = Float64Array.from({ length: 61 * 87 }, (_, k) => grid.at(Math.floor(k / 87), k % 87))
const content = {
  shape: grid.shape,
  spacing: grid.spacing,
  before: values,
  after: values.map((z) => z - 1),
  owners: [
    { rank: 0, rows: { start: 0, stop: 61 }, columns: { start: 0, stop: 44 } },
    { rank: 1, rows: { start: 0, stop: 61 }, columns: { start: 44, stop: 87 } },
    { rank: 2, rows: { start: 61, stop: 61 }, columns: { start: 0, stop: 44 } },
  ],
  subtitle: 'rise & fall <here>',
} as const

t.test('the picture is well-formed and shows what it must', async (t) => {
  const svg = await drawPicture(content)
  t.equal(unbalancedTag(svg), undefined, 'every tag is closed')
  t.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  for (const text of ['Maunga Whau', 'rise &amp; fall &lt;here&gt;', 'Before', 'After', 'Who owns which part', 'elevation (m)', 'metres'])
    t.ok(svg.includes(text), `says '${text}'`)
  for (const text of ['rank 0', 'rank 1', 'rows 0 to 60', 'columns 44 to 86']) t.ok(svg.includes(`>${text}<`), `labels '${text}'`)
  t.notOk(svg.includes('rank 2'), 'a rank that owns nothing has no label')
  t.notOk(/NaN|undefined|Infinity/.test(svg), 'no number went wrong')
  t.ok((svg.match(/stroke-opacity="0.35"/g) ?? []).length >= 2 * 20, 'two maps of about twenty contours')
})

t.test('less detail makes a smaller document', async (t) => {
  const [fine, coarse] = [await drawPicture(content), await drawPicture(content, 29)]
  t.ok(coarse.length < 0.7 * fine.length, `${coarse.length} bytes instead of ${fine.length}`)
})

t.test('the check of tags finds what is wrong', (t) => {
  t.equal(unbalancedTag('<svg><g a="b>"/><g>x</g></svg>'), undefined)
  t.equal(unbalancedTag('<svg><g></svg>'), 'svg')
  t.equal(unbalancedTag('<svg><g></g>'), 'svg')
  t.equal(unbalancedTag('<svg>a < b</svg>'), '<')
  t.equal(unbalancedTag('<svg>a & b</svg>'), '&')
  t.end()
})
