# Finds a JDK 25. Sourced by the launcher, by ./speckit and by the build; sets speckit_java_home,
# empty when there is none. Reads each candidate's `release` file: asking `java -version` would cost
# every start a process.

is_java_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) return 0 ;;
      JAVA_VERSION=*) return 1 ;;
    esac
  done <"$1/release"
  return 1
}

java_home_on_path() {
  program=$(command -v java 2>/dev/null) || return 1
  while [ -L "$program" ]; do
    target=$(readlink "$program") || return 1
    case $target in
      /*) program=$target ;;
      *) program=${program%/*}/$target ;;
    esac
  done
  program=${program%/*}
  printf '%s\n' "${program%/*}"
}

find_java_25() {
  speckit_java_home=
  for candidate in "${SPECKIT_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$candidate" ] && is_java_25 "$candidate"; then
      speckit_java_home=$candidate
      return 0
    fi
  done
  for candidate in /usr/lib/jvm/*25* "${HOME:-}"/.sdkman/candidates/java/25* \
    "${HOME:-}"/.jdks/*25* /opt/*jdk*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if is_java_25 "$candidate"; then
      speckit_java_home=$candidate
      return 0
    fi
  done
  candidate=$(java_home_on_path) && is_java_25 "$candidate" || return 1
  speckit_java_home=$candidate
}

say_java_25_is_missing() {
  cat >&2 <<'END'
speckit: no JDK 25 was found.
  looked at: SPECKIT_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt and `java` on PATH
  what to do: install a JDK 25 (any vendor), or name one: export SPECKIT_JAVA_HOME=/path/to/jdk-25
END
}
