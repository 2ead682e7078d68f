import { bufferOf, byteLengthOf, byteOffsetOf } from '../../protocol/memory.js'
import { detach, growable, hostileMakers, resizable, shifting } from './hostile-values.js'
import type { Random } from './random.js'
import type { Tree } from './valid-exports.js'

/** What a mutation did to an export. */
export interface Mutation {
  /** Where, e.g. `'.dim_data.0.stop'`. */
  readonly path: string
  readonly what: string
  /** True when the export answers differently the next time it is read. */
  readonly isShifty: boolean
}

/** A place that holds a value. */
interface Place {
  readonly holder: Tree
  readonly key: string
  readonly path: string
}

const knownKeys = [
  ...['__version__', 'buffer', 'dim_data', '__extension__', 'data', 'shape', 'strides', 'format', 'readonly'],
  ...[
    'dist_type',
    'size',
    'proc_grid_size',
    'proc_grid_rank',
    'start',
    'stop',
    'padding',
    'periodic',
    'block_size',
    'indices',
    'one_to_one',
  ],
  ...['dtype', 'device', 'type', 'id', 'keep_alive', 'replicated', 'partial', 'comm', 'colour', 'length', '0', '1', 'constructor', 'then'],
]

/** Change one random thing in an export, in place. */
export function mutate(exported: Tree, random: Random): Mutation {
  const place = findPlace(exported, random)
  const { holder, key, path } = place
  const what = random.pick(Object.keys(mutations))
  try {
    mutations[what]!(holder, key, random, exported)
  } catch {
    return { path, what: `${what}, which the object does not allow`, isShifty: false } // frozen, or a proxy
  }
  return { path, what, isShifty: what.startsWith('shifting') }
}

/** Walk down to a random property; an export without any gets one. */
function findPlace(exported: Tree, random: Random): Place {
  let holder = exported
  let path = ''
  for (;;) {
    const keys = safely(() => Object.keys(holder), [])
    const key = keys.length === 0 ? random.pick(knownKeys) : random.pick(keys)
    const value = safely(() => holder[key], undefined)
    const isInner = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
    path += `.${key}`
    if (!isInner || random.oneIn(4) || path.length > 200) return { holder, key, path }
    holder = value as Tree
  }
}

function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

const mutations: { readonly [name: string]: (holder: Tree, key: string, random: Random, exported: Tree) => void } = {
  'hostile value': (holder, key, random) => set(holder, key, random.pick(hostileMakers)()),
  'nudged number': (holder, key, random) => set(holder, key, nudge(holder[key], random)),
  'another number': (holder, key, random) => set(holder, key, random.below(14) - 2),
  removed: (holder, key) => {
    delete holder[key]
  },
  'throwing getter': (holder, key) => {
    Object.defineProperty(holder, key, {
      configurable: true,
      enumerable: true,
      get() {
        throw new Error('no')
      },
    })
  },
  'shifting getter': (holder, key, random) => {
    const answers = [holder[key], random.pick(hostileMakers)(), random.below(9), holder[key]]
    let reads = random.below(2)
    Object.defineProperty(holder, key, { configurable: true, enumerable: true, get: () => answers[reads++ % answers.length] })
  },
  'shifting length': (holder, key) => set(holder, key, shifting()),
  'added key': (holder, _key, random) => set(holder, random.pick(knownKeys), random.pick(hostileMakers)()),
  'added symbol': (holder, _key, random) => {
    Reflect.set(holder, random.pick([Symbol.iterator, Symbol.toPrimitive, Symbol('s')]), random.pick(hostileMakers)())
  },
  'transparent proxy': (holder, key) => {
    const value = holder[key]
    if (typeof value === 'object' && value !== null) set(holder, key, new Proxy(value, {}))
  },
  'value of another place': (holder, key, random, exported) => {
    const other = findPlace(exported, random)
    set(holder, key, other.holder[other.key])
  },
  'null prototype': (holder, key) => {
    const value = holder[key]
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) Object.setPrototypeOf(value, null)
  },
  'other length': (holder, key, random) => {
    const value = holder[key]
    if (Array.isArray(value) && value.length < 1000) value.length = random.pick([0, 1, 2, value.length + 1, 70])
  },
  'other memory': (holder, key, random) => {
    const value = holder[key]
    if (ArrayBuffer.isView(value)) set(holder, key, otherMemory(value, random))
  },
}

/** Not the length of an array: the engine takes minutes to shorten a sparse one of 2^32 places. */
function set(holder: Tree, key: string, value: unknown): void {
  if (key === 'length' && Array.isArray(holder)) return
  Object.defineProperty(holder, key, { configurable: true, enumerable: true, writable: true, value })
}

function nudge(value: unknown, random: Random): unknown {
  if (typeof value !== 'number') return random.below(4)
  const changes = [value + 1, value - 1, -value, value * 2, value + 0.5, value * 2 ** 40, BigInt(Math.trunc(value) || 0), String(value)]
  return random.pick(changes)
}

function otherMemory(view: ArrayBufferView, random: Random): unknown {
  // Not what the view says: earlier mutations may have made it say anything.
  const [buffer, byteOffset, byteLength] = [bufferOf(view), byteOffsetOf(view), byteLengthOf(view)]
  const start = random.below(byteLength + 1)
  const views: (() => unknown)[] = [
    () => detach(view),
    () => new Uint8Array(buffer, byteOffset + start),
    () => new DataView(buffer, 0, random.below(byteOffset + byteLength + 1)),
    () => new Float64Array(resizable(8 * Math.ceil(byteLength / 8))),
    () => new Int32Array(growable(4 * Math.ceil(byteLength / 4))),
    () => new BigInt64Array(byteLength >> 3),
    () => Object.defineProperty(view, 'byteLength', { value: 2 ** 30 }),
    () => Object.setPrototypeOf(view, null),
  ]
  return random.pick(views)()
}
