#!/bin/sh
# sqlite-vec's vec_quantize_int8(vector, 'unit') makes 126 of 1, and -128 of -1.
#
# In sqlite-vec 0.1.9 the range -1 to 1 is cut into 255 steps and rounded down, so that the end is
# never 127 and 0 is not in the middle: 1 and -1 are not opposites any more, and dot products of
# unit vectors are off by more than rounding. One would expect 127 and -127, as in the usual
# symmetric quantisation.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   X
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlite-vec==0.1.9

cat >expected.txt <<'END'
X
END
venv/bin/python - >seen.txt <<'END'
import sqlite3
import struct

import sqlite_vec

db = sqlite3.connect(":memory:")
db.enable_load_extension(True)
sqlite_vec.load(db)
values = [1, 0.5, 0, -0.5, -1]
vector = struct.pack(f"{len(values)}f", *values)
(quantised,) = db.execute("select vec_quantize_int8(?, 'unit')", [vector]).fetchone()
print(values, "become", list(struct.unpack(f"{len(values)}b", quantised)))
END
cat seen.txt
diff expected.txt seen.txt
