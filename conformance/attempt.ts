import { inspect } from 'node:util'
import type { Progress } from './progress.js'

/** What came of a call into the subject. */
export type Attempt<T> = { value: T } | { thrown: unknown }

/** Call into the subject, telling first where: if it never comes back, that is known. */
export async function attempt<T>(report: (progress: Progress) => void, step: string, call: () => T | Promise<T>): Promise<Attempt<T>> {
  report({ type: 'step', step })
  try {
    return { value: await call() }
  } catch (thrown) {
    return { thrown }
  } finally {
    report({ type: 'step', step: '' })
  }
}

/** What was thrown, in a line. Never throws, whatever it is. */
export function describeThrown(thrown: unknown): string {
  try {
    return inALine(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `a thrown value, ${inspect(thrown, { depth: 0 })}`)
  } catch {
    return 'a thrown value that cannot be read itself'
  }
}

function inALine(text: string): string {
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim())
  return rest.length === 0 ? first : `${first} ${rest.slice(0, 3).join('; ')}`
}
