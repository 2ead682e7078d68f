// Ctrl-C at the client: what a terminal does is SIGINT to the program, whose engines are in a group of their own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { processesWith } from '../../cluster/engine/processes.js'

const child = fileURLToPath(new URL('./ctrl-c-child.js', import.meta.url))

t.test('interrupts a call, and ends a program that awaits nothing', { timeout: 120_000 }, async (t) => {
  const mark = `DISTARRAY_TEST_MARK=${process.pid}`
  // tap's loaders, which would be in NODE_OPTIONS, listen to SIGINT.
  const program = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, child], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DISTARRAY_TEST_MARK: String(process.pid) },
  })
  const said: string[] = []
  for await (const line of createInterface(program.stdout)) {
    said.push(line)
    if (line === 'computing' || line === 'waiting' || line === 'sleeping') setTimeout(() => program.kill('SIGINT'), 300)
  }
  const [, signal] =
    program.exitCode === null && program.signalCode === null ? await once(program, 'exit') : [program.exitCode, program.signalCode]
  t.same(said, ['computing', 'InterruptError', 'still 1 1 1 1', 'waiting', 'InterruptError', 'sleeping'])
  t.equal(signal, 'SIGINT')
  const gone = (): boolean => processesWith(mark).every((pid) => pid === process.pid)
  for (let tries = 0; tries < 250 && !gone(); tries++) await new Promise((resolve) => setTimeout(resolve, 20))
  t.ok(gone(), 'the engines end with it, within 5 seconds')
})
