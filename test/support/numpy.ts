import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NDArray } from '../../array/nd-array.js'
import { type DType, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { pythonWith } from './python.js'

/** NumPy raised an exception; `type` is its class, e.g. `'TypeError'`. */
export class NumpyError extends Error {
  readonly type: string

  constructor(type: string, message: string, expression: string) {
    super(`${type}: ${message} (in ${expression})`)
    this.name = 'NumpyError'
    this.type = type
  }
}

interface Pending {
  readonly expression: string
  resolve(reply: Reply): void
  reject(error: Error): void
}

interface Reply {
  readonly header: {
    readonly version?: string
    readonly value?: unknown
    readonly arrays?: readonly { readonly dtype: DType; readonly shape: readonly number[] }[]
    readonly error?: string
    readonly message?: string
  }
  readonly body: Buffer
}

const script = fileURLToPath(new URL('../../../test/support/numpy_oracle.py', import.meta.url))

/**
 * NumPy in a child process, as the oracle of tests: one process for any number of expressions, answered in order.
 *
 * Calls may be under way at once; the answers of thousands of small expressions per second are limited by NumPy.
 */
export class Numpy {
  /** Release of NumPy, e.g. `'1.24.2'`. */
  version = ''
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  readonly #pending: Pending[] = []
  #received: Buffer[] = []
  #bytes = 0
  #wanted = 8
  #errors = ''

  private constructor(python: string) {
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors += chunk
    })
    this.#child.stdin?.on('error', () => {}) // the end of the process says it better
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        for (const call of this.#pending.splice(0)) call.reject(new Error(`NumPy's process ended. ${this.#errors}`))
        resolve()
      }
      this.#child.on('error', end).on('close', end)
    })
  }

  /**
   * Start NumPy.
   *
   * @param python Default: the system's, whose NumPy is Debian's; else the first `python3` that has one.
   * @throws {Error} There is none, and how to install it.
   */
  static async start(python = pythonWith(['/usr/bin/python3', 'python3'], 'numpy')): Promise<Numpy> {
    if (python === undefined) throw new Error('These tests compare with NumPy, which is not installed: apt-get install python3-numpy')
    const numpy = new Numpy(python)
    const { header } = await numpy.#reply('import numpy')
    numpy.version = header.version as string
    return numpy
  }

  /**
   * Evaluate an expression over arrays, and return the arrays that it makes: of a tuple or list one for each part, else one.
   *
   * @param expression Python; knows `np`, `math` and the arrays by their names. Scalars become 0-d arrays.
   * @throws {NumpyError} What Python raised, or a result of a dtype that we have not.
   */
  async evaluate(expression: string, arrays: Readonly<Record<string, NDArray>> = {}): Promise<NDArray[]> {
    const { header, body } = await this.#call(expression, arrays, false)
    let at = 0
    return (header.arrays ?? []).map(({ dtype, shape }) => {
      const bytes = product(shape) * itemSize(dtype)
      const memory = new Uint8Array(body.subarray(at, at + bytes)).buffer // a copy, which is aligned
      at += bytes
      return new NDArray(shape, dtype, new (typedArrayFor(dtype))(memory))
    })
  }

  /** Evaluate an expression that makes one array; see {@link evaluate}. */
  async array(expression: string, arrays: Readonly<Record<string, NDArray>> = {}): Promise<NDArray> {
    return (await this.evaluate(expression, arrays))[0] as NDArray
  }

  /** Evaluate an expression that makes what JSON can say: strings, Python's numbers and bools, lists and dictionaries of them. */
  async value(expression: string, arrays: Readonly<Record<string, NDArray>> = {}): Promise<unknown> {
    return (await this.#call(expression, arrays, true)).header.value
  }

  /** End the process after the calls that are under way. */
  async close(): Promise<void> {
    this.#child.stdin?.end()
    await this.#ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #call(expression: string, arrays: Readonly<Record<string, NDArray>>, plain: boolean): Promise<Reply> {
    const entries = Object.entries(arrays)
    const described = entries.map(([name, { dtype, shape }]) => ({ name, dtype, shape }))
    const chunks = entries.map(([, { data }]) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))
    const header = Buffer.from(JSON.stringify({ expression, plain, arrays: described }))
    const sizes = Buffer.alloc(8)
    sizes.writeUInt32LE(header.length, 0)
    sizes.writeUInt32LE(
      chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      4,
    )
    const reply = this.#reply(expression)
    this.#child.stdin?.write(Buffer.concat([sizes, header, ...chunks]))
    const answer = await reply
    if (answer.header.error !== undefined) throw new NumpyError(answer.header.error, answer.header.message ?? '', expression)
    return answer
  }

  #reply(expression: string): Promise<Reply> {
    if (this.#child.exitCode !== null) return Promise.reject(new Error(`NumPy's process has ended; start another one. ${this.#errors}`))
    return new Promise((resolve, reject) => this.#pending.push({ expression, resolve, reject }))
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk)
    this.#bytes += chunk.length
    while (this.#bytes >= this.#wanted) {
      const all = this.#received.length === 1 ? (this.#received[0] as Buffer) : Buffer.concat(this.#received)
      const headerBytes = all.readUInt32LE(0)
      const end = 8 + headerBytes + all.readUInt32LE(4)
      this.#received = [all]
      this.#wanted = end
      if (all.length < end) return
      const header: Reply['header'] = JSON.parse(all.toString('utf8', 8, 8 + headerBytes))
      this.#received = [all.subarray(end)]
      this.#bytes = all.length - end
      this.#wanted = 8
      this.#pending.shift()?.resolve({ header, body: all.subarray(8 + headerBytes, end) })
    }
  }
}
