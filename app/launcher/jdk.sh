# Sourced by ./mf4j and ./test: finds a JDK and runs Maven on it. Nothing here starts Java to ask for its version: that would
# take longer than most commands.

WANTED_JDK=25

# Sets `jdk` to the first JDK that is new enough, in the order a person would expect; the user's own choice first.
find_jdk() {
  local home on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(resolve "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" \
      /usr/lib/jvm/* /opt/* /opt/*/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_new_enough "$home"; then
      jdk=$home
      return
    fi
  done
  say "MF4J needs a JDK $WANTED_JDK or newer and found none in JAVA_HOME, on the PATH or in the usual folders."
  say "Get one from https://adoptium.net, or with SDKMAN: sdk install java $WANTED_JDK-tem; then set JAVA_HOME to its folder."
  exit 1
}

# Whether a folder is a JDK (a compiler is there) whose `release` file names a version that is new enough.
is_new_enough() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"?([0-9]+) ]]; then
      (( BASH_REMATCH[1] >= WANTED_JDK ))
      return
    fi
  done < "$1/release"
  return 1
}

# The file behind a chain of links; macOS has no `readlink -f` before 12.3.
resolve() {
  local file=$1 link
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  printf '%s\n' "$file"
}

# Java reads the words of the command line, and names of files, by the locale; by the plain one it would take no letters but those of
# English.
speak_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in '' | C | POSIX) export LC_ALL=C.UTF-8 ;; esac
}

# Maven 3.8 runs on whatever `java` is; on JAVA_HOME it compiles, and forks the tests, with the JDK that was found.
maven() {
  command -v mvn > /dev/null || { say "MF4J is built with Maven, and there is no mvn on the PATH."; exit 1; }
  # its own libraries do what newer JDKs warn of
  JAVA_HOME=$jdk MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" mvn -f "$root/pom.xml" -B -ntp "$@"
}

# A download that failed is worth one more try; anything else that failed is not.
is_download_failure() {
  grep -qE 'Could not transfer (artifact|metadata)|Connection (reset|refused|timed out)|Could not resolve dependencies' "$1"
}

# Runs the rest of the script alone: two first runs at the same time must not build over each other.
alone() {
  mkdir -p "$root/app/target"
  command -v flock > /dev/null || return 0
  exec 9> "$root/app/target/build.lock"
  flock -n 9 || { say "waiting for another build of MF4J to end"; flock 9; }
}

say() {
  printf 'mf4j: %s\n' "$*" >&2
}
