#!/bin/sh
# http_page.sh BUILD_DIR [DATABASE]: CPU time per page of a list (target 300 us). With a database, as
# "sqlite:PATH" of a demonstration with the national tree, also the time from start to the first
# answer (target 300 ms) and the resident memory of the idle server (target 40 MB).
set -eu
build=$1 database=${2:-}
"$build/bench/bench-http-page"
[ -n "$database" ] || exit 0
port=18653
begin=$(date +%s%N)
"$build/taizhang" serve --quiet --db "$database" --listen 127.0.0.1:$port >/dev/null &
server=$!
trap 'kill $server' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/api/health"; do sleep 0.005; done
echo "start to first answer $((($(date +%s%N) - begin) / 1000000)) ms (target 300)"
echo "idle resident $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$server/status") MB (target 40)"
