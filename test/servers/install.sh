#!/usr/bin/env bash
# Installs the servers and programs that the tests speak to (Debian 12): Ceph and Swift (ceph.sh, swift.sh), PostgreSQL
# (postgres.sh), strace for the test of flushes, poppler and unzip for what is printed and saved, Chromium for the web pages. What is there already is left. Needs root.
set -euo pipefail

PACKAGES=(
  radosgw ceph-mon ceph-osd ceph-common
  swift-proxy swift-object swift-container swift-account swift memcached
  postgresql-15 strace poppler-utils unzip curl chromium
)
POLICY=/usr/sbin/policy-rc.d

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} = 0 ]; then
  echo "all there: ${PACKAGES[*]}"
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "run this as root: apt-get install ${missing[*]}" >&2
  exit 1
fi

# The packages' own services would start at once and listen on every address; the tests start their own, on loopback.
if [ ! -e $POLICY ]; then
  trap 'rm -f $POLICY' EXIT
  printf '#!/bin/sh\nexit 101\n' >$POLICY
  chmod 755 $POLICY
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends "${missing[@]}"
