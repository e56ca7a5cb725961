#!/usr/bin/env bash
# Builds, runs, tests, measures and packs Tessera. Every command sets up what it needs and repeats nothing.
#
#   ./build.sh                 dist/chrome and dist/firefox, ready to load
#   ./build.sh --test-key      the same with a fixed key in dist/test-chrome
#   ./build.sh run             builds, then enrols and signs in at the test portal in a real browser
#   ./build.sh test [PART]     everything that must pass; PART is lint, rust, unit or e2e
#   ./build.sh bench [ARGS]    measurements
#   ./build.sh pack            the packages for the stores
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD

# One artefact a line: name, cargo feature, wasm-opt level, target features of rustc ("-" for none).
# Sizes decide for the level: what is loaded at every click is small, what searches pixels is fast.
ARTEFACTS="
core boundary-core -Os -
"

# What current browsers have and rustc uses for this target; wasm-opt must be told.
WASM_OPT="--enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-nontrapping-float-to-int
  --enable-sign-ext --enable-reference-types --enable-multivalue --enable-extended-const"

say() { printf '%s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# ---- set-up -------------------------------------------------------------------------------------------------------

need() { command -v "$1" >/dev/null 2>&1 || fail "$1 is missing. $2"; }

setup_rust() {
  need cargo "Install Rust with rustup: https://rustup.rs"
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  need rustup "It adds the target wasm32-unknown-unknown: https://rustup.rs"
  rustup --quiet target add wasm32-unknown-unknown
}

setup_rust_lints() {
  if cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then return; fi
  need rustup "It adds the components clippy and rustfmt: https://rustup.rs"
  rustup --quiet component add clippy rustfmt
}

setup_node() {
  need node "Install Node.js 20 or later: https://nodejs.org"
  need npm "It comes with Node.js: https://nodejs.org"
  node --input-type=module -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
    fail "Node.js is $(node --version); 20 or later is needed."
  local stamp=node_modules/.tessera-lock
  cmp --silent package-lock.json "$stamp" && return
  # No install scripts: the packages come with what they need.
  npm ci --ignore-scripts --no-progress --loglevel=error >/dev/null
  cp package-lock.json "$stamp"
}

# The first of the given commands that exists.
first_command() {
  local name
  for name in "$@"; do command -v "$name" 2>/dev/null && return; done
  return 1
}

install_packages() {
  local sudo=
  need apt-get "Install a browser yourself ($*) or name it in CHROMIUM or FIREFOX."
  if [ "$(id -u)" != 0 ]; then need sudo "It installs $*."; sudo=sudo; fi
  $sudo apt-get update --quiet=2 >/dev/null
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install --quiet=2 --yes --no-install-recommends "$@" >/dev/null
}

setup_chromium() {
  local names="chromium chromium-browser google-chrome google-chrome-stable microsoft-edge"
  # shellcheck disable=SC2086
  if [ -z "${CHROMIUM:-}" ] && ! CHROMIUM=$(first_command $names); then
    say "installing chromium"
    install_packages chromium
    CHROMIUM=$(first_command $names) || fail "chromium could not be installed. Name a browser in CHROMIUM."
  fi
  export CHROMIUM
}

setup_firefox() {
  if [ -z "${FIREFOX:-}" ] && ! FIREFOX=$(first_command firefox-esr firefox); then
    say "installing firefox-esr"
    install_packages firefox-esr
    FIREFOX=$(first_command firefox-esr firefox) || fail "firefox-esr could not be installed. Name a browser in FIREFOX."
  fi
  export FIREFOX
}

# ---- wasm ---------------------------------------------------------------------------------------------------------

# rustc's flags, one per line: no path of this machine may end in an artefact.
rust_flags() {
  local features=$1 cargo_home=${CARGO_HOME:-$HOME/.cargo} sysroot
  sysroot=$(rustc --print sysroot)
  printf '%s\n' "--remap-path-prefix=$ROOT=." "--remap-path-prefix=$cargo_home=cargo" "--remap-path-prefix=$sysroot=rust"
  if [ "$features" != - ]; then printf '%s\n' "-Ctarget-feature=$features"; fi
}

# The folder of its own keeps one feature set from rebuilding, or worse replacing, another.
build_artefact() {
  local name=$1 feature=$2 level=$3 features=$4
  local target=target/wasm-$name out=target/wasm-$name/bindgen built stamp
  built=$target/wasm32-unknown-unknown/wasm/tessera_core.wasm
  CARGO_ENCODED_RUSTFLAGS=$(rust_flags "$features" | paste -sd '\037') \
    cargo build --quiet --locked -p tessera-core --lib --target wasm32-unknown-unknown --profile wasm \
    --no-default-features --features "$feature" --target-dir "$target"
  stamp=$(cat "$built" build.sh Cargo.lock package-lock.json build/bindgen/src/main.rs | sha256sum)
  if [ -f "wasm/${name}_bg.wasm" ] && [ "$stamp" = "$(cat "$out/stamp" 2>/dev/null)" ]; then return; fi

  rm -rf "$out"
  cargo run --quiet --locked --profile tool -p tessera-bindgen -- "$built" "$out" "$name"
  local simd=
  case $features in *simd128*) simd=--enable-simd ;; esac
  # shellcheck disable=SC2086
  node node_modules/binaryen/bin/wasm-opt "$out/${name}_bg.wasm" $WASM_OPT $simd "$level" \
    --strip-debug --strip-producers --strip-target-features -o "$out/small.wasm"
  mkdir -p wasm
  cp "$out/$name.js" "$out/$name.d.ts" wasm/
  mv "$out/small.wasm" "wasm/${name}_bg.wasm"
  printf '%s\n' "$stamp" >"$out/stamp"
}

build_wasm() {
  local name feature level features
  # The list is read apart from standard input, which belongs to the commands inside.
  while read -r name feature level features <&3; do
    if [ -n "$name" ]; then build_artefact "$name" "$feature" "$level" "$features"; fi
  done 3<<<"$ARTEFACTS"
}

# ---- commands -----------------------------------------------------------------------------------------------------

build() {
  setup_rust
  setup_node
  build_wasm
  node build/vendor.mjs
  node build/dist.mjs "$@"
}

case ${1:-build} in
  build) build ;;
  --test-key) build --test-key ;;
  *) sed -n '2,9s/^# \{0,1\}//p' build.sh >&2; exit 2 ;;
esac
