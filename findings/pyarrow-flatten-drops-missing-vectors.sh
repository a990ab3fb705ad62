#!/bin/sh
# pyarrow's flatten() of fixed-size lists drops missing vectors, and values ignores slices.
#
# The two ways from a column of vectors to one block of numbers are both off by rows. In pyarrow
# 25.0.1 flatten() leaves out null lists, so that row i of the reshaped block is no longer vector
# i, although every list has the same length; values keeps them, but gives the whole child array
# of a slice. Both are documented; both reshape without an error. One would expect one of them to
# be numbers of row i at row i.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   rows: 3 flatten(): [1.0, 1.0, 3.0, 3.0]
#   last row: [[3.0, 3.0]] values: [1.0, 1.0, None, None, 3.0, 3.0]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==25.0.1

cat >seen.py <<'END'
import pyarrow as pa

vectors = pa.array([[1, 1], None, [3, 3]], pa.list_(pa.float32(), 2))
print("rows:", len(vectors), "flatten():", vectors.flatten().to_pylist())
last = vectors.slice(2, 1)
print("last row:", last.to_pylist(), "values:", last.values.to_pylist())
END
cat >expected.txt <<'END'
rows: 3 flatten(): [1.0, 1.0, 3.0, 3.0]
last row: [[3.0, 3.0]] values: [1.0, 1.0, None, None, 3.0, 3.0]
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
