import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Launch } from '../../cluster/mpiexec.js'

/** A program that answers each line of its input, a workload, by a number: what it took. */
export class Runner {
  private readonly _answers: AsyncIterator<string>
  private readonly _child: ReturnType<typeof spawn>

  constructor({ command, args, env }: Launch) {
    this._child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
    this._answers = createInterface({ input: this._child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  }

  /** @throws {Error} The program ended, or answered something else. */
  async run(workload: string): Promise<number> {
    this._child.stdin?.write(`${workload}\n`)
    const { value, done } = await this._answers.next()
    if (done || !Number.isFinite(Number(value))) throw new Error(`${workload}: received ${value}`)
    return Number(value)
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this._child.once('close', resolve))
    this._child.stdin?.end()
    await closed
  }
}
