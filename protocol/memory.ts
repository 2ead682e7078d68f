/*
 * The true extents of a view on memory. An object can override `byteLength` and the like; native code sees the
 * real values, so every check here goes through the engine's own accessors.
 */

type Accessor<T> = (this: unknown) => T

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype)

function accessor<T>(prototype: object | undefined, key: PropertyKey): Accessor<T> | undefined {
  return prototype && Object.getOwnPropertyDescriptor(prototype, key)?.get
}

const arrayTag = accessor<string | undefined>(typedArrayPrototype, Symbol.toStringTag)!
const arrayBuffer = accessor<ArrayBufferLike>(typedArrayPrototype, 'buffer')!
const arrayByteOffset = accessor<number>(typedArrayPrototype, 'byteOffset')!
const arrayByteLength = accessor<number>(typedArrayPrototype, 'byteLength')!
const arrayLength = accessor<number>(typedArrayPrototype, 'length')!
const dataViewBuffer = accessor<ArrayBufferLike>(DataView.prototype, 'buffer')!
const dataViewByteOffset = accessor<number>(DataView.prototype, 'byteOffset')!
const dataViewByteLength = accessor<number>(DataView.prototype, 'byteLength')!
const resizable = accessor<boolean>(ArrayBuffer.prototype, 'resizable')
// Some hosts have no SharedArrayBuffer.
const growable = accessor<boolean>(typeof SharedArrayBuffer === 'undefined' ? undefined : SharedArrayBuffer.prototype, 'growable')

/**
 * Return the class name of a typed array, e.g. `'Float64Array'`, also for subclasses; undefined for anything else.
 *
 * Not collective. Never throws.
 */
export function typedArrayName(value: unknown): string | undefined {
  return arrayTag.call(value)
}

/**
 * Return the buffer under a view.
 *
 * Not collective.
 */
export function bufferOf(view: ArrayBufferView): ArrayBufferLike {
  return typedArrayName(view) ? arrayBuffer.call(view) : dataViewBuffer.call(view)
}

/**
 * Return where a view starts in its buffer, in bytes; 0 when the buffer is detached.
 *
 * Not collective.
 */
export function byteOffsetOf(view: ArrayBufferView): number {
  return typedArrayName(view) ? arrayByteOffset.call(view) : zeroWhenDetached(dataViewByteOffset, view)
}

/**
 * Return the length of a view in bytes; 0 when the buffer is detached.
 *
 * Not collective.
 */
export function byteLengthOf(view: ArrayBufferView): number {
  return typedArrayName(view) ? arrayByteLength.call(view) : zeroWhenDetached(dataViewByteLength, view)
}

/**
 * Return the number of elements of a typed array; 0 when the buffer is detached.
 *
 * Not collective.
 */
export function lengthOf(view: ArrayBufferView): number {
  return arrayLength.call(view)
}

/**
 * Tell whether the memory under a view keeps its size: neither a resizable `ArrayBuffer` nor a growable shared one.
 *
 * Not collective.
 */
export function hasFixedLength(view: ArrayBufferView): boolean {
  const buffer = bufferOf(view)
  try {
    return !resizable?.call(buffer)
  } catch {
    return !growable?.call(buffer) // the accessor of ArrayBuffer refuses a shared one
  }
}

/** The accessors of a DataView throw where those of a typed array return 0. */
function zeroWhenDetached(read: Accessor<number>, view: ArrayBufferView): number {
  try {
    return read.call(view)
  } catch {
    return 0
  }
}
