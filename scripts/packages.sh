# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts: the Debian packages that Portside needs, and how they are installed.

build_packages="g++ cmake ninja-build ccache libboost1.81-dev nlohmann-json3-dev libspdlog-dev
  libyaml-cpp-dev libvalijson-dev libcli11-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev libisal-dev
  libzstd-dev libarchive-dev"
test_packages="libgtest-dev libgmock-dev zlib1g-dev openssl docker-registry nginx-light clang-14 libc++-14-dev libc++abi-14-dev patchelf binutils python3
  clang-format-14"
demo_packages="curl docker-registry mmdebstrap"
bench_packages="libbenchmark-dev libsimdjson-dev curl"
peer_packages="golang-go golang-github-coreos-bbolt-dev jq time"
fuzz_packages="libclang-rt-14-dev"

# A plugin that its group may write to is refused.
umask 022

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "this needs root, and there is no sudo: $*" >&2
    exit 1
  fi
}

is_installed() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

# install_packages NAME...: installs those that are missing.
install_packages() {
  missing=""
  for package in "$@"; do
    is_installed "$package" || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  say "installing:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
