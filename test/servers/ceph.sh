#!/usr/bin/env bash
# One-node Ceph (monitor, OSD, radosgw) as S3 server of the tests, on loopback, without systemd or containers, as any user.
#
#   ceph.sh start|stop|wipe       stop keeps what is stored (bluestore), wipe removes the whole home
#   CEPH_HOME    where everything lies, default <temporary folder>/pochette-ceph
#   CEPH_PORT    S3 port, default 18100; the two ports above it are taken as well
#   CEPH_STORE   bluestore (a file, the default) or memstore (memory, for throw-away tests)
#
# S3: region us-east-1, path style. Key "pochette" with secret "pochette-secret"; key "tight" with secret "tight-secret"
# belongs to a user who may store 1 MB.
# Its packages: test/servers/install.sh. Written for 16.2 (Debian 12) and later.
set -euo pipefail
HOME_DIR=${CEPH_HOME:-${TMPDIR:-/tmp}/pochette-ceph}
PORT=${CEPH_PORT:-18100}
STORE=${CEPH_STORE:-bluestore}
export CEPH_CONF=$HOME_DIR/ceph.conf CEPH_ARGS="-c $HOME_DIR/ceph.conf"
. "$(dirname "$0")/lib.sh"

MONITOR="[v2:127.0.0.1:$((PORT + 1)),v1:127.0.0.1:$((PORT + 2))]"

write_conf() { # $1: cluster id
  cat >"$CEPH_CONF" <<CONF
[global]
fsid = $1
mon_host = $MONITOR
keyring = $HOME_DIR/keys/\$name
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
run_dir = $HOME_DIR/run
admin_socket = $HOME_DIR/run/\$name.asok
log_file = $HOME_DIR/log/\$name.log
pid_file =
# one copy of everything, few placement groups: this is one disk
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data = $HOME_DIR/mon
mon_data_avail_warn = 1
mon_data_avail_crit = 1
osd_data = $HOME_DIR/osd
osd_objectstore = $STORE
osd_memory_target = 939524096
bluestore_block_size = 21474836480
bluestore_block_db_create = false
bluestore_block_wal_create = false
memstore_device_bytes = 2147483648
[client.rgw]
rgw_data = $HOME_DIR/rgw
rgw_frontends = beast endpoint=127.0.0.1:$PORT tcp_nodelay=1
rgw_thread_pool_size = 64
rgw_relaxed_region_enforcement = true
# what is deleted makes room at once, not hours later: a full cluster does not refuse, it hangs
rgw_gc_obj_min_wait = 1
rgw_gc_processor_period = 5
rgw_gc_processor_max_time = 5
CONF
}

make_key() { # name, then capabilities
  local name=$1
  shift
  ceph-authtool --create-keyring "$HOME_DIR/keys/$name" --gen-key -n "$name" "$@" >/dev/null
}

found_cluster() {
  local id
  id=$(cat /proc/sys/kernel/random/uuid)
  write_conf "$id"
  make_key mon. --cap mon 'allow *'
  make_key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  make_key client.rgw --cap mon 'allow *' --cap osd 'allow *'
  make_key osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
  cp "$HOME_DIR/keys/mon." "$HOME_DIR/keys/mon.one"
  cat "$HOME_DIR"/keys/{mon.,client.admin,client.rgw,osd.0} >"$HOME_DIR/keys/all"
  monmaptool --create --fsid "$id" --addv one "$MONITOR" "$HOME_DIR/monmap" >/dev/null
  ceph-mon --mkfs -i one --monmap "$HOME_DIR/monmap" --keyring "$HOME_DIR/keys/all"
}

make_disk() {
  local id
  id=$(cat /proc/sys/kernel/random/uuid)
  ceph osd new "$id" >/dev/null
  ceph-osd -i 0 --mkfs --osd-uuid "$id" >"$HOME_DIR/log/mkfs.out" 2>&1
}

admin() { radosgw-admin -n client.rgw --admin-socket= "$@" >/dev/null 2>>"$HOME_DIR/log/admin.out"; }

make_users() {
  admin user create --uid=pochette --display-name=pochette --access-key=pochette --secret-key=pochette-secret
  admin user create --uid=tight --display-name=tight --access-key=tight --secret-key=tight-secret
  admin quota set --quota-scope=user --uid=tight --max-size=1000000
  admin quota enable --quota-scope=user --uid=tight
}

osd_is_up() { ceph osd stat | grep -q '1 up'; }
answers() { curl --silent --output /dev/null --max-time 5 "http://127.0.0.1:$PORT/"; }

start() {
  need ceph-mon ceph-osd radosgw ceph curl
  if answers; then
    say "port $PORT is taken"
    exit 4
  fi
  local fresh=no
  [ -d "$HOME_DIR/mon" ] || fresh=yes
  mkdir -p "$HOME_DIR"/{run,log,osd,keys}
  [ $fresh = no ] || found_cluster
  background mon ceph-mon -f -i one -c "$CEPH_CONF"
  until_true 60 0.3 timeout 3 ceph -s
  [ $fresh = no ] || make_disk
  background osd ceph-osd -f -i 0 -c "$CEPH_CONF"
  until_true 60 0.3 osd_is_up
  background rgw radosgw -f -n client.rgw -c "$CEPH_CONF"
  until_true 240 0.5 answers
  [ $fresh = no ] || make_users
  echo "http://127.0.0.1:$PORT"
}

stop() {
  finish rgw
  finish osd
  finish mon
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
