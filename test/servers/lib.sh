# What the scripts of this folder share: background processes that are known by a pid file under $HOME_DIR/run.

say() { printf '%s\n' "$*" >&2; }

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null && continue
    say "$program is not installed. On Debian or Ubuntu: test/servers/install.sh"
    exit 3
  done
}

# background NAME COMMAND…
background() {
  local name=$1
  shift
  "$@" >"$HOME_DIR/log/$name.out" 2>&1 </dev/null &
  echo $! >"$HOME_DIR/run/$name.pid"
}

# A pid may have been given to another program since: ours names its home folder or one of its ports.
is_ours() { [ -r "/proc/$1/cmdline" ] && tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -e "$HOME_DIR" -e "${2:-$HOME_DIR}"; }

# finish NAME [MARK]: asks to end, waits 8 s, then insists
finish() {
  local file="$HOME_DIR/run/$1.pid" pid
  [ -e "$file" ] || return 0
  pid=$(cat "$file")
  if is_ours "$pid" "${2:-}"; then
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 80); do
      is_ours "$pid" "${2:-}" || break
      sleep 0.1
    done
    if is_ours "$pid" "${2:-}"; then kill -9 "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$file"
}

# until_true TRIES SECONDS COMMAND…
until_true() {
  local tries=$1 pause=$2
  shift 2
  for _ in $(seq "$tries"); do
    "$@" >/dev/null 2>&1 && return 0
    sleep "$pause"
  done
  say "gave up waiting for: $*"
  say "$(tail -n 5 "$HOME_DIR"/log/*.out 2>/dev/null)"
  return 1
}
