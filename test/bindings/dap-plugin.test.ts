// Plugged-in libraries: what is loaded and what is not, and that each broken ownership rule is seen.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { DapArray } from '../../bindings/dap-array.js'
import { loadPlugin, PluginError } from '../../bindings/dap-plugin.js'
import { BackendLoadError } from '../../bindings/errors.js'
import { native } from '../../bindings/native.js'
import { Distribution, exportArray, ProtocolError, UnsupportedError, UseAfterFreeError } from '../../protocol/index.js'
import { memoryAt } from '../support/memory.js'

const built = fileURLToPath(new URL(`../../../build/${process.env.DISTARRAY_BUILD_TYPE ?? 'Release'}/`, import.meta.url))
const library = (name: string) => loadPlugin(join(built, `${name}.so`))
const data = Float64Array.of(1, 2, 3)
const exported = exportArray({ data, dtype: 'float64', distribution: Distribution.from([6], { ranks: 2 }), rank: 1 })
const section = () => DapArray.from(exported)
const addressOf = (view: Float64Array) => native().address_of(view.buffer as ArrayBuffer)

t.test('a library is loaded, or the error says what to do', (t) => {
  const { produce, consume } = library('implementation')
  t.type(produce, 'function')
  t.type(consume, 'function')
  for (const path of [join(built, 'none.so'), fileURLToPath(import.meta.url), join(built, 'core.node')]) {
    const error = t.throws(() => loadPlugin(path), BackendLoadError, path)
    t.match(error, { errors: [String], remedies: [/dap_conformance_producer/] })
  }
  t.throws(() => loadPlugin(join(built, 'core.node')), { message: /neither the symbol/ })
  for (const handle of [{}, section().handle])
    t.throws(() => Reflect.apply(native().dap_plugin_consume, undefined, [handle, section().handle]), { code: 'ERR_ARGUMENT' })
  t.end()
})

t.test('a producer sees what is wanted and no memory', (t) => {
  using wanted = section()
  const made = library('implementation').produce!(wanted.handle, 1, 2)
  const { data: address, ...described } = native().dap_array_describe(made)
  const { data: shown, ...asked } = wanted.describe()
  t.same(described, asked)
  t.not(address, shown)
  // Global indices 3, 4, 5 have the residues 4, 5, 6.
  t.same([...new Float64Array(memoryAt(address, 24))], [4.5, 5.5, 6.5])
  t.same([...data], [1, 2, 3])
  native().dap_array_release(made)
  t.throws(() => native().dap_array_describe(made), UseAfterFreeError)
  t.end()
})

t.test('a consumer takes the struct over, memory and all', (t) => {
  using given = section()
  const { consume, tryConsumer } = library('implementation')
  const back = consume!(given.handle)
  t.equal(native().dap_array_describe(back).data, addressOf(data))
  t.throws(() => given.describe(), UseAfterFreeError, 'moved')
  t.throws(() => consume!(given.handle), UseAfterFreeError)
  t.same(tryConsumer!(section().handle), [])
  t.end()
})

t.test('a refusal is an error of its own', (t) => {
  t.throws(() => library('broken_refuses_empty').consume!(DapArray.from(emptySection()).handle), ProtocolError)
  t.throws(() => library('broken_refuses_empty').consume!(DapArray.from(emptySection()).handle), { message: /returned 3/ })
  // Native code passes on what it is told, so that libraries are asked about wrong exports too.
  const dim = [3, 8, 'x'.charCodeAt(0), 3, 1, 0, 0, 3, 0, 0, 1, 0, 0]
  const wrong = () => native().dap_from_js(data, Float64Array.of(2, 64, 0, 1, ...dim), null, null)
  t.throws(() => library('implementation').consume!(wrong()), { message: /returned 2/ })
  t.equal(typeof library('broken_accepts_anything').consume!(wrong()), 'object')
  const foreign = () => native().dap_from_js(data, Float64Array.of(9, 64, 0, 1, ...dim.with(2, 'b'.charCodeAt(0))), null, null)
  t.throws(() => library('implementation').produce!(foreign(), 0, 1), UnsupportedError)
  t.same(library('implementation').tryProducer!(foreign(), 0, 1), [])
  t.end()
})

function emptySection(): unknown {
  const distribution = Distribution.from([1], { ranks: 2 })
  return exportArray({ data: new Float64Array(0), dtype: 'float64', distribution, rank: 1 })
}

const mistakes: { [library: string]: RegExp } = {
  broken_forgets_to_keep_alive: /released although out still refers to its memory/,
  broken_releases_twice: /called 2 times/,
  broken_never_releases: /called 0 times/,
  broken_copies_the_struct: /neither moved nor released/,
  broken_stays_live: /did not set release to NULL/,
}

t.test('every broken ownership rule is named', (t) => {
  for (const [name, message] of Object.entries(mistakes)) t.match(library(name).tryConsumer!(section().handle), [message], name)
  for (const name of ['broken_forgets_to_keep_alive', 'broken_copies_the_struct']) {
    const error = t.throws(() => library(name).consume!(section().handle), PluginError, name)
    t.match(error, { problems: [mistakes[name]!] }, name)
  }
  t.same([...data], [1, 2, 3], 'the memory is still there')
  t.end()
})

t.test('a struct of another layout is not read', (t) => {
  using wanted = section()
  t.throws(() => library('broken_other_layout').produce!(wanted.handle, 1, 2), { code: 'ERR_PLUGIN', message: /layout is 9/ })
  t.match(library('broken_other_layout').tryProducer!(wanted.handle, 1, 2), [/layout is 9/])
  t.same(library('implementation').tryProducer!(wanted.handle, 1, 2), [])
  t.end()
})
