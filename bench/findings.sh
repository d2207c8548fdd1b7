#!/bin/sh
# findings.sh BUILD_DIR: CPU time over a million findings (COUNT=1000000): a page of the list of a county (target 300 us), its board
# (target 500 us), rates of 120 counties (target 5 ms), beside plain SQL over the rows. Needs about 4 GB in TMPDIR.
set -eu
"$1/bench/bench-findings" "${COUNT:-1000000}"
