# shellcheck shell=bash
# ./dev check [STEP...]: all steps, or those named; "list" names them. Sourced by ./dev.

check_steps=(format shell layers sizes source docs gcc clang analysis generated client)

tracked() { git ls-files -co --exclude-standard -- "$@" | while read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

step_format() { tracked '*.c' '*.h' | xargs -r clang-format --dry-run -Werror; }

step_shell() {
    { printf '%s\n' dev .ci/run; tracked '*.sh'; } | xargs shellcheck -x -S warning
}

step_layers() { "$python" tools/check_layers.py; }
step_docs() {
    "$python" tools/check_docs.py && "$python" gen/gen_rights.py api/rights.yaml --doc docs/rights.md --check &&
        "$python" gen/gen_lifecycle.py api/lifecycle.yaml api/rights.yaml --doc docs/findings.md --check
}
step_source() { "$python" tools/check_source.py; }

step_sizes() {
    local program=$build/gcc/taizhang
    if have_client && [ -f "$program" ]; then
        cp "$program" "$build/taizhang.stripped"
        strip "$build/taizhang.stripped"
        "$python" tools/check_sizes.py . "$build/taizhang.stripped"
    else
        "$python" tools/check_sizes.py .
    fi
}

# Warnings are errors in meson.build; the release build sees more of the data flow.
step_gcc() { (CC=gcc configure "$build/gcc" --buildtype=release && compile "$build/gcc"); }
step_clang() { (CC=clang configure "$build/clang" --buildtype=debugoptimized && compile "$build/clang"); }

step_analysis() {
    step_clang
    mkdir -p "$build/cppcheck"
    cppcheck --project="$build/clang/compile_commands.json" --quiet --error-exitcode=1 \
        --cppcheck-build-dir="$build/cppcheck" -j "$(nproc)" --inline-suppr \
        --enable=warning,portability --suppressions-list=tools/cppcheck.txt
}

# What a generator writes into the tree must be what stands there.
step_generated() {
    local before
    [ -d web/src/generated ] || return 0
    before=$(find web/src/generated -type f -exec sha256sum {} + | sort)
    (cd web && npm run generate) || return 1
    [ "$before" = "$(find web/src/generated -type f -exec sha256sum {} + | sort)" ]
}

step_client() {
    have_client || return 0
    install_client_packages
    (cd web && npm run typecheck && npm run lint && npm run format:check)
}

cmd_check() {
    local step good=0 bad=() all=() start
    install_packages build check
    if [ $# = 0 ]; then
        # The program's size is known after the build.
        set -- "${check_steps[@]/sizes/}" sizes
    elif [ "$1" = list ]; then
        printf '%s\n' "${check_steps[@]}"
        return
    fi
    for step; do [ -z "$step" ] || all+=("$step"); done
    for step in "${all[@]}"; do
        declare -F "step_$step" >/dev/null || die "no step $step; known: ${check_steps[*]}"
        start=$SECONDS
        # A shell of its own: set -e holds inside, and a failure does not end the others.
        set +e
        (
            set -e
            "step_$step"
        ) >&2
        # shellcheck disable=SC2181 # the group above must not be a condition, or set -e is off in it
        if [ $? = 0 ]; then
            good=$((good + 1))
            say "check $step: fine ($((SECONDS - start)) s)"
        else
            bad+=("$step")
            say "check $step: FAILED ($((SECONDS - start)) s)"
        fi
        set -e
    done
    printf '%d checks fine, %d failed%s\n' "$good" "${#bad[@]}" "${bad[*]:+: ${bad[*]}}"
    [ ${#bad[@]} = 0 ]
}
