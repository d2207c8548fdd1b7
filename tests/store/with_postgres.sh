#!/bin/sh
# with_postgres.sh PROGRAM [ARG...]: runs the program with TZ_TEST_POSTGRES naming an empty database
# of a PostgreSQL server that lives in a temporary directory, on a Unix socket only. As root the
# server runs as the user postgres (or nobody). TZ_TEST_PGCTL lets a test restart it.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL is missing; install the package postgresql" >&2
    exit 1
fi
dir=$(mktemp -d /tmp/tz-pg.XXXXXX)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$dir"
    as() { (cd "$dir" && runuser -u "$user" -- "$@"); }
fi
stop() {
    as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP
as "$bin/initdb" -D "$dir/data" -U tz -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 ||
    { cat "$dir/log" >&2; exit 1; }
cat >"$dir/ctl" <<EOF
#!/bin/sh
# ctl start|stop|restart
cd "$dir" && exec $([ "$(id -u)" = 0 ] && echo "runuser -u $user --") "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" \\
    -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off" -m fast -w "\$1" >/dev/null
EOF
chmod 755 "$dir" "$dir/ctl"
sh "$dir/ctl" start || { cat "$dir/server.log" >&2; exit 1; }
as "$bin/createdb" -h "$dir" -U tz tz
TZ_TEST_POSTGRES="host=$dir user=tz dbname=tz" TZ_TEST_PGCTL="$dir/ctl" "$@"
