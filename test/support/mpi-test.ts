import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { Test } from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'

/** One assertion's outcome on one rank, as it travels from the rank's file to the TAP stream. */
interface Outcome {
  path: string[]
  name: string
  ok: boolean
  diagnostic?: string
}

/** Assertions of a parallel test body; each is recorded at once, so that a crash loses none before it. */
export class RankTest {
  constructor(
    private readonly file: string,
    private readonly path: string[] = [],
  ) {}

  ok(value: unknown, name: string): void {
    this.record(name, () => assert.ok(value))
  }

  equal<T>(actual: T, wanted: T, name: string): void {
    this.record(name, () => assert.strictEqual(actual, wanted))
  }

  /** Deep strict equality, as `assert.deepStrictEqual`. */
  same(actual: unknown, wanted: unknown, name: string): void {
    this.record(name, () => assert.deepStrictEqual(actual, wanted))
  }

  /** `|actual - wanted| <= tolerance`; NaN fails. */
  near(actual: number, wanted: number, tolerance: number, name: string): void {
    this.record(name, () => assert.ok(Math.abs(actual - wanted) <= tolerance, `${actual} is not within ${tolerance} of ${wanted}`))
  }

  /** `fn` must throw an error that matches, as `assert.throws`: a class, a pattern for the message, or properties. */
  throws(fn: () => unknown, wanted: RegExp | object, name: string): void {
    this.record(name, () => assert.throws(fn, wanted as RegExp))
  }

  /** As {@link throws}, for a function that returns a promise. */
  async rejects(fn: () => Promise<unknown>, wanted: RegExp | object, name: string): Promise<void> {
    let failure: unknown
    await assert.rejects(fn, wanted as RegExp).catch((error) => {
      failure = error
    })
    this.record(name, () => {
      if (failure) throw failure
    })
  }

  /** Group assertions; an exception in `body` fails the group and the others go on. Collective when `body` is. */
  async test(name: string, body: (t: RankTest) => void | Promise<void>): Promise<void> {
    const inner = new RankTest(this.file, [...this.path, name])
    try {
      await body(inner)
    } catch (error) {
      inner.record('runs to its end', () => {
        throw error
      })
    }
  }

  private record(name: string, check: () => void): void {
    const outcome: Outcome = { path: this.path, name, ok: true }
    try {
      check()
    } catch (error) {
      outcome.ok = false
      outcome.diagnostic = error instanceof Error ? (error.stack ?? error.message) : inspect(error)
    }
    appendFileSync(this.file, `${JSON.stringify(outcome)}\n`)
  }
}

export interface MpiTestOptions {
  /** Rank counts; include 1, an odd count, and one above the extents used (empty ranks). */
  ranks: number[]
  /** Seconds for one rank count before the job is killed. Default 120. */
  timeout?: number
  /** Extra environment of the ranks. */
  env?: Record<string, string>
}

/**
 * Run one test body at several rank counts under mpiexec and fold every rank's assertions into one TAP stream.
 *
 * In the tap process this starts the jobs; in a rank (DISTARRAY_TEST_OUT is set) it runs `body`. Passing needs, of every
 * rank, at least one assertion, the end of the body, and of the job exit code 0 before the timeout.
 *
 * @param url  The test file's `import.meta.url`.
 * @param body Runs on every rank, in the same order.
 */
export async function mpiTest(url: string, options: MpiTestOptions, body: (t: RankTest) => void | Promise<void>): Promise<void> {
  const out = process.env.DISTARRAY_TEST_OUT
  if (out !== undefined) {
    const rank = process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK ?? '0'
    const file = join(out, `${rank}.ndjson`)
    await body(new RankTest(file))
    appendFileSync(file, `${JSON.stringify({ end: true })}\n`)
    return
  }
  const { t } = await import('tap') // only here: the ranks start faster without it
  for (const ranks of options.ranks)
    await t.test(`${ranks} rank${ranks === 1 ? '' : 's'}`, { timeout: 0 }, async (group) => {
      const dir = mkdtempSync(join(tmpdir(), 'distarray-test-'))
      try {
        const job = await runJob(ranks, [fileURLToPath(url)], {
          timeout: options.timeout ?? 120,
          env: { ...options.env, DISTARRAY_TEST_OUT: dir },
        })
        for (let rank = 0; rank < ranks; rank++) foldRank(group, rank, join(dir, `${rank}.ndjson`))
        group.equal(
          job.code,
          0,
          job.timedOut ? 'job ends before the timeout' : 'job ends with code 0',
          job.code === 0 ? {} : { output: job.output.slice(-4000) },
        )
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    })
}

function foldRank(group: Test, rank: number, file: string): void {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  const outcomes = lines.map((line) => JSON.parse(line) as Outcome & { end?: boolean })
  const ended = outcomes.at(-1)?.end === true
  const checks = outcomes.filter((outcome) => !outcome.end)
  const last = checks.at(-1)
  for (const failed of checks.filter((outcome) => !outcome.ok))
    group.fail(`rank ${rank}: ${[...failed.path, failed.name].join(' > ')}`, { detail: failed.diagnostic ?? '' })
  group.ok(
    ended,
    `rank ${rank} reaches the end${ended || !last ? '' : `; its last assertion was '${[...last.path, last.name].join(' > ')}'`}`,
  )
  group.ok(checks.length > 0, `rank ${rank} asserts ${checks.length} things`)
}

export interface JobResult {
  /** Exit code of mpiexec; null when a signal ended it. */
  code: number | null
  /** Standard output and error, interleaved as they came. */
  output: string
  timedOut: boolean
  /** Wall time in seconds. */
  seconds: number
}

/**
 * Run `node args...` on `ranks` ranks under mpiexec.
 *
 * The whole process group is killed at the timeout, so no rank outlives the test.
 */
export function runJob(ranks: number, args: string[], options: { timeout: number; env?: Record<string, string> }): Promise<JobResult> {
  const launch = mpiexecCommand({ ranks, program: process.execPath, args })
  return runProcess(launch.command, launch.args, { timeout: options.timeout, env: { ...launch.env, ...options.env } })
}

/** Run one command to its end or the timeout (seconds); see {@link runJob}. */
export function runProcess(
  command: string,
  args: string[],
  options: { timeout: number; env?: Record<string, string>; cwd?: string },
): Promise<JobResult> {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint()
    // tap's own loaders and coverage settings are for the test process, not for the ranks.
    const { NODE_OPTIONS: _loaders, ...env } = process.env
    const child = spawn(command, args, {
      detached: true,
      cwd: options.cwd,
      env: { ...env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let timedOut = false
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    const timer = setTimeout(() => {
      timedOut = true
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, options.timeout * 1000)
    child.on('error', (error) => {
      output += String(error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output, timedOut, seconds: Number(process.hrtime.bigint() - start) / 1e9 })
    })
  })
}
