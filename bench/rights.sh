#!/bin/sh
# rights.sh BUILD_DIR: what the check of rights adds to the CPU time of list pages (target 1.10 x).
set -eu
"$1/bench/bench-rights"
