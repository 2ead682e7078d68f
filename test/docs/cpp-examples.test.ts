// Every C++ example of docs/cpp.md compiles against the installed headers, and what it asserts holds.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { runProcess } from '../support/mpi-test.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = readFileSync(join(root, 'docs/cpp.md'), 'utf8')
const examples = [...page.matchAll(/^```cpp\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)
const needsLibraries = (code: string) => /dap::(petsc|trilinos)/.test(code)

const folder = mkdtempSync(join(tmpdir(), 'distarray-docs-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const run = (command: string, args: string[], env: Record<string, string> = {}) => runProcess(command, args, { timeout: 300, env })

/** The names that an example may take for granted stand in `before`. */
function program(includes: string[], before: string, codes: string[], main: (calls: string) => string): string {
  const functions = codes.map((code, k) => `void example_${k}() {\n${code}}\n`)
  const calls = codes.map((_, k) => `example_${k}();`).join('\n')
  return ['cassert', 'algorithm', 'iostream', 'memory', 'vector', ...includes]
    .map((header) => `#include <${header}>`)
    .concat(before, functions, `int main(int argc, char** argv) {\n${main(calls)}\n}\n`)
    .join('\n')
}

const libraries = ['dap/dap.hpp', 'dap/petsc.hpp', 'dap/petsc/export.hpp', 'dap/trilinos/create.hpp', 'dap/trilinos/vector.hpp']
const context = `
MPI_Comm comm = MPI_COMM_WORLD;
int64_t ranks, rank, rows = 4, cols = 3, local_rows;
Vec vec;
Teuchos::RCP<dap::trilinos::TpetraVector> vector;
`
const start = (calls: string) => `MPI_Init(&argc, &argv);
ranks = dap::comm_size(comm);
rank = dap::comm_rank(comm);
local_rows = rows / ranks;
{
  dap::petsc::Session petsc;
  dap::trilinos::Session trilinos;
  {
    auto one = dap::petsc::Vector::create(comm, dap::Sizes{{}, 10});
    auto other = dap::trilinos::create_vector(comm, dap::Sizes{{}, 10});
    vec = one.vec();
    vector = Teuchos::rcp(new dap::trilinos::TpetraVector(other->tpetra()));
    ${calls}
    vector = Teuchos::null;
  }
}
MPI_Finalize();`

await t.test('docs/cpp.md', async (t) => {
  const prefix = join(folder, 'prefix')
  const source = join(folder, 'examples')
  const build = join(source, 'build')
  mkdirSync(source)
  writeFileSync(
    join(source, 'plain.cc'),
    program(
      ['dap/dap.hpp'],
      '',
      examples.filter((code) => !needsLibraries(code)),
      (calls) => `(void)argc, (void)argv;\n${calls}`,
    ),
  )
  writeFileSync(join(source, 'libraries.cc'), program(libraries, context, examples.filter(needsLibraries), start))
  writeFileSync(
    join(source, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.22)
project(examples LANGUAGES C CXX)
find_package(distarray REQUIRED COMPONENTS mpi petsc trilinos)
add_executable(plain plain.cc)
target_link_libraries(plain PRIVATE distarray::dap)
add_executable(libraries libraries.cc)
target_link_libraries(libraries PRIVATE distarray::petsc distarray::trilinos)
foreach(program plain libraries)
  target_compile_options(\${program} PRIVATE -Wall -Wextra -Werror -Wno-unused -UNDEBUG)
endforeach()
`,
  )
  for (const args of [
    ['-S', root, '-B', join(folder, 'build'), `-DCMAKE_INSTALL_PREFIX=${prefix}`],
    ['--install', join(folder, 'build')],
    ['-S', source, '-B', build, `-DCMAKE_PREFIX_PATH=${prefix}`],
    ['--build', build],
  ]) {
    const { code, output } = await run('cmake', args)
    t.equal(code, 0, `cmake ${args[0]}`, { output: output.slice(-4000) })
  }
  const plain = await run(join(build, 'plain'), [])
  t.equal(plain.code, 0, 'the examples of dap.hpp hold', { output: plain.output })
  t.match(plain.output, /^DAP-S2 buffer\.format: [\s\S]*^DAP-S1 buffer\.data: /m, 'and list the findings')
  for (const ranks of [1, 2]) {
    const launch = mpiexecCommand({ ranks, program: join(build, 'libraries'), args: [] })
    const { code, output } = await run(launch.command, launch.args, launch.env)
    t.equal(code, 0, `those of the libraries hold on ${ranks} ranks`, { output: output.slice(-4000) })
  }
})

t.test('the page lists every code that the headers throw', async (t) => {
  const { code, output } = await run('grep', [
    '-rhoE',
    'Error\\("ERR_[A-Z_]+"',
    ...['protocol', 'adapters/common', 'adapters/petsc', 'adapters/trilinos'].map((room) => join(root, room, 'include')),
  ])
  t.equal(code, 0)
  const thrown = [...new Set(output.match(/ERR_[A-Z_]+/g))].sort()
  t.same([...page.matchAll(/^\| `(ERR_[A-Z_]+)` +\|/gm)].map(([, name]) => name).sort(), thrown)
})
