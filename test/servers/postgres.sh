#!/usr/bin/env bash
# Debian's PostgreSQL 15 on loopback, in a folder of its own, for tests: `start` prints its address, `stop` ends it and
# removes the folder. As root it runs as the user postgres, as PostgreSQL demands.
set -euo pipefail
HOME_DIR=${POSTGRES_TEST_HOME:-${TMPDIR:-/tmp}/pochette-postgres-15}
PORT=${POSTGRES_TEST_PORT:-18540}
BIN=/usr/lib/postgresql/15/bin

as_user() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }

stop() {
  [ -d "$HOME_DIR/data" ] || return 0
  as_user "'$BIN/pg_ctl' -D '$HOME_DIR/data' -m fast -w stop" >/dev/null 2>&1 || true
  rm -rf "$HOME_DIR"
}

start() {
  [ -x "$BIN/initdb" ] || { echo "PostgreSQL 15 is missing: apt-get install postgresql-15" >&2; exit 1; }
  stop
  mkdir -p "$HOME_DIR"
  [ "$(id -u)" != 0 ] || chown postgres "$HOME_DIR"
  as_user "cd '$HOME_DIR' && '$BIN/initdb' -D data -A trust --locale=C --encoding=UTF8" >/dev/null
  as_user "cd '$HOME_DIR' && '$BIN/pg_ctl' -D data -l log -w -o \"-p $PORT -k '$HOME_DIR' -c listen_addresses=127.0.0.1\" start" >/dev/null
  echo "postgres://postgres@127.0.0.1:$PORT/postgres"
}

case "${1:-}" in start) start ;; stop) stop ;; *) echo "usage: postgres.sh start|stop" >&2; exit 2 ;; esac
