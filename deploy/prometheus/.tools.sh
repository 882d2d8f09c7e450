# shellcheck shell=bash
# Prometheus's programs for the checks of rules and dashboards. Sourced, never run.

# What find_tool ends with.
readonly NO_TOOL=3

# find_tool NAME: sets TOOL to promtool or prometheus: from the path, else out of Debian's package (downloaded into target/, not
# installed). Ends where there is neither.
find_tool() {
  local folder=$ROOT/target/prometheus package
  TOOL=$(command -v "$1" || true)
  [ -z "$TOOL" ] || return 0
  TOOL=$folder/usr/bin/$1
  [ ! -x "$TOOL" ] || return 0
  mkdir -p "$folder"
  # Debian 12 has both in one package.
  for package in "$1" prometheus; do
    if (cd "$folder" && apt-get download -q "$package" && dpkg-deb -x "$package"_*.deb .) >/dev/null 2>&1 &&
      [ -x "$TOOL" ]; then
      return 0
    fi
  done
  say "$1 is needed (it comes with Prometheus) and cannot be downloaded: nothing was checked"
  exit "$NO_TOOL"
}

# queries FILE: each panel's PromQL on a line of its own, with Grafana's variables filled in.
# shellcheck disable=SC2016 # Grafana's, not the shell's
queries() {
  sed -n 's/^ *"expr": "\(.*\)",$/\1/p' "$1" |
    sed 's/\\"/"/g; s/\\\\/\\/g; s/\$__rate_interval/30s/g; s/\$workspace/.*/g; s/\$vendor/.*/g'
}
