import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { assembleRows } from '../../examples/terrain/perona-malik.js'
import { refine } from '../../examples/terrain/refine.js'
import { readVolcano } from '../../examples/terrain/volcano.js'
import { type JobResult, runProcess } from '../support/mpi-test.js'
import { cutOut } from './framed.js'
import { unbalancedTag } from './well-formed.js'

const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'distarray-terrain-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

function demo(ranks: number, ...args: string[]): Promise<JobResult> {
  const command = [built('cli/main.js'), 'run', '-n', String(ranks), built('examples/terrain/main.js'), ...args]
  return runProcess(process.execPath, command, { timeout: 300, cwd: folder })
}

const [rows, columns] = [122, 174]
const fine = refine(readVolcano(), 2)
const elevation = Float64Array.from({ length: rows * columns }, (_, k) => fine.at(Math.floor(k / columns), k % columns))
const everything = { start: 0, stop: rows }
const entries = assembleRows(cutOut(elevation, [rows, columns], everything, { start: 0, stop: columns }), fine.spacing, {
  step: 250,
  edgeSlope: 0.2,
})

/** |z - A u| / |z| in one process. */
function residual(u: Float64Array): number {
  const rest = elevation.slice()
  for (const [k, value] of entries.values.entries()) rest[entries.rows[k]!]! -= value * u[entries.cols[k]!]!
  return Math.hypot(...rest) / Math.hypot(...elevation)
}

/** The array in a NumPy file that the example wrote. */
function readNpy(path: string): Float64Array {
  const bytes = readFileSync(path)
  t.ok(bytes.subarray(0, 128).toString('latin1').includes(`'shape': (${rows}, ${columns})`), `${path} has the shape of the grid`)
  return new Float64Array(new Uint8Array(bytes.subarray(128)).buffer)
}

for (const ranks of [1, 2, 3, 4])
  t.test(`the example runs on ${ranks} ranks`, { timeout: 0 }, async (t) => {
    const out = join(folder, `out${ranks}`)
    const job = await demo(ranks, '--refine', '2', '--out', out)
    if (!t.equal(job.code, 0, 'exit code 0')) return t.comment(job.output)

    for (const [library, method] of [
      ['PETSc', 'CG + GAMG'],
      ['Trilinos', 'Belos CG + MueLu'],
    ] as const) {
      const line = job.output.split('\n').find((text) => new RegExp(`^${library} +${method.replace('+', '\\+')} `).test(text)) ?? ''
      const [unknowns, jobRanks, iterations, left, , , bIn, xIn, xOut] = line.slice(28).trim().split(/\s+/).map(Number)
      t.same([unknowns, jobRanks], [rows * columns, ranks], `${library}: unknowns and ranks`)
      t.ok(iterations! >= 1 && iterations! <= 60, `${library}: ${iterations} iterations`)
      t.ok(left! > 0 && left! <= 1e-11, `${library}: residual ${left} with the other library's matrix`)
      t.same([bIn, xIn, xOut], [0, 0, 0], `${library}: no bytes copied`)
      const u = readNpy(join(out, `smoothed-${library.toLowerCase()}.npy`))
      t.ok(residual(u) <= 1e-11, `${library}: the file holds the solution`)
    }
    t.equal((job.output.match(/^yes {2}/gm) ?? []).length, 5, 'five checks hold')
    t.notMatch(job.output, /^NO /m, 'none fails')

    t.same(readNpy(join(out, 'elevation.npy')), elevation, 'elevation.npy holds the refined ground')
    const svg = readFileSync(join(out, 'terrain.svg'), 'utf8')
    t.equal(unbalancedTag(svg), undefined, 'the picture is well-formed')
    for (let rank = 0; rank < ranks; rank++) t.ok(svg.includes(`>rank ${rank}<`), `the picture shows rank ${rank}`)
    const paths = job.output.slice(job.output.indexOf('\nOpen:\n')).match(/^ {2}\/.+$/gm) ?? []
    t.same(
      paths.map((path) => path.trim()),
      ['terrain.svg', 'elevation.npy', 'smoothed-petsc.npy', 'smoothed-trilinos.npy'].map((name) => join(out, name)),
      'it ends with the paths to open',
    )
  })

t.test('answers that disagree fail the job, after the report', { timeout: 0 }, async (t) => {
  const out = join(folder, 'loose')
  const job = await demo(4, '--refine', '2', '--tolerance', '1e-3', '--out', out)
  t.equal(job.code, 1, 'exit code 1')
  t.match(job.output, /^NO {3}the answers agree: largest difference/m, 'it says what is wrong')
  t.equal((job.output.match(/^(yes|NO) +\S/gm) ?? []).length, 5, 'all five checks are reported')
  t.equal(unbalancedTag(readFileSync(join(out, 'terrain.svg'), 'utf8')), undefined, 'the picture is there')
})

t.test('options are explained, and wrong ones refused in words', { timeout: 0 }, async (t) => {
  const help = await demo(2, '--help')
  t.equal(help.code, 0)
  t.equal((help.output.match(/usage:/g) ?? []).length, 1, 'one rank speaks')
  writeFileSync(join(folder, 'file'), '')
  for (const [args, message] of [
    [['--refine', '0'], /an integer from 1 to 64 for --refine but received '0'/],
    [['--refine', 'x'], /--refine but received 'x'/],
    [['--step=-1'], /a positive number for --step but received/],
    [['--tolerance', '0'], /a positive number for --tolerance/],
    [['--edge-slope', '0'], /a positive number for --edge-slope/],
    [['--sharpen'], /Unknown option '--sharpen'/],
    [['more'], /Unexpected argument 'more'/],
    [['--out', 'file/inside'], /The folder of --out cannot be made: ENOTDIR/],
  ] as const) {
    const job = await demo(2, ...args)
    t.equal(job.code, 2, `${args.join(' ')}: exit code 2`)
    t.match(job.output, message, `${args.join(' ')}: says why`)
    t.notMatch(job.output, /\n {4}at /, `${args.join(' ')}: without a stack`)
  }
})
