import { closeSync, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { FileError, FormatError } from '../../bindings/errors.js'
import { expected } from '../../protocol/errors.js'

/** Largest metadata file that is read, in bytes. */
export const maxJsonBytes = 64 * 2 ** 20
/** Largest section that is read, in bytes: what one ArrayBuffer holds on every supported Node. */
export const maxSectionBytes = 2 ** 31

/**
 * Return the path of a file inside `folder`.
 *
 * Not collective.
 *
 * @param name As written in an export: relative to `folder`, with `/`.
 * @throws {FormatError} Not a file name, or a path that leaves the folder, also through a symbolic link.
 * @throws {FileError}   No such file.
 */
export function pathInside(folder: string, name: unknown): string {
  if (typeof name !== 'string' || name === '' || name.includes('\0')) throw new FormatError(expected('a file name', 'file', name))
  const path = resolve(folder, name)
  if (isAbsolute(name) || leaves(folder, path)) throw new FormatError(expected(`a file inside the folder ${folder}`, 'file', name))
  const real = failing(`read ${path}`, () => realpathSync(path))
  if (leaves(realpathSync(folder), real))
    throw new FormatError(expected(`a file inside the folder ${folder}, not a link out of it,`, 'file', name))
  return path
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}

/** A file that is open for reading. */
export interface OpenFile {
  /** In bytes, when it was opened. */
  readonly size: number
  /** Read exactly `length` bytes from `position` into new memory. @throws {FileError} The file is shorter, or cannot be read. */
  read(position: number, length: number): Uint8Array<ArrayBuffer>
}

/**
 * Open a regular file, hand it to `use`, and close it.
 *
 * Not collective.
 *
 * @param path Of a file; a pipe or device is refused before it is opened.
 * @param maxReadBytes Most bytes that one system call is asked for; Node refuses 2 GiB and more. Default 1 GiB.
 * @throws {FileError} Missing, unreadable, or no regular file; the message has the path and the system's reason.
 */
export function withFile<T>(path: string, use: (file: OpenFile) => T, maxReadBytes: number = 2 ** 30): T {
  const fd = failing(`read ${path}`, () => {
    // Opening a pipe would wait for its writer.
    if (!lstatSync(realpathSync(path)).isFile()) throw new FileError(`Expected a regular file for ${path}`)
    return openSync(path, 'r')
  })
  try {
    const size = fstatSync(fd).size
    const readAt = (bytes: Uint8Array, position: number) =>
      failing(`read ${path}`, () => readSync(fd, bytes, 0, Math.min(bytes.length, maxReadBytes), position))
    return use({ size, read: (position, length) => readExactly(readAt, path, position, length) })
  } finally {
    closeSync(fd)
  }
}

/** @param readAt Fills the beginning of `bytes`, as much as it likes; returns how much. */
function readExactly(
  readAt: (bytes: Uint8Array, position: number) => number,
  path: string,
  position: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const count = readAt(bytes.subarray(done), position + done)
    if (count === 0) throw new FileError(`Expected ${length} bytes at ${position} of ${path} but it ended after ${done}`)
    done += count
  }
  return bytes
}

/** Run a file operation; its failure becomes a FileError with the system's reason. */
export function failing<T>(what: string, operation: () => T): T {
  try {
    return operation()
  } catch (cause) {
    if (cause instanceof FileError) throw cause
    throw new FileError(`Cannot ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
