#!/usr/bin/env bash
# Build the addons into build/<type>/. Usage: build-native.sh [Release|Asan] [cmake-js options]
set -euo pipefail
cd "$(dirname "$0")/.."
type=${1:-Release}
[ $# -gt 0 ] && shift
exec npx --no-install cmake-js compile --out build --config "$type" --CDCMAKE_EXPORT_COMPILE_COMMANDS=ON --parallel "$(nproc)" "$@"
