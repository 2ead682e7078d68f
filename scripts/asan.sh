#!/usr/bin/env bash
# Build the core addon and the libraries of the conformance tests with address and undefined-behaviour sanitizers, and run
# the tests of memory, of dap_array and of the kernels, and the fuzzer, under them. Pooled memory is poisoned, so that native code that
# touches a freed block is caught as well.
# usage: asan.sh [test file under dist/test, without .js ...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tests=("$@")
if [ $# = 0 ]; then
  tests=(bindings/block.test bindings/block-pool.test bindings/dap-array.test bindings/dap-array-memory.test
    bindings/dap-export.test bindings/dap-export-memory.test bindings/dlpack.test bindings/dlpack-numpy.test
    bindings/dap-plugin.test protocol/native.test agreement/agreement.test fuzz.test
    bindings/kernels.test bindings/kernels-layout.test bindings/kernels-errors.test bindings/kernels-long.test
    bindings/kernels-turned.test bindings/kept-program.test bindings/reductions.test bindings/long-reductions.test
    bindings/reductions-numpy.test bindings/scan.test bindings/gather.test bindings/random.test)
fi

npx --no-install tsc -p tsconfig.json
bash scripts/build-native.sh Asan --CDDISTARRAY_WITH_PETSC=OFF --CDDISTARRAY_WITH_TRILINOS=OFF --target core
# What the tests run besides: programs and libraries of test/native that need neither MPI nor a solver.
cmake --build build/cmake-Asan --target conformance_libraries dap_producer dlpack_numpy protocol_tests random_test

# Node itself is not built with the sanitizer, whose runtime must then come first; libstdc++ comes with it, because the
# runtime looks for the real __cxa_throw as it starts.
preload=
for library in libasan.so libubsan.so libstdc++.so; do preload+="$(realpath "$(g++ -print-file-name=$library)") "; done

export DISTARRAY_BUILD_TYPE=Asan
# No leak detection: V8 and MPI keep what they allocate until the process ends. test/leak.test.ts is not among the tests:
# the resident size means nothing under the sanitizer's own allocator.
export ASAN_OPTIONS=detect_leaks=0:exitcode=99
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
# Instrumented kernels are many times slower: tap's 30 seconds for a test file are no measure here.
export TAP_TIMEOUT=900

failed=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for test in "${tests[@]}"; do
  echo "== $test"
  if LD_PRELOAD=$preload node "dist/test/$test.js" >"$log" 2>&1; then
    grep -E '^# \{' "$log"
  else
    cat "$log"
    failed+=("$test")
  fi
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "failed under the sanitizers: ${failed[*]}" >&2
  exit 1
fi
