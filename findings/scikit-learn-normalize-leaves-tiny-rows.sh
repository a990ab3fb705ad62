#!/bin/sh
# sklearn.preprocessing.normalize leaves float32 rows of a small norm as they are.
#
# In scikit-learn 1.9.1 a row whose norm is below ten times the machine epsilon of its type
# (1.2e-6 for float32) counts as zero and is not divided. The same row in float64 is normalised.
# Differences of embeddings, gradients and residuals are that small. One would expect norm 1 of
# every row that is not zero, since the division loses nothing here, or a word about it in the
# documentation of normalize.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   norm 1e-05 becomes 1 in float32, 1 in float64
#   norm 1e-06 becomes 1e-06 in float32, 1 in float64
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 scikit-learn==1.9.1

cat >seen.py <<'END'
import numpy as np
from sklearn.preprocessing import normalize

for size in (1e-5, 1e-6):
    row = np.array([[3, 4]]) / 5 * size
    norms = [np.linalg.norm(normalize(row.astype(kind))) for kind in (np.float32, np.float64)]
    print(f"norm {size:g} becomes {norms[0]:g} in float32, {norms[1]:g} in float64")
END
cat >expected.txt <<'END'
norm 1e-05 becomes 1 in float32, 1 in float64
norm 1e-06 becomes 1e-06 in float32, 1 in float64
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
