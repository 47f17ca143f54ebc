# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the other scripts: a throw-away registry on this machine.

# start_registry DIR: one that keeps its blobs in DIR/registry and lets anybody write. Sets
# registry_port (chosen by the kernel) and registry_pid, which the caller has to end.
start_registry() {
  cat >"$1/registry.yaml" <<YAML
version: 0.1
storage:
  filesystem:
    rootdirectory: $1/registry
http:
  addr: 127.0.0.1:0
YAML
  docker-registry serve "$1/registry.yaml" >"$1/registry.log" 2>&1 &
  registry_pid=$!
  registry_port=
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    registry_port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$1/registry.log" | head -n 1)
    [ -z "$registry_port" ] || return 0
    sleep 0.5
  done
  kill "$registry_pid" 2>/dev/null || :
  echo "the registry does not start:" >&2
  cat "$1/registry.log" >&2
  exit 1
}
