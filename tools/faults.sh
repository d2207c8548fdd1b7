# shellcheck shell=bash
# ./dev faults [KILLS]: the tests of tests/faults in full, on a release build. Figures of a run stand in
# docs/reliability.md. Sourced by ./dev.

cmd_faults() {
    local kills=${1:-100} program
    install_packages build test
    configure "$build/faults" --buildtype=release
    compile "$build/faults" taizhang tests/faults/libreadonly.so
    program=$(realpath "$build/faults/taizhang")
    say "faults: the server killed $kills times under load, SQLite"
    "$python" tests/faults/kill.py "$program" . "$kills"
    say "faults: the server killed $kills times under load, then the database restarted, PostgreSQL"
    tests/store/with_postgres.sh "$python" tests/faults/kill.py "$program" . "$kills"
    say "faults: the server killed while photos come in"
    "$python" tests/faults/photo.py "$program" . "$kills"
    say "faults: single bytes changed"
    "$python" tests/faults/flip.py "$program" . 1000
    say "faults: the disk read-only under the running server"
    "$python" tests/faults/readonly.py "$program" . "$(realpath "$build/faults/tests/faults/libreadonly.so")"
    say "faults: the disk full under the running server"
    "$python" tests/faults/full.py "$program" .
    say "faults: 10,000 wrong logins"
    "$python" tests/faults/logins.py "$program" . 10000
}
