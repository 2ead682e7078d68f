#!/usr/bin/env bash
# Pack the package, install the tarball into an empty project, set it up there, and run the README's example with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack --silent --pack-destination "$work" >/dev/null
tarball=$(echo "$work"/distarray-*.tgz)
contents=$(tar -tzf "$tarball" | sed 's|^package/||')
unwanted=$(echo "$contents" | grep -E '(^|/)(test|bench|examples|node_modules|build)/|\.tsbuildinfo$|\.node$|(^|/)\.' || true)
if [ -n "$unwanted" ]; then
  printf 'files that do not belong into the package:\n%s\n' "$unwanted" >&2
  exit 1
fi
echo "packed $(echo "$contents" | wc -l) files, $(stat -c %s "$tarball") bytes"

cd "$work"
mkdir project && cd project
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --ignore-scripts --no-audit --no-fund --loglevel=error "$tarball" >/dev/null
npx --no-install distarray setup
node "$root/scripts/readme-example.mjs" "$root/README.md" >example.js
npx --no-install distarray run -n 2 example.js | tee example.out
node "$root/scripts/readme-example.mjs" "$root/README.md" --expected >example.expected
diff example.expected example.out
npx --no-install distarray --version

# What a C++ program needs is in the package, too.
cmake -S node_modules/distarray -B headers >/dev/null
cmake --install headers --prefix "$work/prefix" >/dev/null
for header in dap.h dap.hpp petsc.hpp trilinos.hpp; do test -e "$work/prefix/include/dap/$header"; done
