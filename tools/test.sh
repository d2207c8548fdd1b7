# shellcheck shell=bash
# ./dev test [SUITE...]: every suite, or those named; sourced by ./dev.
#
# Every suite ends in add_result with numbers read from its runner's own report. A suite that ran
# nothing, was skipped, or broke off is a failure.

passed=0
failed=0
summary=()

# add_result SUITE PASSED FAILED
add_result() {
    local name=$1 good=$2 bad=$3
    if [ "$((good + bad))" = 0 ]; then
        say "suite $name ran no test; that counts as a failure"
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    summary+=("$(printf '%-12s %5d passed %5d failed' "$name" "$good" "$bad")")
}

# count SUITE KIND FILE STATUS: adds what tools/count_tests.py reads from a report.
count() {
    local numbers
    numbers=$("$python" tools/count_tests.py "$2" "$3" "$4") || numbers="0 1"
    # shellcheck disable=SC2086 # two numbers
    add_result "$1" $numbers
}

# logged SUITE COMMAND...: runs a command, shows and keeps its output, counts its tests.
logged() {
    local name=$1 log=$build/logs/$1.log status=0
    shift
    mkdir -p "$build/logs"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    cat "$log" >&2
    count "$name" text "$log" "$status"
}

sanitized=$build/test

build_sanitized() {
    configure "$sanitized" -Dbuildtype=debugoptimized -Db_sanitize=address,undefined "$client_option"
    compile "$sanitized"
}

# meson_tests SUITE PATTERN: the meson tests whose names match the extended regular expression.
meson_tests() {
    local names status=0
    build_sanitized
    mapfile -t names < <(meson test -C "$sanitized" --no-rebuild --list 2>/dev/null |
        sed 's/^.* \/ //; s/^.*://' | grep -E "$2")
    if [ ${#names[@]} = 0 ]; then
        add_result "$1" 0 0
        return
    fi
    rm -f "$sanitized/meson-logs/testlog.json"
    CMOCKA_MESSAGE_OUTPUT=TAP \
        ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:allocator_may_return_null=1 \
        UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1 \
        meson test -C "$sanitized" --no-rebuild --print-errorlogs "${names[@]}" >&2 </dev/null ||
        status=$?
    count "$1" meson "$sanitized/meson-logs/testlog.json" "$status"
}

suite_tools() {
    say "suite tools: the gates of this set-up"
    logged tools "$python" tests/tools/test_gates.py
}

suite_program() {
    say "suite program: the C layers, both databases, the command line, with sanitizers"
    meson_tests program .
}

suite_client() {
    say "suite client: types and unit tests"
    install_client_packages
    local status=0
    mkdir -p "$build/logs"
    (cd web && npm run typecheck) >"$build/logs/types.log" 2>&1 </dev/null || status=$?
    cat "$build/logs/types.log" >&2
    add_result types "$((status == 0))" "$((status != 0))"
    logged client npm --prefix web test
}

suite_browser() {
    say "suite browser: a person's path through the program in Chromium"
    build_client
    build_sanitized
    TAIZHANG_BIN=$(realpath "$sanitized/taizhang") logged browser npm --prefix web run test:e2e
}

suite_package() {
    say "suite package: the Debian package, made twice, and what it installs"
    logged package "$python" tests/tools/test_package.py
}

run_suite() {
    case $1 in
    tools) suite_tools ;;
    program) suite_program ;;
    client) suite_client ;;
    browser) suite_browser ;;
    package) suite_package ;;
    # Any other name is the beginning of the names of meson tests: store, base-json, ...
    *) meson_tests "$1" "^$1" ;;
    esac
}

cmd_test() {
    local suite
    install_packages build test package
    if [ $# = 0 ]; then
        set -- tools program
        if have_client; then set -- "$@" client browser package; fi
    fi
    for suite; do
        run_suite "$suite"
    done
    printf '%s\n' "${summary[@]}" >&2
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" = 0 ]
}
