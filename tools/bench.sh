# shellcheck shell=bash
# ./dev bench [NAME...]: measurements of a release build, each a ratio to something else in the same
# run; NAME is a script of bench/ without its ending. Sourced by ./dev.

cmd_bench() {
    local script name programs status=0
    install_packages build test
    build_client
    configure "$build/bench" --buildtype=release -Db_lto=true "$client_option"
    compile "$build/bench" taizhang benches
    if [ $# = 0 ]; then
        mapfile -t programs < <(find bench -name '*.sh' -exec basename {} .sh \; | sort)
        set -- "${programs[@]}"
    fi
    for name; do
        script=bench/$name.sh
        [ -f "$script" ] || die "no $script"
        say "bench $name"
        sh "$script" "$build/bench" || status=1
    done
    return "$status"
}
