import assert from 'node:assert/strict'
import { DapArray } from '../../bindings/dap-array.js'
import { exportOf } from '../../bindings/dap-export.js'
import {
  type ImportedArray,
  importArray,
  isDistError,
  ProtocolError,
  type ProtocolOptions,
  protocolOptions,
  referenceVerdict,
  rules,
  validate,
} from '../../protocol/index.js'
import { bufferOf, byteOffsetOf, lengthOf } from '../../protocol/memory.js'
import { checksum } from './checksum.js'
import { type Mutation, mutate } from './mutate.js'
import type { Random } from './random.js'
import { validExport } from './valid-exports.js'

/** What became of one mutated export. */
export type Fate = 'accepted' | 'refused' | 'read natively'

/** Sections of more elements are not read to the end: with strides of 0 there may be 2^53. */
const fewElements = 10_000

/**
 * Make a valid export, change up to four things, and give it to every reader.
 *
 * @throws {AssertionError} A reader threw anything but the typed error, contradicted another, or accepted what is not there.
 */
export function endureOne(random: Random): Fate {
  const exported = validExport(random)
  const mutations: Mutation[] = Array.from({ length: random.below(5) }, () => mutate(exported, random))
  const options = random.oneIn(3) ? randomOptions(random) : undefined
  try {
    return endure(exported, mutations, options)
  } catch (error) {
    const history = mutations.map(({ path, what }) => `${path}: ${what}`).join('; ')
    throw new Error(`After [${history}] with options ${JSON.stringify(options)}`, { cause: error })
  }
}

function randomOptions(random: Random): ProtocolOptions {
  const names = Object.keys(protocolOptions) as (keyof typeof protocolOptions)[]
  return Object.fromEntries(names.filter(() => random.oneIn(3)).map((name) => [name, random.pick(protocolOptions[name].values)]))
}

function endure(exported: unknown, mutations: readonly Mutation[], options: ProtocolOptions | undefined): Fate {
  const findings = validate(exported, options)
  for (const { rule, path, message, severity } of findings) {
    assert.equal(rules[rule].severity, severity)
    assert.equal(typeof path, 'string')
    assert.ok(message.length > 0)
  }
  assert.match(referenceVerdict(exported).verdict, /^(accept|reject|raise)$/)

  const imported = attempt(() => importArray({ __distarray__: () => exported }, options))
  if (!mutations.some(({ isShifty }) => isShifty))
    assert.equal(
      imported === undefined,
      findings.some(({ severity }) => severity === 'error'),
      'the importer refuses what has errors',
    )
  if (mutations.length === 0 && options === undefined) assert.ok(imported, 'a valid export is accepted')
  if (imported) checkImport(imported)
  return readNatively(exported) ? 'read natively' : imported ? 'accepted' : 'refused'
}

/** The value, or undefined when the typed error was thrown. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    assert.ok(error instanceof ProtocolError && isDistError(error, 'ERR_PROTOCOL'), `${error}`)
    return undefined
  }
}

/** What was accepted makes sense, by arithmetic that cannot overflow. */
function checkImport({ buffer, shape, dimData, gridShape, gridCoords, globalShape }: ImportedArray): void {
  assert.equal(dimData.length, shape.length)
  dimData.forEach((dim, d) => {
    assert.ok(gridCoords[d]! >= 0 && gridCoords[d]! < gridShape[d]! && globalShape[d]! >= 0)
    if (dim.dist_type === 'b') assert.equal(dim.stop - dim.start, shape[d])
    if (dim.dist_type === 'u') assert.equal(lengthOf(dim.indices), shape[d])
  })
  if (shape.includes(0)) return
  const reaches = shape.map((extent, d) => BigInt(extent - 1) * BigInt(buffer.strides[d]!))
  const first = reaches.reduce((sum, reach) => (reach < 0n ? sum + reach : sum), BigInt(byteOffsetOf(buffer.data)))
  const last = reaches.reduce((sum, reach) => (reach > 0n ? sum + reach : sum), BigInt(byteOffsetOf(buffer.data)))
  assert.ok(first >= 0n && last < BigInt(bufferOf(buffer.data).byteLength), 'every element is inside the buffer')
}

/** Build the struct of native code, and read all that it says is there. */
function readNatively(exported: unknown): boolean {
  const array = attempt(() => DapArray.from(exported))
  if (!array) return false
  try {
    checkImport(array.imported)
    const elements = array.imported.shape.reduce((n, extent) => n * extent, 1)
    if (elements > fewElements) return false
    const sum = checksum(array.imported)
    assert.equal(array.checksum(), sum, 'native code reads the same bytes')
    assert.equal(checksum(importArray(exportOf(array.handle))), sum, 'and gives them back')
    return true
  } finally {
    array.free()
  }
}
