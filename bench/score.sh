#!/bin/sh
# score.sh BUILD_DIR: scoring and ranking from memory against a plain loop (target 3 x), one changed
# value until its group is ranked again (target 0.1 ms), and from SQLite on disk to ranks (target 1 s).
set -eu
"$1/bench/bench-score-batch"
"$1/bench/bench-score-update"
"$1/bench/bench-score-store" standards/hygienic-city-county-2021
