#!/usr/bin/env bash
# Builds, runs, tests, measures and packs Tessera. Every command sets up what it needs and repeats nothing.
#
#   ./build.sh                 dist/chrome and dist/firefox, ready to load
#   ./build.sh --test-key      the same with a fixed key in dist/test-chrome
#   ./build.sh run             builds, then enrols and signs in at the test portal in a real browser
#   ./build.sh test [PART]     everything that must pass; PART is lint, rust, unit, e2e, firefox or store
#   ./build.sh bench [ARGS]    measurements
#   ./build.sh pack            the packages for the stores and their source archive, with sizes and hashes
#   ./build.sh reproduce       builds once more elsewhere, as another machine would, and compares
#   ./build.sh format          formats everything
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD

# One artefact a line: name, feature of the crate, level of optimisation, target features of rustc, a condition that
# crates compile by and an option of tessera-bindgen ("-" for none).
# What is loaded at every click, and what only the pages of moving need, is made as small as it gets (z): the ciphers they
# wait for are fast all the same (Cargo.toml). What derives keys is made fast (3). What searches pixels was measured:
# at s it is a good fifth smaller than at 3, its first pass takes nearly a third longer, and z is no smaller.
# A code hashes four blocks, so that core has the rounds of SHA-2 in loops; transfer derives keys of a million blocks.
# What a click waits for is run before it is compiled well, so that core has shifts for rotations; in the others they
# would be 6 kB.
ARTEFACTS='
core      boundary-core      z  -         sha2_backend_soft="compact"  --shifts
qr        boundary-qr        s  +simd128  -                            -
qr_plain  boundary-qr        s  -         -                            -
site      boundary-site      s  -         -                            -
kdf       boundary-kdf       3  +simd128  -                            -
kdf_plain boundary-kdf       3  -         -                            -
transfer  boundary-transfer  z  -         -                            -
'

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

# The linter of Firefox's store has a folder of its own, because it brings so much with it.
setup_store() {
  local stamp=tests/store/node_modules/.tessera-lock
  cmp --silent tests/store/package-lock.json "$stamp" && return
  cp .npmrc tests/store/.npmrc
  npm ci --prefix tests/store --ignore-scripts --no-progress --loglevel=error >/dev/null
  rm tests/store/.npmrc
  cp tests/store/package-lock.json "$stamp"
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

# rustc's flags as cargo takes them, apart by the character 31: no path of this machine may end in an artefact.
rust_flags() {
  local IFS=$'\037' features=$1 condition=$2 flags
  flags=("--remap-path-prefix=$ROOT=." "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
    "--remap-path-prefix=$(rustc --print sysroot)=rust")
  if [ "$features" != - ]; then flags+=("-Ctarget-feature=$features"); fi
  if [ "$condition" != - ]; then flags+=(--cfg "$condition"); fi
  printf '%s' "${flags[*]}"
}

# What an artefact is made of, as one hash. Nothing is done where it is that of the last time.
wasm_inputs() {
  {
    rustc --version
    find crate -type f -not -path '*/examples/*' | LC_ALL=C sort | xargs -d '\n' cat
    cat Cargo.toml Cargo.lock package-lock.json build/bindgen/src/*.rs build.sh
  } | sha256sum
}

# All artefacts share one folder of cargo, so that dependencies are compiled once; but cargo gives each the same file
# name, and takes a file of that name for the one it wants. Hence it is moved away at once.
compile_artefact() {
  local name=$1 feature=$2 level=$3 features=$4 condition=$5
  local built=target/wasm/wasm32-unknown-unknown/wasm out=target/wasm/$name
  say "wasm/$name"
  rm -rf "$out" "$built/deps/tessera_core.wasm"
  mkdir -p "$out"
  # A library that is a cdylib alone is optimised as a whole; with the rlib beside it, it is not.
  CARGO_PROFILE_WASM_OPT_LEVEL=$level CARGO_ENCODED_RUSTFLAGS=$(rust_flags "$features" "$condition") \
    cargo rustc --quiet --locked -p tessera-core --lib --crate-type cdylib --target wasm32-unknown-unknown \
    --profile wasm --no-default-features --features "$feature" --target-dir target/wasm
  mv "$built/tessera_core.wasm" "$out/linked.wasm"
  rm "$built/deps/tessera_core.wasm"
}

# What is done to a compiled artefact needs one processor, and runs beside the compilation of the next.
finish_artefact() {
  local name=$1 level=$2 features=$3 option=$4
  local out=target/wasm/$1
  if [ "$option" = - ]; then option=; fi
  # shellcheck disable=SC2086
  cargo run --quiet --locked --profile tool -p tessera-bindgen -- "$out/linked.wasm" "$out" "$name" $option

  local simd=
  case $features in *simd128*) simd=--enable-simd ;; esac
  # shellcheck disable=SC2086
  node node_modules/binaryen/bin/wasm-opt "$out/${name}_bg.wasm" $WASM_OPT $simd "-O$level" \
    --strip-debug --strip-producers --strip-target-features -o "$out/small.wasm"
  mkdir -p wasm
  cp "$out/$name.js" "$out/$name.d.ts" wasm/
  mv "$out/small.wasm" "wasm/${name}_bg.wasm"
}

build_artefact() {
  compile_artefact "$1" "$2" "$3" "$4" "$5"
  finish_artefact "$1" "$3" "$4" "$6"
}

is_declared() { [ -n "$1" ] && grep -q "^$1 = " crate/Cargo.toml; }

build_wasm() {
  local name feature level features condition option inputs stamp started finishing=()
  inputs=$(wasm_inputs)
  # The list is read apart from standard input, which belongs to the commands inside.
  while read -r name feature level features condition option <&3; do
    is_declared "$feature" || continue
    stamp=target/wasm/$name/inputs
    if [ -f "wasm/${name}_bg.wasm" ] && [ "$inputs" = "$(cat "$stamp" 2>/dev/null)" ]; then continue; fi
    compile_artefact "$name" "$feature" "$level" "$features" "$condition"
    {
      finish_artefact "$name" "$level" "$features" "$option"
      printf '%s\n' "$inputs" >"$stamp"
    } &
    finishing+=($!)
  done 3<<<"$ARTEFACTS"
  for started in "${finishing[@]}"; do
    wait "$started" || fail "an artefact could not be finished"
  done
}

biome() {
  local command
  command=${BIOME:-$(first_command node_modules/@biomejs/cli-*/biome)} ||
    fail "Biome has no package for this machine in package.json. Name a Biome 2.6 of your own in BIOME."
  "$command" "$@"
}

# The stories of tests/e2e that are told in Firefox too; the rest of the code is the same in both.
FIREFOX_STORIES="guide-000 guide-001 guide-002 guide-003 guide-004 clipboard keyboard help lock import fill firefox/sidebar firefox/menus firefox/policies"

# ---- tests --------------------------------------------------------------------------------------------------------

LOGS=target/test-logs

# Runs the function named like the step. Of a success the runner's closing lines are shown, of a failure everything; all at
# once, because other steps may be running.
step() {
  local name=$1 begin=$SECONDS status log=$LOGS/$1.log shown outcome=ok
  set +e
  (
    set -e
    "test_$name"
  ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ $status = 0 ]; then
    shown=$(grep -E '^(test result: .* [1-9][0-9]* passed|Checked |needed a second run|# (tests|pass|fail|skipped) |ℹ (tests|pass|fail|skipped) )' "$log" || true)
  else
    shown=$(cat "$log")
    outcome=FAILED
    say "$name" >>"$LOGS/failed"
  fi
  say "── $name${shown:+
$shown}
   $name: $outcome, $((SECONDS - begin)) s"
}

# rustfmt does not find the modules that a macro declares.
MACRO_MODULES="crate/src/transfer/*.rs"

# shellcheck disable=SC2086
test_rustfmt() { cargo fmt --all --check -- $MACRO_MODULES; }
# The tests are compiled by clippy's driver, which lints what it compiles, so that what they need is compiled once: with the
# build that is what binds the artefacts.
cargo_test() {
  export CLIPPY_ARGS=-Dwarnings RUSTC_WORKSPACE_WRAPPER=clippy-driver
  cargo test --quiet --locked --workspace --exclude tessera-bindgen "$@"
  cargo test --quiet --locked --profile tool -p tessera-bindgen "$@"
}
test_clippy() { cargo_test --no-run; }

# As many artefacts at once as go together; what one of them alone does not use, rustc says when it is built.
test_clippy_wasm() {
  local features
  for features in boundary-core,boundary-kdf,boundary-site,boundary-transfer boundary-qr; do
    cargo clippy --quiet --locked -p tessera-core --lib --target wasm32-unknown-unknown --no-default-features \
      --features "$features" -- -D warnings
  done
}

test_biome() { biome check --error-on-warnings; }

test_types() { node_modules/.bin/tsc --project .; }
test_cargo() { cargo_test; }
test_unit() { node --test --test-reporter=spec $(test_files tests/unit tests/portals tests/format tests/readers tests/sync); }
test_rules() { node --test --test-reporter=spec $(test_files tests/rules); }
test_e2e() { run_e2e --at-once 2; }
test_e2e_beside() { run_e2e --at-once 1; }

# Runs side by side share the files.
run_e2e() { node tests/e2e/run.mjs --share "$LOGS/begun" "$@" $(test_files tests/e2e | grep -v /firefox/); }

test_firefox() {
  # shellcheck disable=SC2086
  TESSERA_BROWSER=firefox node tests/e2e/run.mjs \
    $(for name in $FIREFOX_STORIES; do say "tests/e2e/$name.test.mjs"; done)
}
test_store() { node --test --test-reporter=spec $(test_files tests/store); }

test_files() { find "$@" -name '*.test.mjs' -not -path '*/node_modules/*' 2>/dev/null | LC_ALL=C sort; }

part_lint() {
  part_cargo_lint
  part_node_lint
}
part_cargo_lint() { steps rustfmt clippy clippy_wasm; }
part_node_lint() { steps biome types; }
part_rust() { step cargo; }
part_unit() { steps unit rules; }
part_e2e() { step e2e; }
part_firefox() { step firefox; }
part_store() { step store; }

steps() {
  local name
  for name in "$@"; do step "$name"; done
}

# Starts a part of the tests beside what follows. It gives way to the build and the browsers, which people and clocks wait for.
LANES=()
beside() {
  {
    renice -n 10 -p "$BASHPID" >/dev/null 2>&1 || true
    "$@"
  } &
  LANES+=($!)
}

# Beside compilers a third browser makes all of them wait, and waiting is work too. When Firefox is done, so are they.
part_all() {
  local lane
  step e2e_beside &
  LANES+=($!)
  beside part_scripts
  part_firefox
  part_store
  part_e2e
  for lane in "${LANES[@]}"; do wait "$lane" || fail "a part of the tests ended by itself"; done
}

# What needs the packages of npm, apart from browsers.
part_scripts() {
  part_node_lint
  part_unit
}

# What needs Rust alone.
part_crates() {
  part_cargo_lint
  part_rust
}

run_tests() {
  local part=${1:-all}
  case $part in all | lint | rust | unit | e2e | firefox | store) ;; *) fail "no part of the tests is named $part" ;; esac
  setup_rust
  case $part in all | lint | rust) setup_rust_lints ;; esac
  rm -rf "$LOGS"
  mkdir -p "$LOGS/begun"
  trap 'kill "${LANES[@]}" 2>/dev/null || true' EXIT
  if [ "$part" = all ]; then beside part_crates; fi
  if [ "$part" != rust ]; then
    build
    node build/dist.mjs --test-key
  fi
  case $part in all | e2e) setup_chromium ;; esac
  case $part in all | firefox) setup_firefox ;; esac
  case $part in all | store) setup_store ;; esac
  "part_$part"
  if [ -e "$LOGS/failed" ]; then
    say "FAILED: $(tr '\n' ' ' <"$LOGS/failed")"
    exit 1
  fi
  say "All tests passed ($part)."
}

# ---- commands -----------------------------------------------------------------------------------------------------

build() {
  setup_rust
  setup_node
  build_wasm
  node build/vendor.mjs
  node build/dist.mjs "$@"
  if [ $# = 0 ]; then node build/zip.mjs; fi
  sha256sum wasm/*_bg.wasm
}

run() {
  build
  setup_chromium
  node tests/e2e/story.mjs
}

# The `argon2` crate built with SIMD, which ships nowhere: ours is measured against it.
build_kdf_crate() {
  build_artefact kdf_crate boundary-kdf,kdf-crate 3 +simd128 - -
  mkdir -p tests/bench/unlock/crate
  mv wasm/kdf_crate* tests/bench/unlock/crate/
}

setup_bench() { (cd tests/bench && npm ci --ignore-scripts --no-progress --loglevel=error >/dev/null); }

# `bench NAME …` runs one measurement of tests/bench, `bench` all of them.
bench() {
  build
  if [ $# != 0 ]; then
    [ -f "tests/bench/$1.mjs" ] || fail "there is no measurement named $1 in tests/bench"
    setup_bench
    if [ "$1" = unlock ]; then build_kdf_crate; fi
    node "tests/bench/$1.mjs" "${@:2}"
    return
  fi
  node build/sizes.mjs
  local file
  for file in tests/bench/*.mjs; do
    if [ -f "$file" ]; then node "$file"; fi
  done
}

pack() {
  build
  node build/zip.mjs --source
  node build/sizes.mjs
  sha256sum dist/*.zip
}

# Builds the source archive in another folder, with other caches, another home, another time zone and a stricter umask,
# and compares the packages byte for byte.
reproduce() {
  local elsewhere name
  pack
  elsewhere=$(mktemp -d)
  # shellcheck disable=SC2064 -- the name is gone by then
  trap "rm -rf '$elsewhere'" EXIT
  mkdir -p "$elsewhere/a/longer/way" "$elsewhere/home"
  node -e 'const { unzipSync } = require("fflate"), fs = require("fs"), path = require("path");
    for (const [name, file] of Object.entries(unzipSync(fs.readFileSync(process.argv[1])))) {
      const to = path.join(process.argv[2], name);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.writeFileSync(to, file, { mode: file[0] === 35 && file[1] === 33 ? 0o755 : 0o644 });
    }' dist/tessera-source-*.zip "$elsewhere/a/longer/way"
  (
    umask 077
    cd "$elsewhere/a/longer/way"
    RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup} CARGO_HOME=$elsewhere/home/cargo HOME=$elsewhere/home \
      npm_config_userconfig=${npm_config_userconfig:-$HOME/.npmrc} TZ=Pacific/Auckland LC_ALL=C ./build.sh pack
  )
  for name in dist/*.zip; do
    cmp "$name" "$elsewhere/a/longer/way/$name" || fail "$name differs"
    say "$name: the same"
  done
}

format() {
  setup_rust_lints
  setup_node
  # shellcheck disable=SC2086
  cargo fmt --all -- $MACRO_MODULES
  biome check --write
}

command=${1:-build}
if [ $# != 0 ]; then shift; fi
case $command in
  build) build ;;
  --test-key) build --test-key ;;
  run) run ;;
  test) run_tests "$@" ;;
  bench) bench "$@" ;;
  pack) pack ;;
  reproduce) reproduce ;;
  format) format ;;
  *)
    sed -n '2,11s/^# \{0,1\}//p' build.sh >&2
    exit 2
    ;;
esac
