#!/bin/sh
# Starts Redis with a password that shows in no process list: it goes from the environment into a file of this
# container's memory, not onto the command line.
set -eu
: "${REDIS_PASSWORD:?is not set}"
case "$REDIS_PASSWORD" in
  *[!A-Za-z0-9._~+/=-]*) echo 'REDIS_PASSWORD: letters, digits and . _ ~ + / = - only' >&2; exit 1 ;;
esac
conf="${REDIS_CONF:-/tmp/redis.conf}"
umask 077
cat >"$conf" <<EOF
requirepass "$REDIS_PASSWORD"
dir ${REDIS_DIR:-/data}
appendonly yes
appendfsync everysec
maxmemory ${REDIS_MAXMEMORY:-256mb}
maxmemory-policy noeviction
EOF
unset REDIS_PASSWORD
exec redis-server "$conf" "$@"
