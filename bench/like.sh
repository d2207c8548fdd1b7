#!/bin/sh
# like.sh BUILD_DIR: photos like one photo among 10,000,000 hashes (target: under 1 ms of CPU).
set -eu
echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors"
"$1/bench/bench-like"
