#!/bin/bash
# Starts one member of the replica set. The members know each other by the key, which mongod reads only from a file of its own.
set -euo pipefail

umask 077
printf '%s' "$MONGODB_KEY" >/tmp/replica-set.key
unset MONGODB_KEY
exec docker-entrypoint.sh mongod --replSet govflow --keyFile /tmp/replica-set.key --bind_ip_all \
  --wiredTigerCacheSizeGB "$CACHE_GB" --nounixsocket --quiet
