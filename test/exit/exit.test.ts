// Whatever way a rank ends, the job ends with the right code and one readable message, at once, and leaves no process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type CliOptions, type CliResult, runCli } from '../support/cli.js'

const rank = fileURLToPath(new URL('./rank.js', import.meta.url))
const mostSeconds = 5
const folder = mkdtempSync(join(tmpdir(), 'distarray-exit-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
let jobs = 0

async function end(t: Test, ranks: number, args: string[], options: CliOptions = {}): Promise<CliResult> {
  const clock = join(folder, String(jobs++))
  writeFileSync(clock, `${Date.now()}\n`)
  const job = await runCli(['run', '-n', String(ranks), rank, ...args], { ...options, env: { EXIT_TEST_CLOCK: clock } })
  const started = Math.max(...readFileSync(clock, 'utf8').trim().split('\n').map(Number))
  const seconds = (job.endedAt - started) / 1000
  t.equal(job.timedOut, false, 'does not hang')
  t.ok(seconds < mostSeconds, `ends in ${seconds.toFixed(1)} s`)
  t.same(job.leftBehind, [], 'leaves no process behind')
  t.notMatch(job.stderr, /MPI_ABORT|ORTE_ERROR_LOG|Primary job|-{20}/, 'shows no banner of the launcher')
  return job
}

/** Lines of stderr that start a message of a rank. */
const messages = (job: CliResult) => job.stderr.split('\n').filter((line) => line.startsWith('[rank '))

const failures: { how: string; code: number; says: RegExp; stack?: boolean }[] = [
  { how: 'throw', code: 1, says: /^\[rank R\] Uncaught RangeError: thrown by the test$/, stack: true },
  { how: 'throw-in-callback', code: 1, says: /^\[rank R\] Uncaught Error: thrown in a callback$/, stack: true },
  { how: 'throw-before-start', code: 1, says: /^\[rank R\] Uncaught Error: before MPI starts$/, stack: true },
  { how: 'rejection', code: 1, says: /^\[rank R\] Uncaught TypeError: late rejection$/, stack: true },
  { how: 'syntax-error', code: 1, says: /^\[rank R\] Uncaught, at$/ },
  { how: 'throw-undefined', code: 1, says: /^\[rank R\] Uncaught / },
  { how: 'failing-finalizer', code: 1, says: /^\[rank R\] MPI could not be finalized: Error: the finalizer failed$/, stack: true },
  { how: 'exit-3', code: 3, says: /^\[rank R\] ended with exit code 3$/ },
  { how: 'exit-256', code: 1, says: /^\[rank R\] ended with exit code 256$/ },
  { how: 'exit-code-5', code: 5, says: /^\[rank R\] ended with exit code 5$/ },
  { how: 'sigterm', code: 143, says: /^\[rank R\] ended by signal 15 \(Terminated\)$/ },
  { how: 'sigkill', code: 137, says: /^\[rank R\] ended by signal 9 \(Killed\)$/ },
]

for (const { how, code, says, stack } of failures)
  for (const ranks of [1, 2, 3])
    t.test(`${how} on the last of ${ranks}`, async (t) => {
      const who = String(ranks - 1)
      const job = await end(t, ranks, [how, who])
      t.equal(job.code, code, 'ends with the code of the rank')
      t.equal(messages(job).length, 1, 'says one thing')
      t.match(messages(job)[0], new RegExp(says.source.replace('R', who)))
      if (stack) {
        t.match(job.stderr, /^ +at .*rank\.js:\d+:\d+/m, 'shows where it was thrown')
        t.equal(job.stderr.split(messages(job)[0]!).length, 2, 'shows it once')
      }
      if (how === 'syntax-error') t.match(job.stderr, /let%20%3D%201:1\nlet = 1\n\s*\^+\n\s*SyntaxError/)
      if (how === 'throw') t.match(job.stderr, /\[cause\]: Error: the cause/)
    })

for (const ranks of [1, 2, 3]) {
  t.test(`normal end of ${ranks}`, async (t) => {
    const job = await end(t, ranks, ['normal'])
    t.equal(job.code, 0)
    t.equal(job.stderr, '')
    t.equal(job.stdout.replaceAll('\r', ''), 'done\n'.repeat(ranks))
  })

  t.test(`process.exit(0) on all of ${ranks}`, async (t) => {
    const job = await end(t, ranks, ['exit-0'])
    t.equal(job.code, 0)
    t.equal(job.stderr, '')
  })

  t.test(`finalizers run last in first out, before MPI ends, on ${ranks}`, async (t) => {
    const job = await end(t, ranks, ['finalizers'])
    t.equal(job.code, 0)
    const lines = job.stdout.trim().split(/\r?\n/)
    t.equal(lines.length, 3 * ranks)
    if (ranks === 1) t.same(lines, ['second registered', 'first registered, MPI is on', 'MPI is off afterwards'])
  })

  t.test(`blocks that nobody freed, on ${ranks}`, async (t) => {
    const job = await end(t, ranks, ['forgotten-free'])
    t.equal(job.code, 0)
    t.equal(job.stderr, '')
  })

  t.test(`the same throw on all of ${ranks} is shown once`, async (t) => {
    const job = await end(t, ranks, ['throw-everywhere'])
    t.equal(job.code, 1)
    t.equal(messages(job).length, 1)
    t.equal(job.stderr.split('Error: thrown by every rank').length, 2)
  })
}

t.test('Workers end and the rank goes on', async (t) => {
  const job = await end(t, 2, ['worker'])
  t.equal(job.code, 0)
  t.equal(job.stderr, '')
  t.equal(job.stdout.replaceAll('\r', ''), 'still on\n'.repeat(2))
})

t.test('a throw in a Worker ends the job like any other', async (t) => {
  const job = await end(t, 2, ['worker-throws'])
  t.equal(job.code, 1)
  t.equal(messages(job).length, 1)
  t.match(messages(job)[0], /^\[rank [01]\] Uncaught Error: thrown in a worker$/)
})

t.test("an app's own handler of uncaught exceptions decides", async (t) => {
  const job = await end(t, 2, ['handled-by-the-app'])
  t.equal(job.code, 0)
  t.equal(job.stderr, '')
  t.equal(job.stdout.replaceAll('\r', ''), 'handled: the app knows\n'.repeat(2))
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  for (const how of ['wait-idle', 'wait-in-barrier'])
    for (const ranks of signal === 'SIGINT' ? [1, 2, 3] : [2])
      t.test(`${signal} to the launcher, ${ranks} ranks in ${how}`, async (t) => {
        let sent = 0
        const job = await end(t, ranks, [how], {
          onOutput(child, stdout) {
            if (stdout.split('waiting').length - 1 < ranks || sent > 0) return
            sent = Date.now()
            child.kill(signal)
          },
        })
        t.ok(sent > 0, 'all ranks were waiting')
        t.equal(job.code, { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal])
        t.equal(job.stderr, '')
      })
