import { Context } from '../../cluster/context.js'

/** Open a context of a mode, with so many engines where it starts them. */
export function open(mode: string, engines: number): Promise<Context> {
  if (mode === 'launch') return Context.launch({ engines })
  if (mode === 'mpi') return Context.mpi()
  return Promise.resolve(Context.spmd())
}

/** Milliseconds that `body` takes. */
export async function elapsed(body: () => unknown): Promise<number> {
  const start = performance.now()
  await body()
  return performance.now() - start
}

/** How fast `body` handles so many bytes. */
export async function gigabytesPerSecond(bytes: number, body: () => unknown): Promise<number> {
  return bytes / 1e6 / (await elapsed(body))
}
