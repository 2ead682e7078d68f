#!/usr/bin/env bash
# Fail when a second set-up finds something to do, or takes 3 s or more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
start=$(date +%s%N)
output=$(bash scripts/setup.sh --developer)
milliseconds=$((($(date +%s%N) - start) / 1000000))
if [ -n "$output" ]; then
  echo "a second set-up was not idle: $output" >&2
  exit 1
fi
echo "a second set-up takes $milliseconds ms"
[ "$milliseconds" -lt 3000 ]
