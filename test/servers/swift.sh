#!/usr/bin/env bash
# One-node OpenStack Swift with its S3 API, as S3 server of the tests, on loopback, without systemd or containers.
#
#   swift.sh start|stop|wipe      stop keeps what is stored, wipe removes the whole home
#   SWIFT_HOME   where everything lies, on a file system with extended attributes; default <temporary folder>/pochette-swift
#   SWIFT_PORT   S3 port, default 18080; the four ports above it are taken as well
#
# S3: region us-east-1, path style. Key "test:pochette" with secret "pochette-secret"; key "test:reader" with secret
# "reader-secret" may read what a bucket's ACL opens and nothing else.
# Runs as any user and leaves /etc alone: Swift reads its swift.conf there unless told otherwise before it starts, which
# is what the launcher below is for. Its packages: test/servers/install.sh. Written for 2.30 (Debian 12).
set -euo pipefail
HOME_DIR=${SWIFT_HOME:-${TMPDIR:-/tmp}/pochette-swift}
PORT=${SWIFT_PORT:-18080}
OBJECT=$((PORT + 1)) CONTAINER=$((PORT + 2)) ACCOUNT=$((PORT + 3)) CACHE=$((PORT + 4))
. "$(dirname "$0")/lib.sh"
CONF=$HOME_DIR/conf

# Debian keeps the daemons where an ordinary user does not look
export PATH="$PATH:/usr/sbin:/sbin"

common() { # $1: port
  cat <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $1
swift_dir = $CONF
workers = 0
user = $(id -un)
log_level = WARNING
CONF
}

write_swift_conf() {
  cat >"$CONF/swift.conf" <<CONF
[swift-hash]
swift_hash_path_prefix = pochette
swift_hash_path_suffix = pochette
CONF
}

write_storage_conf() { # $1: object, container or account; $2: port
  {
    common "$2"
    cat <<CONF
devices = $HOME_DIR/disks
mount_check = false
recon_cache_path = $HOME_DIR/cache
[pipeline:main]
pipeline = $1-server
[app:$1-server]
use = egg:swift#$1
disk_chunk_size = 1048576
network_chunk_size = 1048576
CONF
  } >"$CONF/$1.conf"
}

FILTERS="catch_errors gatekeeper cache listing_formats bulk s3api tempauth slo dlo versioned_writes symlink"

write_proxy_conf() {
  {
    common "$PORT"
    cat <<CONF
[pipeline:main]
pipeline = $FILTERS proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
object_chunk_size = 1048576
client_chunk_size = 1048576
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$CACHE
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_pochette = pochette-secret .admin
user_test_reader = reader-secret
CONF
    for filter in $FILTERS; do
      case $filter in cache | s3api | tempauth) continue ;; esac
      printf '[filter:%s]\nuse = egg:swift#%s\n' "$filter" "$filter"
    done
  } >"$CONF/proxy.conf"
}

make_ring() { # $1: object, container or account; $2: port
  cd "$CONF"
  swift-ring-builder "$1.builder" create 6 1 1
  swift-ring-builder "$1.builder" add "r1z1-127.0.0.1:$2/one" 1
  swift-ring-builder "$1.builder" rebalance
}

make_rings() {
  (make_ring object $OBJECT && make_ring container $CONTAINER && make_ring account $ACCOUNT) >"$HOME_DIR/log/rings.out"
}

launch() { # $1: proxy, object, container or account
  background "$1" /usr/bin/python3 -c '
import runpy, sys
from swift.common import utils
utils.SWIFT_CONF_FILE = sys.argv.pop(1)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
' "$CONF/swift.conf" "$(command -v "swift-$1-server")" "$CONF/$1.conf"
}

answers() { curl --silent --fail --output /dev/null --max-time 5 "http://127.0.0.1:$PORT/info"; }

start() {
  need swift-proxy-server swift-object-server swift-container-server swift-account-server swift-ring-builder memcached curl
  if answers; then
    say "port $PORT is taken"
    exit 4
  fi
  mkdir -p "$CONF" "$HOME_DIR"/{run,log,cache,disks/one}
  write_swift_conf
  write_storage_conf object $OBJECT
  write_storage_conf container $CONTAINER
  write_storage_conf account $ACCOUNT
  write_proxy_conf
  [ -e "$CONF/account.ring.gz" ] || make_rings
  background cache memcached $([ "$(id -u)" != 0 ] || echo -u nobody) -l 127.0.0.1 -p $CACHE -m 64 -U 0
  for server in object container account proxy; do launch $server; done
  until_true 100 0.2 answers
  echo "http://127.0.0.1:$PORT"
}

stop() {
  for server in proxy object container account; do finish $server; done
  finish cache "$CACHE"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  wipe)
    stop
    rm -rf "$HOME_DIR"
    ;;
  *)
    say "usage: $0 start|stop|wipe"
    exit 2
    ;;
esac
