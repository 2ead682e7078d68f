import { StringDecoder } from 'node:string_decoder'

type Stream = 'stdout' | 'stderr'
type Take = (stream: Stream, line: string) => void
type Write = typeof process.stdout.write

/**
 * Have what this process writes to its console handed over line by line, instead of written.
 *
 * Not collective. Native code that writes by itself is not seen.
 *
 * @param take Gets each line without its end. What it writes itself goes to the console.
 * @returns    Ends that: hands over an unfinished line, then the console is what it was.
 */
export function captureConsole(take: Take): () => void {
  const ends = (['stdout', 'stderr'] as const).map((name) => capture(name, take))
  return () => {
    for (const end of ends) end()
  }
}

function capture(name: Stream, take: Take): () => void {
  const stream = process[name]
  const original = stream.write
  const decoder = new StringDecoder('utf8')
  let unfinished = ''
  let taking = false
  const hand = (line: string): void => {
    taking = true
    try {
      take(name, line)
    } finally {
      taking = false
    }
  }
  const write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    if (taking) return (original as (...args: unknown[]) => boolean).call(stream, chunk, ...rest)
    const [encoding] = rest
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding | undefined) : chunk
    const lines = (unfinished + decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))).split('\n')
    unfinished = lines.pop()!
    for (const line of lines) hand(line)
    const done = rest.find((argument) => typeof argument === 'function') as ((error?: Error) => void) | undefined
    if (done !== undefined) process.nextTick(done)
    return true
  }
  stream.write = write as Write
  return () => {
    if (unfinished !== '') hand(unfinished)
    unfinished = ''
    stream.write = original
  }
}
