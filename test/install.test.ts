// What a C++ program gets from `cmake --install`: a package, with which examples/cpp-mpi is built and run, and a pkg-config module.
// Needs no addon, and no Node but for this test.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../cluster/mpiexec.js'
import { runProcess } from './support/mpi-test.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const fixtures = join(root, 'test/fixtures/install')
const folder = mkdtempSync(join(tmpdir(), 'distarray-install-'))
const prefix = join(folder, 'prefix')
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const run = (command: string, args: string[], env: Record<string, string> = {}) => runProcess(command, args, { timeout: 300, env })

/** Configure a project that consists of `lines`, and return how that went. */
async function configure(name: string, lines: string[], env: Record<string, string> = {}) {
  const source = join(folder, name)
  mkdirSync(source)
  writeFileSync(join(source, 'CMakeLists.txt'), ['cmake_minimum_required(VERSION 3.22)', ...lines, ''].join('\n'))
  return run('cmake', ['-S', source, '-B', join(source, 'build'), `-DCMAKE_PREFIX_PATH=${prefix}`], env)
}

await t.test('cmake --install, where cmake-js is not at work', async (t) => {
  const build = join(folder, 'build')
  const configured = await run('cmake', ['-S', root, '-B', build])
  t.equal(configured.code, 0, 'configures', { output: configured.output.slice(-4000) })
  t.notMatch(configured.output, /PETSc|MPI|Tpetra/, 'without looking for a library')
  const installed = await run('cmake', ['--install', build, '--prefix', prefix])
  t.equal(installed.code, 0, 'installs to any prefix', { output: installed.output.slice(-4000) })
  for (const header of ['dap.h', 'dap.hpp', 'layout.hpp', 'petsc.hpp', 'trilinos.hpp'])
    t.match(installed.output, `${prefix}/include/dap/${header}\n`, `include/dap/${header}`)
  t.notMatch(installed.output, /\.(cc|node|so|a)$/m, 'nothing but headers and descriptions')
})

await t.test('examples/cpp-mpi, by find_package', async (t) => {
  const build = join(folder, 'heat')
  const configured = await run('cmake', ['-S', join(root, 'examples/cpp-mpi'), '-B', build, `-DCMAKE_PREFIX_PATH=${prefix}`])
  t.equal(configured.code, 0, 'configures', { output: configured.output.slice(-4000) })
  const built = await run('cmake', ['--build', build, '--parallel', '2'])
  t.equal(built.code, 0, 'builds', { output: built.output.slice(-4000) })
  t.notMatch(built.output, /warning/, 'without a warning')
  const tested = await run('ctest', ['--test-dir', build, '--output-on-failure'], mpiexecCommand({ ranks: 4, program: '', args: [] }).env)
  t.equal(tested.code, 0, 'finds what the serial program finds', { output: tested.output.slice(-4000) })
  for (const ranks of [1, 2, 4]) t.match(tested.output, new RegExp(`heat_${ranks} \\.+ +Passed`), `on ${ranks} ranks`)
})

await t.test('find_package', async (t) => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const plain = await configure('plain', [
    'project(plain LANGUAGES CXX)',
    `find_package(distarray ${version} REQUIRED)`,
    'include(CMakePrintHelpers)',
    'cmake_print_properties(TARGETS distarray::dap PROPERTIES INTERFACE_INCLUDE_DIRECTORIES)',
    'cmake_print_variables(distarray_VERSION distarray_petsc_FOUND)',
  ])
  t.equal(plain.code, 0, 'without components needs no other library', { output: plain.output.slice(-2000) })
  t.match(plain.output, `INTERFACE_INCLUDE_DIRECTORIES = "${prefix}/include"`, 'and says where the headers are')
  t.match(plain.output, `distarray_VERSION="${version}" ; distarray_petsc_FOUND=""`, 'and of which version')
  const twice = await configure('twice', [
    'project(twice LANGUAGES CXX)',
    'find_package(distarray REQUIRED COMPONENTS petsc)',
    'find_package(distarray REQUIRED COMPONENTS mpi petsc)',
  ])
  t.equal(twice.code, 0, 'can be called twice, and in a project without C', { output: twice.output.slice(-2000) })
  const unknown = await configure('unknown', ['project(unknown LANGUAGES CXX)', 'find_package(distarray REQUIRED COMPONENTS fftw)'])
  t.not(unknown.code, 0, 'refuses an unknown component')
  t.match(unknown.output, /no component fftw; there are/, 'by name')
  const missing = await configure('missing', ['project(missing LANGUAGES CXX)', 'find_package(distarray REQUIRED COMPONENTS petsc)'], {
    PKG_CONFIG_LIBDIR: folder,
  })
  t.not(missing.code, 0, 'refuses a component whose library is not there')
  t.match(missing.output.replaceAll(/\s+/g, ' '), /needs PETSc 3\.18 or later/, 'and says which')
  const future = await configure('future', ['project(future LANGUAGES CXX)', 'find_package(distarray 99.0 REQUIRED)'])
  t.not(future.code, 0, 'refuses another version')
})

await t.test('pkg-config', async (t) => {
  const env = { PKG_CONFIG_PATH: join(prefix, 'share/pkgconfig') }
  const flags = await run('pkg-config', ['--cflags', 'distarray'], env)
  t.equal(flags.code, 0, 'knows distarray', { output: flags.output })
  const include = flags.output.trim().split(/\s+/)
  for (const [compiler, source, standard, says] of [
    ['c++', 'protocol.cc', 'c++17', '2 x 3 from row 2, last entry 2\n'],
    ['cc', 'protocol.c', 'c11', 'released\n'],
  ] as const) {
    const program = join(folder, `${source}.out`)
    const built = await run(compiler, [
      `-std=${standard}`,
      '-Wall',
      '-Wextra',
      '-Wpedantic',
      '-Werror',
      ...include,
      join(fixtures, source),
      '-o',
      program,
    ])
    t.equal(built.code, 0, `${source} compiles`, { output: built.output })
    const { code, output } = await run(program, [])
    t.same({ code, output }, { code: 0, output: says }, 'and runs')
  }
})
