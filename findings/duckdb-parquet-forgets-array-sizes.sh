#!/bin/sh
# DuckDB's own Parquet round trip turns FLOAT[3] into FLOAT[], which its distances don't take.
#
# Vectors are FLOAT[n] in DuckDB 1.5.6. COPY ... TO a Parquet file and reading it back gives lists
# of any length, for which array_distance and array_cosine_distance have no match. pyarrow keeps
# the length of its fixed-size lists in the same format, in metadata of its own. One would expect
# the type to survive, or the functions to take lists of equal length; cast what was read,
# v::FLOAT[3].
#
# Seen on 2026-11-28, with Python 3.11:
#
#   type read back: FLOAT[]
#   array_distance(v, ...): Binder Error: No function matches the given name and argument types 'array_distance
#   array_distance(v::float[3], ...): 2.0
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==1.5.6

cat >seen.py <<'END'
import duckdb

duckdb.sql("copy (select [1, 2, 3]::float[3] as v) to 'vectors.parquet'")
print("type read back:", duckdb.sql("describe from 'vectors.parquet'").fetchone()[1])
for vector in ("v", "v::float[3]"):
    query = f"select array_distance({vector}, [1, 2, 5]::float[3]) from 'vectors.parquet'"
    try:
        print(f"array_distance({vector}, ...):", duckdb.sql(query).fetchone()[0])
    except duckdb.BinderException as error:
        print(f"array_distance({vector}, ...):", str(error).split("(")[0].strip())
END
cat >expected.txt <<'END'
type read back: FLOAT[]
array_distance(v, ...): Binder Error: No function matches the given name and argument types 'array_distance
array_distance(v::float[3], ...): 2.0
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
