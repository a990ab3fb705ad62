#!/bin/sh
# DuckDB's cosine distance of a tiny vector to itself is 2, the distance of opposites.
#
# In DuckDB 1.5.6 array_cosine_distance and list_cosine_distance of FLOAT square and multiply in
# float32, so that the squares of numbers around 1e-30 become 0, and the result is the largest
# distance there is. Nothing is null and nothing fails. One would expect 0, as for the same
# vectors in DOUBLE, or an error as for a zero vector elsewhere.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   float, size 1: 0
#   float, size 1e-30: 2
#   double, size 1: 0
#   double, size 1e-30: 0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==1.5.6

cat >seen.py <<'END'
import duckdb

for kind in ("float", "double"):
    for size in ("1", "1e-30"):
        vector = f"[{size}, 2 * {size}]::{kind}[2]"
        (distance,) = duckdb.sql(f"select array_cosine_distance({vector}, {vector})").fetchone()
        print(f"{kind}, size {size}: {abs(distance):g}")
END
cat >expected.txt <<'END'
float, size 1: 0
float, size 1e-30: 2
double, size 1: 0
double, size 1e-30: 0
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
