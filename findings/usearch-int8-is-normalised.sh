#!/bin/sh
# usearch normalises vectors that it keeps as int8, whatever the metric.
#
# In usearch 2.26.2 an index with metric "l2sq" and dtype "i8" scales each float vector to norm 1
# before it rounds: a vector and ten times that vector are at distance 0, and lengths, which l2sq
# is about, are gone. One would expect one scale for all vectors of the index, or an error for
# l2sq.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   X
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 usearch==2.26.2

cat >expected.txt <<'END'
X
END
venv/bin/python - >seen.txt <<'END'
import numpy as np
from usearch.index import Index

for kind in ("f32", "i8"):
    index = Index(ndim=2, metric="l2sq", dtype=kind)
    index.add(1, np.array([3, 4], np.float32))
    index.add(2, np.array([30, 40], np.float32))
    found = index.search(np.array([3, 4], np.float32), 2)
    print(kind, sorted(zip(found.keys.tolist(), found.distances.tolist())))
END
cat seen.txt
diff expected.txt seen.txt
