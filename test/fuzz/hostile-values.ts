/** Refuse whatever is asked. */
function refuse(): never {
  throw new Error('no')
}

const traps = { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse }

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

function selfContaining(): unknown {
  const list: unknown[] = []
  list.push(list)
  return list
}

/** An array whose length is another one each time. */
export function shifting(): unknown {
  let reads = 0
  return new Proxy([4, 4], { get: (target, key) => (key === 'length' ? [2, 2 ** 32 - 1, -1, 1.5][reads++ % 4] : Reflect.get(target, key)) })
}

/** Buffers whose size may change. */
export function resizable(bytes: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [bytes, { maxByteLength: 2 * bytes }])
}

/** As {@link resizable}, shared. */
export function growable(bytes: number): SharedArrayBuffer {
  return Reflect.construct(SharedArrayBuffer, [bytes, { maxByteLength: 2 * bytes }])
}

/** Take the memory of a view away, where that can be done. */
export function detach<T extends ArrayBufferView>(view: T): T {
  if (view.buffer instanceof ArrayBuffer) structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}

/** Makers of values that break naive readers; a new value each time. */
export const hostileMakers: readonly (() => unknown)[] = [
  () => revoked({}),
  () => revoked([]),
  () => revoked(() => 0),
  () => new Proxy({}, traps),
  () => new Proxy([], traps),
  () => new Proxy(() => 0, traps),
  () => new Proxy(new Float64Array(4), {}),
  () => Object.create(null),
  () => Object.defineProperty({}, 'constructor', { get: refuse }),
  () => ({ toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse, toJSON: refuse }),
  () => [{ toString: refuse }],
  () => Object.defineProperty([1, 2], 0, { get: refuse }),
  () => selfContaining(),
  () => new Array(2 ** 32 - 1),
  () => [undefined, 4],
  () => Symbol('s'),
  () => 10n ** 100n,
  () => -1n,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => Number.NEGATIVE_INFINITY,
  () => -0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => Number.MAX_SAFE_INTEGER,
  () => Number.MIN_SAFE_INTEGER,
  () => 2 ** 31,
  () => 2 ** 32,
  () => true,
  () => null,
  () => undefined,
  () => '',
  () => '4',
  () => '__proto__',
  () => 'd',
  () => 'b',
  () => 'c',
  () => 'u',
  () => Object.defineProperty(new Float64Array(4), 'length', { get: refuse }),
  () => Object.defineProperty(new Float64Array(4), 'length', { value: 2 ** 30 }),
  () => Object.defineProperty(new Float64Array(4), 'byteLength', { value: 2 ** 30 }),
  () => Object.defineProperty(new Int32Array(4), 'byteOffset', { value: -64 }),
  () => Object.defineProperty(new Float64Array(4), 'buffer', { value: null }),
  () => Object.setPrototypeOf(new Int32Array(4), Float64Array.prototype),
  () => Object.setPrototypeOf({ length: 4, 0: 1 }, Int32Array.prototype),
  () => detach(new Float64Array(4)),
  () => detach(new Int32Array(4)),
  () => detach(new DataView(new ArrayBuffer(32))),
  () => new Float64Array(resizable(32)),
  () => new Int32Array(resizable(16)),
  () => new Int32Array(growable(16)),
  () => new DataView(resizable(32)),
  () => new Uint8Array(new ArrayBuffer(64), 1, 63),
  () => new Int32Array(new SharedArrayBuffer(16)),
  () => Uint8ClampedArray.of(1, 2, 3, 4),
  () => Float64Array.of(1, 2, 3, 4),
  () => BigInt64Array.of(1n, -(2n ** 63n), 2n ** 63n - 1n, 0n),
  () => BigUint64Array.of(2n ** 64n - 1n, 1n, 2n, 3n),
  () => Int32Array.of(5, 5, 5, 5),
  () => new ArrayBuffer(32),
  () => new Map([['dist_type', 'b']]),
  () => new Date(Number.NaN),
  () => Promise.resolve({}),
  () => new Proxy({}, { get: () => 4, ownKeys: () => ['dist_type', 'size'] }),
  () => Object.freeze([0, 0]),
]

/** New hostile values, one of each kind. */
export function hostileValues(): unknown[] {
  return hostileMakers.map((make) => make())
}
