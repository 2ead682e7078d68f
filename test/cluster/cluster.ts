import type { CallInstruction } from '../../array/instruction.js'
import { ClientTransport } from '../../cluster/zeromq/client-transport.js'
import { Controller, type ControllerOptions } from '../../cluster/zeromq/controller.js'
import { linkTo, linkWithin } from '../../cluster/zeromq/link.js'
import { FakeEngine, type FakeEngineOptions } from './fake-engine.js'

/** A controller with fake engines in this process. */
export interface TestCluster {
  readonly controller: Controller
  readonly engines: readonly FakeEngine[]
  /** What the controller logged. */
  readonly lines: string[]
  within(): Promise<ClientTransport>
  connected(): Promise<ClientTransport>
  close(): void
}

export async function testCluster(
  engines: number,
  options: Partial<ControllerOptions> & { fake?: FakeEngineOptions } = {},
): Promise<TestCluster> {
  const lines: string[] = []
  const { fake, ...rest } = options
  const controller = await Controller.start({ engines, clientPort: 0, log: (line) => lines.push(line), ...rest })
  const list = Array.from({ length: engines }, (_, engine) => new FakeEngine(controller.engineAccess, engine, engines, fake))
  const common = { welcomeMilliseconds: 5000, remedy: 'Do something.' }
  return {
    controller,
    engines: list,
    lines,
    within: () => ClientTransport.open({ mode: 'launch', link: linkWithin(controller), ...common }),
    connected: () => ClientTransport.open({ mode: 'connect', link: linkTo(controller.clientAccess!), ...common }),
    close: () => {
      controller.close()
      for (const engine of list) engine.vanish()
    },
  }
}

let last = 0

/** A call; its number is new unless given. */
export function call(fn: string, args: readonly unknown[] = [], more: Partial<CallInstruction> = {}): CallInstruction {
  return { op: 'call', call: ++last, fn, args, reply: 'each', ...more }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** Wait until something is so; the test's time limit ends a vain wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5)
}
