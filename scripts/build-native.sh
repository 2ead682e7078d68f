#!/usr/bin/env bash
# Build the addons into build/<type>/. Usage: build-native.sh [Release|Asan] [cmake-js options, e.g. --CDDISTARRAY_WITH_PETSC=OFF]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
type=${1:-Release}
if [ $# -gt 0 ]; then shift; fi
out=build/cmake-$type
cmake_js=$(node -p "require.resolve('cmake-js/package.json').replace('package.json', 'bin/cmake-js')")
if [ -d test/native ]; then set -- --CDDISTARRAY_TESTS=ON "$@"; fi # a checkout: also the C++ tests
exec node "$cmake_js" compile --out "$out" --config "$type" --CDCMAKE_EXPORT_COMPILE_COMMANDS=ON --parallel "$(nproc)" "$@"
