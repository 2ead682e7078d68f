/* The thread of watchdog.ts. */
import { Script } from 'node:vm'

const wait = new Script('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)')
for (;;) {
  try {
    wait.runInThisContext({ breakOnSigint: true, displayErrors: false })
  } catch {} // a signal that nobody else took
}
