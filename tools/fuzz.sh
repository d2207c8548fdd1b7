# shellcheck shell=bash
# ./dev fuzz [--seconds N] [NAME...]: each target of fuzz/ for a bounded time, beginning with its
# corpus in fuzz/corpus/NAME. What crashes it is kept in BUILD/fuzz-found. Sourced by ./dev.

cmd_fuzz() {
    local seconds=60 target name names=() bad=() found ran=0
    while [ $# -gt 0 ]; do
        case $1 in
        --seconds)
            seconds=${2:?--seconds needs a number}
            shift
            ;;
        *) names+=("$1") ;;
        esac
        shift
    done
    [[ $seconds =~ ^[1-9][0-9]*$ ]] || die "--seconds needs a number, not $seconds"
    if [ ! -f fuzz/meson.build ]; then
        say "fuzz/ holds no target"
        return 1
    fi
    install_packages build fuzz
    (CC=clang configure "$build/fuzz" -Dfuzz=true -Dtests=false -Db_lundef=false &&
        compile "$build/fuzz")
    for target in "$build"/fuzz/fuzz/fuzz-*; do
        [ -f "$target" ] && [ -x "$target" ] || continue
        name=$(basename "$target")
        name=${name#fuzz-}
        if [ ${#names[@]} -gt 0 ] && [[ " ${names[*]} " != *" $name "* ]]; then continue; fi
        ran=$((ran + 1))
        found=$build/fuzz-found/$name
        mkdir -p "$found" "$build/fuzz-corpus/$name"
        say "fuzzing $name for $seconds s"
        # New inputs go to the first folder; the corpus of the repository is only read.
        local folders=("$build/fuzz-corpus/$name")
        [ ! -d "fuzz/corpus/$name" ] || folders+=("fuzz/corpus/$name")
        if ! UBSAN_OPTIONS=halt_on_error=1 "$target" -max_total_time="$seconds" -timeout=10 \
            -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$found/" "${folders[@]}" \
            >"$found/log" 2>&1; then
            tail -40 "$found/log" >&2
            bad+=("$name")
        fi
    done
    [ "$ran" -gt 0 ] || die "no fuzz target ran"
    printf '%d targets, %d crashed%s\n' "$ran" "${#bad[@]}" "${bad[*]:+: ${bad[*]}}"
    [ ${#bad[@]} = 0 ]
}
