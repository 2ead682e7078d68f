import type { BaseContext } from '../array/context.js'

const open = new Set<BaseContext>()

/**
 * Close a context when the program has nothing else to do, should it not have been closed by then: what was sent is carried out,
 * engines that were launched end, and what failed without having been told ends the program with the error.
 *
 * Not collective.
 */
export function closeAtEnd(context: BaseContext): void {
  if (open.size === 0) process.on('beforeExit', closeAll)
  open.add(context)
}

/** The program closes it by itself. */
export function leaveToProgram(context: BaseContext): void {
  open.delete(context)
  if (open.size === 0) process.off('beforeExit', closeAll)
}

function closeAll(): void {
  for (const context of [...open]) void context.close()
}
