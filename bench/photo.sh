#!/bin/sh
# photo.sh BUILD_DIR: a photo of 12 million pixels: CPU time (target 100 ms), memory of the helper (150 MB).
# Then the whole way in: sent to the server until it is answered, all on disk (target 100 ms of CPU).
set -eu
echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors"
"$1/bench/bench-photo"
/usr/bin/python3 bench/photo_way.py "$1/taizhang" "$1/bench/bench-photo" .
