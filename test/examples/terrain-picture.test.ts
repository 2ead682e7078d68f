import t from 'tap'
import { drawPicture } from '../../examples/terrain/picture.js'
import { refine } from '../../examples/terrain/refine.js'
import { shortenPath } from '../../examples/terrain/svg-path.js'
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
  subtitle: ['rise & fall <here>', 'second line'],
} as const

t.test('the picture is well-formed and shows what it must', async (t) => {
  const svg = await drawPicture(content)
  t.equal(unbalancedTag(svg), undefined, 'every tag is closed')
  t.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  for (const text of [
    'Maunga Whau',
    'rise &amp; fall &lt;here&gt;',
    'second line',
    'Before',
    'After',
    'Who owns which part',
    'elevation (m)',
    'metres',
  ])
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

t.test('paths are shortened without drift', (t) => {
  t.equal(shortenPath('M1.04,2L1.14,2L0.5,1.9ZM10,10.26L10,10Z'), 'M1,2l.1 0-.6-.1ZM10,10.3l0-.3Z')
  t.equal(shortenPath('M0,0h10v5Z'), 'M0,0h10v5Z', 'other commands stay')
  t.equal(shortenPath('M1e-7,-0.04L-1.26,3'), 'M0,0l-1.3 3')
  const steps = Array.from({ length: 1000 }, (_, k) => [k * 0.037, Math.sin(k) * 5])
  const short = shortenPath(`M${steps.map((point) => point.join(',')).join('L')}`)
  const numbers = (short.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number)
  let [x, y, worst] = [0, 0, 0]
  for (const [k, [wantedX, wantedY]] of steps.entries()) {
    x += numbers[2 * k]!
    y += numbers[2 * k + 1]!
    worst = Math.max(worst, Math.abs(x - wantedX!), Math.abs(y - wantedY!))
  }
  t.equal(numbers.length, 2000, 'every point is there')
  t.ok(worst <= 0.0501, `no point moves by more than half a tenth (${worst})`)
  t.end()
})

t.test('the check of tags finds what is wrong', (t) => {
  t.equal(unbalancedTag('<svg><g a="b>"/><g>x</g></svg>'), undefined)
  t.equal(unbalancedTag('<svg><g></svg>'), 'svg')
  t.equal(unbalancedTag('<svg><g></g>'), 'svg')
  t.equal(unbalancedTag('<svg>a < b</svg>'), '<')
  t.equal(unbalancedTag('<svg>a & b</svg>'), '&')
  t.end()
})
