# shellcheck shell=bash
# What the commands in this folder share: finds a JDK, builds what is missing or older than its
# sources, and becomes the JVM. Sourced, never run; understands bash 3.2 (macOS) too.

set -euo pipefail

readonly NEEDED_JAVA=25
ROOT=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
readonly ROOT

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Sets JDK to the home of the first JDK that is recent enough.
find_jdk() {
  local candidate settings version home
  for candidate in \
    "${JAVA_HOME:-/nonexistent}/bin/java" \
    "$(command -v java || true)" \
    /usr/lib/jvm/*/bin/java \
    /usr/java/*/bin/java \
    /opt/*/bin/java \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/*/bin/java \
    "${HOME:-/nonexistent}"/.jdks/*/bin/java \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    /opt/homebrew/opt/openjdk*/bin/java; do
    [ -x "$candidate" ] || continue
    settings=$("$candidate" -XshowSettings:properties -version 2>&1) || continue
    version=$(sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p' <<<"$settings")
    home=$(sed -n 's/^ *java\.home = //p' <<<"$settings")
    if [ "${version:-0}" -ge "$NEEDED_JAVA" ] && [ -x "$home/bin/javac" ]; then
      JDK=$home
      return
    fi
  done
  die "A JDK $NEEDED_JAVA or newer is needed and none was found: install one (for example" \
    "Eclipse Temurin $NEEDED_JAVA from https://adoptium.net) or set JAVA_HOME to it."
}

# is_fresh JAR STAMP SOURCE...: whether no source is newer than the jar, or than the last build.
is_fresh() {
  local jar=$1 stamp=$2 reference
  shift 2
  [ -f "$jar" ] || return 1
  for reference in "$jar" "$stamp"; do
    if [ -f "$reference" ] && [ -z "$(find "$@" -newer "$reference" -print 2>/dev/null)" ]; then
      return 0
    fi
  done
  return 1
}

# ensure_built NAME MODULE JAR [OTHER_MODULE...]: builds MODULE unless JAR is newer than the
# sources of it and of the other modules that it is made from.
ensure_built() {
  local name=$1 module=$2 jar=$ROOT/$2/target/$3 stamp=$ROOT/$2/target/launch.stamp other
  local sources=("$ROOT/pom.xml")
  shift 3
  for other in "$module" "$@"; do
    sources+=("$ROOT/$other/pom.xml" "$ROOT/$other/src/main")
  done
  is_fresh "$jar" "$stamp" "${sources[@]}" && return
  command -v mvn >/dev/null ||
    die "Maven 3.8 or newer is needed to build $name and was not found: install it" \
      "(for example with the system's package \"maven\")."
  mkdir -p "$ROOT/target"
  if command -v flock >/dev/null; then
    # Two commands started together must not build into the same folders.
    exec 9>"$ROOT/target/launch.lock"
    flock -n 9 || { say 'waiting for another build …' && flock 9; }
    if is_fresh "$jar" "$stamp" "${sources[@]}"; then
      exec 9>&-
      return
    fi
  fi
  build "$name" "$module"
  [ -f "$jar" ] || die "building $name left no $jar; the log is $ROOT/target/build-$name.log"
  mv -f "$ROOT/target/build-$name.started" "$stamp"
  if command -v flock >/dev/null; then exec 9>&-; fi
}

# build NAME MODULE: runs Maven.
build() {
  local name=$1 module=$2 log=$ROOT/target/build-$1.log
  touch "$ROOT/target/build-$name.started"
  quietly "building $name" "$log" env JAVA_HOME="$JDK" \
    mvn -B -q -ntp -f "$ROOT/pom.xml" -pl "$module" -am -Dmaven.test.skip=true package && return
  say "building $name failed. The log is $log and ends with:"
  tail -n 25 "$log" >&2
  exit 1
}

# quietly WHAT LOG COMMAND...: runs it with a line that says what is going on.
quietly() {
  local what=$1 log=$2 began=$SECONDS status=0
  shift 2
  [ -t 2 ] || say "$what …"
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  CHILD=$!
  # A background process ignores Ctrl-C, so it is passed on.
  trap 'kill "$CHILD" 2>/dev/null; exit 130' INT
  trap 'kill "$CHILD" 2>/dev/null; exit 143' TERM HUP
  while kill -0 "$CHILD" 2>/dev/null; do
    [ ! -t 2 ] || printf '\r\033[K%s … %d s' "$what" "$((SECONDS - began))" >&2
    sleep 1
  done
  wait "$CHILD" || status=$?
  trap - INT TERM HUP
  [ ! -t 2 ] || printf '\r\033[K' >&2
  [ "$status" -ne 0 ] || say "$what: done in $((SECONDS - began)) s"
  return "$status"
}

# ensure_trained: makes the dispatcher's AOT cache, once per build and JDK, and sets AOT_CACHE; empty when that fails:
# the dispatcher then only starts more slowly.
ensure_trained() {
  local jar=$ROOT/dispatcher/target/dispatcher.jar docker=$ROOT/deploy/docker log=$ROOT/target/train.log
  AOT_CACHE=$ROOT/dispatcher/target/dispatcher-$(cksum <"$JDK/release" | cut -d' ' -f1).aot
  is_trained && return
  mkdir -p "$ROOT/target"
  if command -v flock >/dev/null; then
    exec 9>"$ROOT/target/launch.lock"
    flock 9
  fi
  if ! is_trained; then
    rm -f "$ROOT"/dispatcher/target/dispatcher-*.aot
    quietly 'making the start faster (once per build)' "$log" \
      "$docker/train" "$JDK/bin/java" "$jar" "$ROOT/deploy/jvm.options" "$docker/training.yaml" "$AOT_CACHE" ||
      { say "no AOT cache, the start is slower: $log says why"; AOT_CACHE=''; }
  fi
  if command -v flock >/dev/null; then exec 9>&-; fi
}

is_trained() {
  [ -f "$AOT_CACHE" ] && [ "$AOT_CACHE" -nt "$jar" ] && [ "$AOT_CACHE" -nt "$ROOT/deploy/jvm.options" ]
}

# become MODULE/target/JAR ARGUMENT...: replaces the shell, so that signals reach the JVM itself.
become() {
  local jar=$ROOT/$1
  shift
  become_java -jar "$jar" "$@"
}

# become_main MODULE/target/JAR CLASS ARGUMENT...: the same with another main class than the jar names.
become_main() {
  local jar=$ROOT/$1
  shift
  become_java -cp "$jar" "$@"
}

become_java() {
  # Netty and Kafka use both; without the two options the JVM warns on every start.
  # shellcheck disable=SC2086 # JAVA_OPTS is a list of words
  exec "$JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -XX:+ExitOnOutOfMemoryError ${JAVA_OPTS:-} "$@"
}
