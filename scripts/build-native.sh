#!/usr/bin/env bash
# Build the addons into build/<type>/. Usage: build-native.sh [Release|Asan] [cmake-js options, e.g. --CDDISTARRAY_WITH_PETSC=OFF]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
type=${1:-Release}
if [ $# -gt 0 ]; then shift; fi
out=build/cmake-$type
cmake_js=$(node -p "require.resolve('cmake-js/package.json').replace('package.json', 'bin/cmake-js')")
if [ -d test/native ]; then set -- --CDDISTARRAY_TESTS=ON "$@"; fi # a checkout: also the C++ tests
run() { node "$cmake_js" "$1" --out "$out" --config "$type" --parallel "$(nproc)" "${@:2}"; }
run configure --CDCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" # `compile` alone would ignore options that changed
run build "$@"
