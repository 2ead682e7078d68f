#!/usr/bin/env bash
# Install and build what distarray needs: system packages (apt), npm packages and TypeScript output (in a checkout),
# native addons. Says what it does; does nothing when nothing is missing.
#
# usage: setup.sh [--without-petsc] [--without-trilinos] [--developer]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

with_petsc=ON with_trilinos=ON developer=
for option in "$@"; do
  case $option in
    --without-petsc) with_petsc=OFF ;;
    --without-trilinos) with_trilinos=OFF ;;
    --developer) developer=yes ;; # also what the lint and the benchmarks need
    *)
      echo "setup: unknown option '$option'. Usage: setup [--without-petsc] [--without-trilinos] [--developer]" >&2
      exit 2
      ;;
  esac
done

say() { echo "setup: $*"; }
# A checkout has sources to compile and development dependencies; an installed package has neither.
is_checkout() { [ -e tsconfig.json ]; }

system_packages() {
  echo g++ make cmake pkg-config openmpi-bin libopenmpi-dev libhwy-dev
  if [ $with_petsc = ON ]; then echo petsc-dev; fi
  if [ $with_trilinos = ON ]; then
    # Debian's -dev packages do not depend on each other: these are the ones whose headers the adapter includes.
    echo libtrilinos-{amesos2,belos,epetra,epetraext,ifpack2,kokkos,kokkos-kernels,muelu,rtop,shylu}-dev \
      libtrilinos-{teuchos,thyra,tpetra,trilinosss,xpetra}-dev
  fi
}
# What the tests need besides: the C++ tests read JSON, and NumPy and mpi4py are the other side of some.
test_packages() {
  if is_checkout; then echo nlohmann-json3-dev python3-numpy python3-mpi4py; fi
}
developer_packages() {
  if [ -n "$developer" ]; then echo clang-format python3-numexpr python3-petsc4py libasan8 libubsan1; fi
}

install_system_packages() {
  if ! command -v dpkg-query >/dev/null; then
    for tool in g++ make cmake pkg-config mpiexec; do
      command -v "$tool" >/dev/null && continue
      say "'$tool' is missing, and this is not a Debian or Ubuntu system. Install a C++17 compiler, make, CMake, pkg-config," \
        "Highway (libhwy), an MPI library, and PETSc and Trilinos built on it; then run setup again." >&2
      exit 1
    done
    return
  fi
  local wanted missing
  wanted=$({ system_packages; test_packages; developer_packages; } | tr ' ' '\n' | sort -u)
  missing=$(comm -23 <(echo "$wanted") <(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1=="ii"{print $2}' | sort -u))
  [ -n "$missing" ] || return 0
  missing=$(echo "$missing" | tr '\n' ' ')
  local command="apt-get update && apt-get install -y --no-install-recommends $missing"
  if [ "$(id -u)" != 0 ]; then
    say "system packages are missing, and installing them needs root. Run this as root, then run setup again:" >&2
    echo "  $command" >&2
    exit 1
  fi
  say "installing system packages: $missing"
  export DEBIAN_FRONTEND=noninteractive
  local log
  log=$(mktemp)
  if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    say "apt-get failed (its last lines are above). The command was: $command" >&2
    exit 1
  fi
  rm -f "$log"
}

install_npm_packages() {
  if [ node_modules/.package-lock.json -nt package-lock.json ]; then return; fi
  say "installing npm packages"
  # Not `npm ci`: it insists on lock entries for the binaries of every other platform, which not every registry carries.
  npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
}

typescript_rooms=(index.ts protocol bindings adapters array cluster conformance cli examples test bench)
compile_typescript() {
  if [ -e dist/.tsbuildinfo ] &&
    [ -z "$(find "${typescript_rooms[@]}" tsconfig.json package-lock.json \( -name '*.ts' -o -name '*.json' -o -type d \) -newer dist/.tsbuildinfo -print -quit)" ]; then return; fi
  say "compiling TypeScript"
  rm -rf dist # so that nothing of a deleted source is left to run
  npx --no-install tsc -p tsconfig.json
  touch dist/.tsbuildinfo
}

# What the addons are made from: our sources, the options, and the versions of what they link to.
native_fingerprint() {
  {
    find CMakeLists.txt cmake bindings/CMakeLists.txt bindings/src protocol/include adapters examples/conformance test/native \
      \( -name '*.cc' -o -name '*.cpp' -o -name '*.c' -o -name '*.h' -o -name '*.hpp' -o -name '*.cmake' -o -name CMakeLists.txt \) -print0 2>/dev/null |
      sort -z | xargs -0 sha256sum
    echo "$with_petsc $with_trilinos"
    dpkg-query -W -f='${Package} ${Version}\n' $(system_packages) 2>/dev/null || true
    node -p 'process.versions.modules + process.arch'
  } | sha256sum | cut -d' ' -f1
}

build_native() {
  local fingerprint stamp=build/Release/.fingerprint
  fingerprint=$(native_fingerprint)
  if [ "$(cat $stamp 2>/dev/null)" = "$fingerprint" ]; then return; fi
  local addons=core
  if [ $with_petsc = ON ]; then addons+=", petsc"; fi
  if [ $with_trilinos = ON ]; then addons+=", trilinos"; fi
  say "building the native addons ($addons); a few minutes on two cores, the log is in $PWD/build/setup.log"
  mkdir -p build
  if [ $with_petsc = OFF ]; then rm -f build/Release/petsc.node; fi # not one of an earlier set-up
  if [ $with_trilinos = OFF ]; then rm -f build/Release/trilinos.node; fi
  if ! bash scripts/build-native.sh Release "--CDDISTARRAY_WITH_PETSC=$with_petsc" "--CDDISTARRAY_WITH_TRILINOS=$with_trilinos" 2>&1 |
    tee build/setup.log | { grep --line-buffered -E '^\[ *[0-9]+(%|/[0-9]+)\]' || true; }; then
    grep -nE -A5 'error:|Error:' build/setup.log | head -n 60 >&2 || true
    say "the native build failed; the whole log is in $PWD/build/setup.log" >&2
    exit 1
  fi
  echo "$fingerprint" >$stamp
}

install_system_packages
if is_checkout; then
  install_npm_packages
  compile_typescript
fi
build_native
