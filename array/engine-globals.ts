import { runInNewContext } from 'node:vm'
import { engineNames } from './engine-names.js'

/** What Node.js 20 and later add to the globals of the language. */
const nodeGlobals = `AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CompressionStream
  CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DecompressionStream Event EventTarget File FormData Headers
  MessageChannel MessageEvent MessagePort Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver
  PerformanceObserverEntryList PerformanceResourceTiming ReadableByteStreamController ReadableStream ReadableStreamBYOBReader
  ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader Request Response SubtleCrypto TextDecoder
  TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController URL URLSearchParams WebAssembly
  WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob btoa clearImmediate clearInterval clearTimeout
  console crypto fetch global navigator performance process queueMicrotask setImmediate setInterval setTimeout
  structuredClone`.split(/\s+/)

let names: ReadonlySet<string> | undefined

/**
 * Tell whether every engine has a global of this name: of the language, of Node.js, or of this library.
 *
 * Not collective.
 *
 * @remarks What this process added to its own globals does not count: an engine has not got it.
 */
export function isEngineGlobal(name: string): boolean {
  names ??= new Set([
    ...(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]),
    ...nodeGlobals.filter((key) => key in globalThis),
    ...Object.keys(engineNames),
    // Every function has its own; see freeNames.
    'arguments',
  ])
  return names.has(name)
}
