import { randomBytes } from 'node:crypto'
import { accessSync, closeSync, constants, fstatSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryBytes } from '../../bindings/temporary.js'
import { WireError } from './errors.js'

/** Typed arrays from this size on are put into files: below, a message through a socket is as fast. */
const least = 128 * 1024
/** Most bytes of one call to the operating system. */
const most = 2 ** 30

/**
 * A folder of shared memory in which the processes of a cluster on one machine leave large typed arrays for each other, one file each:
 * encryption and sockets are several times slower. It is the folder of the engines' job, which only this user may enter. Whoever
 * receives an array removes its file; what was never received goes with the folder.
 */
export class SharedFolder {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** The folder of a job of engines; undefined when it is not in shared memory, or not on this machine. */
  static find(path: string): SharedFolder | undefined {
    if (!/^\/dev\/shm\/distarray-job-[A-Za-z0-9]{6}$/.test(path)) return undefined
    try {
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
      return new SharedFolder(path)
    } catch {
      return undefined
    }
  }

  /** Leave bytes for one receiver; undefined when they are few, or there is no memory for them. */
  readonly put = (bytes: Uint8Array): string | undefined => {
    if (bytes.length < least) return undefined
    const name = randomBytes(16).toString('hex')
    const file = join(this.path, name)
    try {
      const fd = openSync(file, 'wx', 0o600)
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, Math.min(most, bytes.length - at), at)
      } finally {
        closeSync(fd)
      }
      return name
    } catch {
      rmSync(file, { force: true })
      return undefined
    }
  }

  /**
   * Take what was left; it is gone then.
   *
   * @returns New memory of its own, which `giveBack` takes when it is large.
   * @throws {WireError} There is no such file, or it has another length.
   */
  readonly take = (name: string, length: number): Uint8Array => {
    if (!/^[0-9a-f]{32}$/.test(name)) throw new WireError('Expected the name of shared memory but received something else')
    const file = join(this.path, name)
    try {
      const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
      try {
        unlinkSync(file)
        if (fstatSync(fd).size !== length)
          throw new WireError(`Expected ${length} bytes of shared memory but there are ${fstatSync(fd).size}`)
        return read(fd, length)
      } finally {
        closeSync(fd)
      }
    } catch (cause) {
      if (cause instanceof WireError) throw cause
      throw new WireError(`Expected ${length} bytes of shared memory but they cannot be read: ${String(cause)}`, { cause })
    }
  }
}

function read(fd: number, length: number): Uint8Array {
  const bytes = temporaryBytes(length)
  for (let at = 0; at < length; ) {
    const count = readSync(fd, bytes, at, Math.min(most, length - at), at)
    if (count === 0) throw new WireError(`Expected ${length} bytes of shared memory but there are ${at}`)
    at += count
  }
  return bytes
}
