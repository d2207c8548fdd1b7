#!/bin/sh
# backup.sh BUILD_DIR: how much longer the 99th percentile of acknowledged changes is while backups are made
# (target at most 2 times), in turns within one run.
set -eu
/usr/bin/python3 bench/backup.py "$1/taizhang" .
