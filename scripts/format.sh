#!/usr/bin/env bash
# Format TypeScript and C++ in place; with --check, only report and fail.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t cpp < <(git ls-files --cached --others --exclude-standard '*.cc' '*.h' '*.hpp' '*.c' '*.cpp')
if [ "${1:-}" = --check ]; then
  npx --no-install biome check --error-on-warnings .
  clang-format --dry-run --Werror "${cpp[@]}"
else
  npx --no-install biome check --write .
  clang-format -i "${cpp[@]}"
fi
