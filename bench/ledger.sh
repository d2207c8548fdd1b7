#!/bin/sh
# ledger.sh BUILD_DIR: the ledger of 130,000 findings by a job, against a bare libxlsxwriter loop over the same cells
# (targets: 1.3 x its CPU, under 100 MB).
set -eu
"$1/bench/bench-ledger"
